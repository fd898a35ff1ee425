"""All checks that are made on request: too slow to be part of every run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.stats.detectable import Reach
from engine.stats.diagnostics import Diagnostics
from engine.stats.event_study import EventStudy
from engine.stats.hedonic import Between
from engine.stats.leave_one_out import LeaveOneOut
from engine.stats.model import Estimate
from engine.stats.robustness import Alternative


@dataclass(frozen=True, slots=True, eq=False)
class Checks:
    """Robustness of one estimate."""

    event_studies: tuple[EventStudy, ...]
    alternatives: tuple[Alternative, ...]
    left_out: tuple[LeaveOneOut, ...]
    diagnostics: Diagnostics
    reaches: tuple[Reach, ...]
    between: Between | None
    """Prices between products (P2); None where they cannot be compared."""
    notes: tuple[str, ...]
    """Sentences on what the checks found: "without 'Boot 7': +9.0 -> +3.1 %"."""


def run_checks(result: Estimate, *, stopped: Callable[[], bool] = lambda: False) -> Checks | None:
    """Run them all; None where `stopped` said so in between."""
    raise NotImplementedError
