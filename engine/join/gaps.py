"""Periods of a product without any row: which of them may be counted as 0 units, and what is told about them.

A sheet that leaves out weeks without a sale makes slow sellers look steady, so their gaps are weeks of 0.
A fast seller hardly ever has such a week: its gaps are lost rows or weeks out of stock, and a 0 there would
be taken for a fall in demand. A week of 0 has a chance of 0.7 % where 5 units a week are usual (Poisson), of
0.005 % where 10 are; MOST_UNITS draws the line where a year holds less than one such week.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.join.grid import Grid
from engine.join.periods import Period

MOST_UNITS = 5.0


@dataclass(frozen=True, slots=True)
class Gap:
    """The missing periods of one product, and why 0 units are suggested for them or not."""

    product: str
    missing: int
    usual: float
    """Units in a mean period with a row."""
    suggested: bool
    reason: str


@dataclass(frozen=True, slots=True)
class GapReport:
    """What to ask the user about periods without a row: how many, of which products, what is suggested."""

    period: Period
    gaps: tuple[Gap, ...]
    """One per product with missing periods, those with the most first."""
    undated: int
    """How many of the missing are of products that have rows without a date that can be read."""

    @property
    def missing(self) -> int:
        """Periods without any row between a product's first and last sale."""
        return sum(gap.missing for gap in self.gaps)

    @property
    def suggested(self) -> int:
        """How many of them are suggested to count as 0 units."""
        return sum(gap.missing for gap in self.gaps if gap.suggested)


def missing_cells(cells: pd.DataFrame, seen: NDArray[np.int64], grid: Grid) -> NDArray[np.int64]:
    """The cells between the first and the last of each series that are not `seen`, sorted."""
    ends = cells.groupby(grid.series(cells["cell"].to_numpy()))["cell"].agg(["min", "max"])
    first, length = ends["min"].to_numpy(), (ends["max"] - ends["min"] + 1).to_numpy()
    starts = np.repeat(first - (np.cumsum(length) - length), length)
    inside = starts + np.arange(length.sum())
    return inside[~pd.Series(inside).isin(seen).to_numpy()]


def gap_report(
    cells: pd.DataFrame, rows: pd.DataFrame, missing: NDArray[np.int64], *, grid: Grid, undated: set[str]
) -> GapReport:
    """Why the `missing` cells of each product plausibly sold nothing, or not.

    0 units are suggested for products that sell MOST_UNITS or fewer in a mean period with a row, and have no
    row that says 0: one that lists such periods itself has other reasons for its gaps. Nor are they suggested
    for the `undated`, products with rows whose date cannot be read: such a row may be the missing one.
    """
    counts = np.bincount(grid.product_places(missing), minlength=len(grid.products))
    usual = dict(cells.groupby("product")["units"].mean())
    listing = set(rows.loc[rows["units"] == 0, "product"].unique())
    gaps = [
        _gap(product, int(count), float(usual[product]), product in undated, product in listing)
        for product, count in zip(grid.products, counts, strict=True)
        if count
    ]
    unread = sum(gap.missing for gap in gaps if gap.product in undated)
    return GapReport(grid.period, tuple(sorted(gaps, key=lambda gap: (-gap.missing, gap.product))), unread)


def _gap(product: str, missing: int, usual: float, is_undated: bool, lists_zeros: bool) -> Gap:
    if is_undated:
        reason = "a row whose date cannot be read may be the missing one"
    elif lists_zeros:
        reason = "it has rows with 0 units, so other rows are missing for another reason"
    elif usual > MOST_UNITS:
        reason = f"it sells {usual:.1f} units where it has a row, too many for none at all"
    else:
        reason = f"it sells {usual:.1f} units where it has a row and never lists 0"
        return Gap(product, missing, usual, True, reason)
    return Gap(product, missing, usual, False, reason)


def zero_cells(cells: pd.DataFrame, gaps: NDArray[np.int64], grid: Grid) -> pd.DataFrame:
    """Cells of 0 units for the gaps whose neighbours on both sides show the same type of photo.

    Nothing is filled behind a period at whose end the product was out of stock.
    """
    fresh = grid.names(gaps).assign(cell=gaps)
    both = pd.concat([cells, fresh]).sort_values("cell", kind="stable", ignore_index=True)
    grouped = both.groupby(grid.series(both["cell"].to_numpy()))
    before, after = grouped["category"].ffill(), grouped["category"].bfill()
    both["price"] = grouped["price"].ffill()
    filled = both["rows"].isna() & (before == after) & ~(grouped["stock"].ffill() == 0)
    zero = {"units": 0.0, "revenue": 0.0, "rows": 0, "kinds": 1}
    return both[filled].assign(category=before[filled].astype(int), **zero)


def gap_warning(report: GapReport, *, filled: int, asked: bool) -> list[str]:
    """What is told about the periods without a row, `filled` of them with 0 units; `asked` where the user
    said to count them as 0."""
    missing, period = report.missing, report.period
    if not missing:
        return []
    text = f"Product-{period}s without a row between a product's first and last sale: {missing:,}."
    if report.undated:
        text += f" Of these, the row may be among those whose date cannot be read: {report.undated:,}."
    if filled:
        why = (
            "as you asked"
            if asked
            else f"because these products sell {MOST_UNITS:.0f} units a {period} or fewer and list no "
            f"{period} of 0"
        )
        text += f" Counted as 0 units: {filled:,}, {why}; check that the products were for sale then."
    if missing > filled:
        text += f" Left out as unknown: {missing - filled:,}."
    return [text]
