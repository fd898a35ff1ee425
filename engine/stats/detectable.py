"""Which effects these data could have shown, and how much more data smaller ones need."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.model import Estimate

WANTED = 5.0


@dataclass(frozen=True, slots=True)
class Reach:
    """What the user's own noise and number of changes can show (80 % chance, 5 % level)."""

    category: Category
    detectable: float
    """Smallest effect that would have been seen, percent."""
    wanted: float
    """The effect that the next two are about, percent."""
    products: int
    """Products needed in all to see `wanted`, changing in the same proportion."""
    more_periods: int | None
    """Periods needed beyond those there are, with the same products; None where no time would do."""


def reach(result: Estimate, effect: Effect, *, wanted: float = WANTED) -> Reach | None:
    """None where the effect cannot be told."""
    raise NotImplementedError
