"""Which effects these data could have shown, and how much more data smaller ones need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.stats

from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.interval import LEVEL, POWER
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
    more_periods: int
    """Periods needed beyond those there are, with the same products."""


def reach(result: Estimate, effect: Effect, *, wanted: float = WANTED) -> Reach | None:
    """None where the effect cannot be told.

    The standard error falls with the root of products and of periods, so both figures are rough: weeks of a
    product resemble each other, and more of them tell a little less than this.
    """
    if effect.se is None or effect.detectable is None:
        return None
    needed = float(np.log1p(wanted / 100) / (scipy.stats.norm.ppf(LEVEL) + scipy.stats.norm.ppf(POWER)))
    more = (effect.se / needed) ** 2
    products, periods = (int(result.cells[name].nunique()) for name in ("product", "week"))
    return Reach(
        effect.category,
        effect.detectable,
        wanted,
        max(products, int(np.ceil(products * more))),
        max(0, int(np.ceil(periods * (more - 1)))),
    )


def reach_sentence(found: Reach, *, period: str) -> str:
    """What these data could show and what would show more."""
    text = f"Effects of {found.category.label} photos below about {found.detectable:.0f} % could not be seen"
    if found.more_periods == 0:
        return f"{text}; {found.wanted:.0f} % could."
    return (
        f"{text}; to see {found.wanted:.0f} % you need about {found.products:,} products, or "
        f"{found.more_periods:,} more {period}s."
    )
