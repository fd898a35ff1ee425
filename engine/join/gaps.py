"""Weeks of a product without any row: which of them may be counted as 0 units, and what is told about them.

A sheet that leaves out weeks without a sale makes slow sellers look steady, so their gaps are weeks of 0.
A fast seller hardly ever has such a week: its gaps are lost rows or weeks out of stock, and a 0 there would
be taken for a fall in demand. A week of 0 has a chance of 0.7 % where 5 units a week are usual (Poisson), of
0.005 % where 10 are; MOST_UNITS draws the line where a year holds less than one such week.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

MOST_UNITS = 5.0


def missing_weeks(cells: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """Product and week of every week between the first and the last cell of a product that is not `seen`."""
    ends = cells.groupby("product")["week"].agg(["min", "max"])
    spans = [pd.date_range(first, last, freq="7D", unit="s") for first, last in ends.itertuples(index=False)]
    lengths = [len(span) for span in spans]
    grid = pd.DataFrame(
        {
            "product": np.repeat(ends.index.to_numpy(), lengths),
            "week": np.concatenate(spans) if spans else np.array([], dtype="datetime64[s]"),
        }
    )
    known = pd.MultiIndex.from_frame(seen)
    return grid[~pd.MultiIndex.from_frame(grid).isin(known)]


def silent_sellers(cells: pd.DataFrame, rows: pd.DataFrame, *, undated: set[str]) -> set[str]:
    """Products whose missing weeks plausibly sold nothing.

    They sell MOST_UNITS or fewer in a mean week with a row, and no row of theirs says 0: one that lists such
    weeks itself has other reasons for its gaps. Nor are they among the `undated`, products
    with rows whose date cannot be read: such a row may be that of the missing week.
    """
    usual = cells.groupby("product")["units"].mean()
    slow = set(usual.index[usual <= MOST_UNITS])
    return slow - undated - set(rows.loc[rows["units"] == 0, "product"])


def zero_weeks(cells: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Cells of 0 units for the gaps whose neighbours on both sides show the same type of photo."""
    both = pd.concat([cells, gaps]).sort_values(["product", "week"], kind="stable", ignore_index=True)
    grouped = both.groupby("product")
    before, after = grouped["category"].ffill(), grouped["category"].bfill()
    both["price"] = grouped["price"].ffill()
    fresh = both["rows"].isna() & (before == after)
    return both[fresh].assign(category=before[fresh].astype(int), units=0.0, revenue=0.0, rows=0, kinds=1)


def gap_warning(*, missing: int, filled: int, undated: int, asked: bool) -> list[str]:
    """What is told about the weeks without a row; `undated` of them are of products with rows without a date
    that can be read, `asked` where the user said to count them as 0."""
    if not missing:
        return []
    text = f"Product-weeks without a row between a product's first and last sale: {missing:,}."
    if undated:
        text += f" Of these, the row may be among those whose date cannot be read: {undated:,}."
    if filled:
        why = (
            "as you asked"
            if asked
            else f"because these products sell {MOST_UNITS:.0f} units a week or fewer and list no week of 0"
        )
        text += f" Counted as 0 units: {filled:,}, {why}; check that the products were for sale then."
    if missing > filled:
        text += f" Left out as unknown: {missing - filled:,}."
    return [text]
