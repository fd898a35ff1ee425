"""How far the numbers can be trusted: green, amber or red, each step down with its reason and its code.

Codes of what weakens the numbers, beside those of rows set aside (W10 to W19): W30 few products changed,
W31 photo and price together, W32 few products dominate, W33 missing rows, W34 filled rows, W35 no photo
category, W36 faulty rows, W37 positive price slope, W38 unusual sales before the change, W39 Poisson and
log-linear disagree. E20: no number at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.records import Period
from engine.stats.effects import Effect, Slope
from engine.stats.event_study import LeadTest

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
class Notice:
    """One thing that weakens the numbers, or forbids them."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade and why it is not better; no notices where it is green."""

    colour: Colour
    notices: tuple[Notice, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The texts of the notices."""
        return tuple(one.text for one in self.notices)


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
    lead_test: LeadTest | None
    """None where there is nothing to test."""
    disagreeing: tuple[str, ...]
    """Photo types on which Poisson and log-linear model disagree."""
    period: Period


def grade(footing: Footing) -> Grade:
    """Red below 5 products that changed their photo type or where most rows cannot be used; amber where one
    thing weakens the numbers."""
    notices = [*_few_changed(footing.switchers), *_weaknesses(footing)]
    if too_little(switchers=footing.switchers, faulty_share=footing.faulty_share):
        return Grade("red", tuple(notices))
    return Grade("amber" if notices else "green", tuple(notices))


def _few_changed(switchers: int) -> list[Notice]:
    if switchers < FEW_SWITCHERS:
        return [Notice("W30", f"Only {_changed(switchers)}: an anecdote, not evidence.")]
    if switchers < SOME_SWITCHERS:
        return [Notice("W30", f"Only {_changed(switchers)}; {SOME_SWITCHERS} or more are better.")]
    return []


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


def _weaknesses(footing: Footing) -> list[Notice]:
    checks = [*_of_the_estimate(footing), *_of_the_rows(footing)]
    return [Notice(code, text) for holds, code, text in checks if holds]


def _of_the_estimate(footing: Footing) -> Sequence[tuple[bool, str, str]]:
    lead, price = footing.lead_test, footing.price
    return (
        (
            footing.inflation > _INFLATION,
            "W31",
            "Photo and price changed together, so their effects are hard to tell apart.",
        ),
        (
            any(effect.df is not None and effect.df < _FEW_DF for effect in footing.effects),
            "W32",
            "A few products dominate the comparison, so the intervals are rough.",
        ),
        (
            price is not None and price.beta is not None and price.beta > 0,
            "W37",
            "More was sold at higher prices, which is unusual: look at the prices in the sheet.",
        ),
        (
            lead is not None and lead.unusual,
            "W38",
            f"Sales were already unusual in the {footing.period}s before the photos changed.",
        ),
        (
            bool(footing.disagreeing),
            "W39",
            "The Poisson and the log-linear model disagree on the effect of photos "
            f"{' and '.join(footing.disagreeing)}: look at {footing.period}s without sales and at outliers.",
        ),
    )


def _of_the_rows(footing: Footing) -> Sequence[tuple[bool, str, str]]:
    cells = f"product-{footing.period}s"
    return (
        (
            footing.missing_share > _SHARE,
            "W33",
            f"{whole_percent(footing.missing_share)} of the {cells} have no row that can be read.",
        ),
        (
            footing.filled_share > _FILLED,
            "W34",
            f"{whole_percent(footing.filled_share)} of the {cells} have no row and were counted as 0 units.",
        ),
        (
            footing.unmatched_share > _SHARE,
            "W35",
            f"{whole_percent(footing.unmatched_share)} of the rows have no photo category.",
        ),
        (
            footing.faulty_share > _FAULTY,
            "W36",
            f"{whole_percent(footing.faulty_share)} of the rows were set aside because something in them "
            "cannot be used.",
        ),
    )
