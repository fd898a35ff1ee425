"""A study: one run of the estimate, with all that a report needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from engine.join.panel import OUT_OF_STOCK
from engine.records import Period
from engine.sheets.faults import NO_SALES
from engine.stats.answer import Answer
from engine.stats.attributable import Share
from engine.stats.contrasts import Contrast
from engine.stats.descriptives import Descriptive
from engine.stats.effects import Effect, Slope
from engine.stats.grade import Grade
from engine.stats.model import Outcome
from engine.stats.per_product import ProductEffect

REFUSED = "E20"
HARMLESS = frozenset({"W14", "W16", OUT_OF_STOCK}) | NO_SALES
FAULTS = frozenset({"W10", "W11", "W12"})


@dataclass(frozen=True, slots=True)
class SetAside:
    """How many rows were set aside for one reason."""

    code: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What the data say on one outcome; where `refused` has a sentence there are no numbers."""

    outcome: Outcome
    period: Period
    sources: tuple[str, ...]
    """Names of the sales sheets."""
    fingerprints: tuple[str, ...]
    """Content hashes of the sheets, as given."""
    version: str
    """Of the program."""
    note: str
    """A sentence on where the sales come from, such as a simulation; empty for a user's own."""
    model: str
    formula: str
    equation: str
    headline: str
    too_little: str
    """Why the numbers, red as they are, tell too little: the first sentence of the headline; else empty."""
    unusual: str
    """What stands in the headline in place of the effects where the photos were changed in unusual periods;
    else empty."""
    caution: str
    answer: Answer | None
    """None where the question was refused."""
    descriptives: tuple[Descriptive, ...]
    shown: Mapping[str, tuple[str, ...]]
    """The photos of each product, as the sheets, the history or the catalogue name them."""
    rows_read: int
    rows_used: int
    set_aside: tuple[SetAside, ...]
    rows_aside: pd.DataFrame
    """file, line, product, date, code, reason, found (the text at fault, or "") of every row set aside."""
    products: int
    switchers: int
    periods: int
    weeks_missing: int
    weeks_filled: int
    zero_share: float | None
    """Cells with an outcome of 0, 0..1; None where none was used."""
    labels_reviewed: float | None
    """Photos shown whose category the user set, 0..1; None where that is not known."""
    grade: Grade
    warnings: tuple[str, ...]
    refused: str | None

    @property
    def effects(self) -> tuple[Effect, ...]:
        """On model and worn, each against product only; empty where refused."""
        return self.answer.effects if self.answer else ()

    @property
    def contrasts(self) -> tuple[Contrast, ...]:
        """The three comparisons; empty where refused."""
        return self.answer.contrasts if self.answer else ()

    @property
    def price(self) -> Slope | None:
        """The price slope; None where the price is the outcome and where refused."""
        return self.answer.price if self.answer else None

    @property
    def per_product(self) -> tuple[ProductEffect, ...]:
        """Effects of the products that changed; empty where refused."""
        return self.answer.per_product.effects if self.answer else ()

    @property
    def share(self) -> Share | None:
        """What goes with the photos, percent of the total; None where it cannot be told."""
        return self.answer.attribution.share if self.answer and self.answer.attribution else None

    @property
    def fitted(self) -> pd.DataFrame:
        """product, week, category, actual, predicted of every cell used; empty where refused."""
        if self.answer:
            return self.answer.fitted
        return pd.DataFrame(columns=["product", "week", "category", "actual", "predicted"])

    @property
    def price_held(self) -> bool:
        """Whether the effects hold at the same price."""
        return self.price is not None and self.price.beta is not None

    @property
    def firm(self) -> bool:
        """Whether the numbers may be said loudly."""
        return not (self.refused or self.too_little or self.unusual)

    @property
    def faulty_share(self) -> float:
        """Rows set aside because something in them cannot be used, of all rows."""
        return sum(one.count for one in self.set_aside if one.code in FAULTS) / self.rows_read

    @property
    def has_problems(self) -> bool:
        """Whether the question was refused or rows were set aside for a fault (not only weeks of a photo
        change)."""
        return self.refused is not None or any(one.code not in HARMLESS for one in self.set_aside)
