"""The rule that a name stands for."""

from __future__ import annotations

from engine.records import RuleName
from engine.rules.calibrated import CalibratedRule
from engine.rules.calibration import calibration
from engine.rules.lesson import Lesson
from engine.rules.published import PublishedRule
from engine.rules.rule import Rule

DEFAULT: RuleName = "calibrated"
"""The better one on photos held out from its training: docs/accuracy.md."""


def rule_named(name: RuleName, *, person_model: str, lesson: Lesson | None = None) -> Rule:
    """The rule with its default numbers for a person network. Raises ModelRefused."""
    if name == "published":
        return PublishedRule()
    return CalibratedRule(calibration(person_model), lesson)
