"""Numbers for the cells of a table: every product, marketplace and period that there could be has one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.join.periods import Period, first_day, period_number


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A series is one product in one marketplace; its cells are the periods of the sheets, in order of time.

    Whole numbers are compared about a hundred times faster than texts, which a million rows need.
    """

    products: pd.Index
    """Sorted."""
    markets: pd.Index
    """Sorted; one empty name where the sheets tell of no more than one marketplace."""
    period: Period
    first: int
    """Number of the first period."""
    length: int
    """Periods from the first to the last."""

    @classmethod
    def of(cls, rows: pd.DataFrame, *, period: Period) -> Grid:
        """The grid over sheet rows with product, date and perhaps marketplace."""
        several = "marketplace" in rows and rows["marketplace"].nunique() > 1
        markets = pd.Index(sorted(rows["marketplace"].unique())) if several else pd.Index([""])
        numbers = period_number(rows["date"], period)
        first = int(numbers.min()) if len(numbers) else 0
        length = int(numbers.max()) - first + 1 if len(numbers) else 1
        return cls(pd.Index(sorted(rows["product"].unique())), markets, period, first, length)

    @property
    def has_markets(self) -> bool:
        """Whether the marketplace is a part of the key."""
        return len(self.markets) > 1

    def cells(self, rows: pd.DataFrame) -> NDArray[np.int64]:
        """The cell of each row (product, date, perhaps marketplace); -1 where it is not on the grid."""
        products = _places(self.products, rows["product"])
        markets = _places(self.markets, rows["marketplace"]) if self.has_markets else np.zeros_like(products)
        steps = period_number(rows["date"], self.period) - self.first
        known = (products >= 0) & (markets >= 0) & (steps >= 0) & (steps < self.length)
        return np.where(known, (products * len(self.markets) + markets) * self.length + steps, -1)

    def cells_everywhere(self, rows: pd.DataFrame) -> NDArray[np.int64]:
        """The cells of each product and date in all marketplaces, one after the other; -1 as in `cells`."""
        return np.concatenate(
            [
                self.cells(rows.assign(marketplace=market) if self.has_markets else rows)
                for market in self.markets
            ]
        )

    def series(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """The series of each cell."""
        return cells // self.length

    def product_places(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place of each cell's product among `products`."""
        return self.series(cells) // len(self.markets)

    def numbers(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """The period number of each cell."""
        return cells % self.length + self.first

    def names(self, cells: NDArray[np.int64]) -> pd.DataFrame:
        """product, [marketplace,] and week (the first day of the period) of each cell."""
        found = {"product": self.products.take(self.product_places(cells))}
        if self.has_markets:
            found["marketplace"] = self.markets.take(self.series(cells) % len(self.markets))
        return pd.DataFrame({**found, "week": first_day(self.numbers(cells), self.period)})


def _places(names: pd.Index, texts: pd.Series) -> NDArray[np.int64]:
    """The place of each text among sorted names, -1 where it is not there."""
    codes, distinct = pd.factorize(texts)
    return names.get_indexer(pd.Index(distinct))[codes].astype(np.int64)
