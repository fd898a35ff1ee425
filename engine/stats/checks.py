"""All checks that are made on request: too slow to be part of every run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.attenuation import attenuated
from engine.stats.bootstrapped import BootstrapCheck, bootstrap_checks
from engine.stats.detectable import Reach, reach, reach_sentence
from engine.stats.diagnostics import Diagnostics, diagnostics
from engine.stats.effects import category_effects
from engine.stats.event_study import EventStudy, event_study
from engine.stats.hedonic import Between, between_sentence, price_between
from engine.stats.leave_one_out import LeaveOneOut, leave_one_out, most_influential
from engine.stats.model import Estimate
from engine.stats.robustness import Alternative, alternatives
from engine.stats.sentences import SUBJECTS

WRONG = 0.10


@dataclass(frozen=True, slots=True, eq=False)
class Checks:
    """Robustness of one estimate."""

    event_studies: tuple[EventStudy, ...]
    alternatives: tuple[Alternative, ...]
    left_out: tuple[LeaveOneOut, ...]
    bootstrapped: tuple[BootstrapCheck, ...]
    """For the effects with fewer than 4 degrees of freedom."""
    diagnostics: Diagnostics
    reaches: tuple[Reach, ...]
    between: Between | None
    """Prices between products (P2); None where they cannot be compared."""
    notes: tuple[str, ...]
    """Sentences on what the checks found."""


def run_checks(result: Estimate, *, stopped: Callable[[], bool] = lambda: False) -> Checks | None:
    """Run them all; None where `stopped` said so in between."""
    lines = alternatives(result, stopped=stopped)
    left_out = leave_one_out(result, stopped=stopped)
    if stopped():
        return None
    effects = category_effects(result)
    studies = tuple(event_study(result, one.category) for one in effects if one.percent is not None)
    reaches = tuple(found for one in effects if (found := reach(result, one)))
    between = _between(result)
    notes = (
        *(note for one in left_out if (note := most_influential(one))),
        *(reach_sentence(one, period=result.period) for one in reaches),
        *(_label_note(one.category, one.percent) for one in effects if one.percent is not None),
        *(between_sentence(one, subject=_subject(one.name)) for one in (between.effects if between else ())),
    )
    if stopped():
        return None
    bootstrapped = () if result.outcome == "conversion" else bootstrap_checks(result, effects)
    return Checks(studies, lines, left_out, bootstrapped, diagnostics(result), reaches, between, notes)


def _between(result: Estimate) -> Between | None:
    try:
        return price_between(result.cells)
    except EffectRefused:
        return None


def _subject(name: str) -> str:
    return next(words for category, words in SUBJECTS.items() if category.label == name)


def _label_note(category: Category, percent: float) -> str:
    """What wrong categories would have hidden, told of the effect that was found."""
    return (
        f"Wrong photo categories shrink what is seen: of a true {percent:+.1f} % for {category.label} "
        f"photos, {attenuated(percent, wrong=WRONG):+.1f} % would be left with 1 category in 10 wrong."
    )
