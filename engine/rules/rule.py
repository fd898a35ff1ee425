"""What a rule is: it turns the evidence in a photo into a decision, and can be changed without a new scan."""

from __future__ import annotations

from typing import Protocol

from engine.records import Decision, Evidence, RuleName
from engine.settings import Thresholds


class Rule(Protocol):
    """The published or the calibrated rule, with its numbers."""

    @property
    def name(self) -> RuleName:
        """Which of the two."""

    @property
    def key(self) -> str:
        """Name and numbers as text: the same text, the same decisions."""

    @property
    def thresholds(self) -> Thresholds:
        """From which scores a face or a person counts as found, where they are drawn and listed."""

    def lacks(self, evidence: Evidence) -> bool:
        """Whether a network must look at the photo (again) before the rule can decide."""

    def decide(self, evidence: Evidence) -> Decision:
        """Give the evidence its category. Raises ValueError where the rule `lacks` something."""
