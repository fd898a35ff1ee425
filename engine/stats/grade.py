"""How far the numbers can be trusted: green, amber or red, each step down with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.stats.effects import Effect, Slope

Colour = Literal["green", "amber", "red"]

FEW_SWITCHERS = 5
SOME_SWITCHERS = 10
_INFLATION = 10.0
_FEW_DF = 4.0
_SHARE = 0.1
_FAULTY = 0.05
_MOSTLY_FAULTY = 0.5
_FILLED = 0.05


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade and why it is not better; no reasons where it is green."""

    colour: Colour
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Footing:
    """What the grade is judged by."""

    switchers: int
    inflation: float
    missing_share: float
    """Product-weeks without a row, of all product-weeks with and without one."""
    filled_share: float
    """Product-weeks without a row that were counted as 0 units, of all that were used."""
    unmatched_share: float
    """Rows without a photo category, of all rows."""
    faulty_share: float
    """Rows set aside because something in them cannot be used, of all rows."""
    effects: tuple[Effect, ...]
    price: Slope | None


def grade(footing: Footing) -> Grade:
    """Red below 5 products that changed their photo type or where most rows cannot be used; amber where one
    thing weakens the numbers."""
    reasons = []
    if footing.switchers < FEW_SWITCHERS:
        reasons.append(f"Only {_changed(footing.switchers)}: an anecdote, not evidence.")
    elif footing.switchers < SOME_SWITCHERS:
        reasons.append(f"Only {_changed(footing.switchers)}; {SOME_SWITCHERS} or more are better.")
    reasons += _weaknesses(footing)
    if too_little(switchers=footing.switchers, faulty_share=footing.faulty_share):
        return Grade("red", tuple(reasons))
    return Grade("amber" if reasons else "green", tuple(reasons))


def too_little(*, switchers: int, faulty_share: float) -> str:
    """Why there is too little to tell, as a sentence to stand before all numbers; else empty."""
    if switchers < FEW_SWITCHERS:
        return f"Too little to tell: only {_changed(switchers)}."
    if faulty_share > _MOSTLY_FAULTY:
        return f"Too little to tell: {whole_percent(faulty_share)} of the rows could not be used."
    return ""


def whole_percent(share: float) -> str:
    """A share of 1 as a whole percentage: 27 %."""
    return f"{100 * share:.0f} %"


def _changed(switchers: int) -> str:
    if switchers == 1:
        return "1 product changed its type of photo"
    return f"{switchers} products changed their type of photo"


def _weaknesses(footing: Footing) -> list[str]:
    checks = [
        (
            footing.inflation > _INFLATION,
            "Photo and price changed together, so their effects are hard to tell apart.",
        ),
        (
            any(effect.df is not None and effect.df < _FEW_DF for effect in footing.effects),
            "A few products dominate the comparison, so the intervals are rough.",
        ),
        (
            footing.missing_share > _SHARE,
            f"{whole_percent(footing.missing_share)} of the product-weeks have no row that can be read.",
        ),
        (
            footing.filled_share > _FILLED,
            f"{whole_percent(footing.filled_share)} of the product-weeks have no row and were counted as "
            "0 units.",
        ),
        (
            footing.unmatched_share > _SHARE,
            f"{whole_percent(footing.unmatched_share)} of the rows have no photo category.",
        ),
        (
            footing.faulty_share > _FAULTY,
            f"{whole_percent(footing.faulty_share)} of the rows were set aside because something in them "
            "cannot be used.",
        ),
        (
            footing.price is not None and footing.price.beta is not None and footing.price.beta > 0,
            "More was sold at higher prices, which is unusual: look at the prices in the sheet.",
        ),
    ]
    return [reason for holds, reason in checks if holds]
