"""Joins sales with photo categories and adds them up to one cell per product and period.

A period in which a product's photo changed its type belongs to neither type and is set aside; with a photo
history that holds for the days of the change itself, on whatever day of the week the sheet dates its rows.
Where the sheets name several marketplaces, each has cells of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.join.gaps import GapReport, gap_report, missing_cells, zero_cells
from engine.join.grid import Grid
from engine.join.periods import Period, partial_ends
from engine.join.photos import PhotoIndex
from engine.sheets.sales import Sales

OUT_OF_STOCK = "W18"


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """`cells`: one row per product, [marketplace] and period, sorted: product, [marketplace,] week (the first
    day of the period, a Monday where periods are weeks; datetime64), units, revenue, price, category (1, 2,
    3), rows (of the sheets; 0 where the period was filled), cell (its number). `set_aside` as in Sales."""

    cells: pd.DataFrame
    rows: pd.DataFrame
    """The sheet rows with a category, from which the cells were added up: file, line, product, date, cell,
    ..."""
    set_aside: pd.DataFrame
    gaps: GapReport
    """Periods without a row between a product's first and last sale."""
    filled: int
    """How many of them were filled with 0 units."""


def join(
    sales: Sales,
    images: pd.Series,
    photos: PhotoIndex,
    *,
    around: pd.DataFrame | None = None,
    fill_missing: bool | None,
    period: Period = "week",
) -> Panel:
    """Give each row the category of its image, add rows up to cells, fill missing periods with 0 units.

    `images`: as of `shown.photo_in_force`; `around`: as of `shown.photos_around_changes`.
    `fill_missing`: None fills those that `gaps.gap_report` suggests.
    """
    grid = Grid.of(sales.rows, period=period)
    rows = sales.rows.assign(cell=grid.cells(sales.rows))
    everywhere = grid.cells_everywhere(sales.set_aside.dropna(subset="date"))
    seen = np.concatenate([rows["cell"].to_numpy(), everywhere])
    rows, unmatched = _with_categories(rows, images, photos)
    asides = [sales.set_aside, unmatched]
    cells = _add_up(rows, _known_types(around, photos, grid), grid)
    good = pd.Series(True, index=cells.index)
    for code, reason, wrong in _cell_faults(cells, partial_ends(sales.rows["date"], period), grid):
        asides.append(rows_of(rows, cells[wrong & good], code=code, reason=reason))
        good &= ~wrong
    cells = cells[good]
    undated = set(sales.set_aside.loc[sales.set_aside["date"].isna(), "product"])
    missing = missing_cells(cells, seen, grid)
    gaps = gap_report(cells, sales.rows, missing, grid=grid, undated=undated)
    filled = zero_cells(cells, _to_fill(missing, gaps, grid, wish=fill_missing), grid)
    cells = pd.concat([cells, filled]).sort_values("cell", ignore_index=True)
    cells = cells.drop(columns=["kinds", "stock"])
    return Panel(cells, rows, pd.concat(asides, ignore_index=True), gaps, len(filled))


def rows_of(rows: pd.DataFrame, cells: pd.DataFrame, *, code: str, reason: str) -> pd.DataFrame:
    """The sheet rows that were added up to these cells, set aside with a code and a reason."""
    return _aside(rows[rows["cell"].isin(cells["cell"])], code, reason)


def _aside(
    rows: pd.DataFrame, code: str, reason: str | pd.Series, found: str | pd.Series = ""
) -> pd.DataFrame:
    return rows[["file", "line", "product", "date"]].assign(code=code, reason=reason, found=found)


def _with_categories(
    rows: pd.DataFrame, images: pd.Series, photos: PhotoIndex
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows whose photo has a category, with it; and the others, set aside."""
    codes, distinct = pd.factorize(images)
    answers = [photos.find(image) for image in distinct]
    categories = np.array([answer[0] or 0 for answer in answers], dtype=np.int64)[codes]
    reasons = np.array([answer[1] for answer in answers], dtype=object)[codes]
    unknown = categories == 0
    aside = _aside(rows[unknown], "W13", pd.Series(reasons, index=rows.index)[unknown], images[unknown])
    return rows.assign(category=categories)[~unknown], aside


def _known_types(around: pd.DataFrame | None, photos: PhotoIndex, grid: Grid) -> pd.DataFrame:
    """Cell and category of the days around changes whose photo has a category."""
    if around is None or around.empty:
        return pd.DataFrame({"cell": np.array([], np.int64), "category": np.array([], np.int64)})
    codes, distinct = pd.factorize(around["image"])
    categories = np.array([photos.find(image)[0] or 0 for image in distinct], dtype=np.int64)[codes]
    cells = grid.cells_everywhere(around)
    known = pd.DataFrame({"cell": cells, "category": np.tile(categories, len(grid.markets))})
    return known[(known["category"] > 0) & (known["cell"] >= 0)]


def _add_up(rows: pd.DataFrame, around: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """Cells in order; price paid = revenue / units, the listed price where nothing was sold.

    `kinds` counts the photo types of the period, those of its rows and those `around` a change in it; `stock`
    is the last one that its rows tell, NaN where none does.
    """
    types = pd.concat([rows[["cell", "category"]], around]).drop_duplicates()
    kinds = types.groupby("cell").size()
    known = rows.sort_values("date", kind="stable") if "stock" in rows else rows.assign(stock=np.nan)
    cells = known.groupby("cell", sort=True).agg(
        units=("units", "sum"),
        revenue=("revenue", "sum"),
        listed=("price", "mean"),
        category=("category", "first"),
        rows=("line", "size"),
        stock=("stock", "last"),
    )
    cells = cells.reset_index()
    sold = cells["units"] > 0
    paid = cells["revenue"] / cells["units"].where(sold)
    cells["price"] = paid.where(sold, cells["listed"])
    series = grid.series(cells["cell"].to_numpy())
    cells["price"] = cells["price"].groupby(series).ffill()
    cells["kinds"] = kinds.reindex(cells["cell"]).to_numpy()
    names = grid.names(cells["cell"].to_numpy())
    return pd.concat([names, cells.drop(columns="listed")], axis=1)


def _cell_faults(cells: pd.DataFrame, partial: list[int], grid: Grid) -> list[tuple[str, str, pd.Series]]:
    """Code, reason and the cells at fault; of several faults of a cell the first counts."""
    numbers = pd.Series(grid.numbers(cells["cell"].to_numpy()), index=cells.index)
    period = grid.period
    returned = (cells["units"] < 0) | (cells["revenue"] < 0)
    idle = (cells["units"] == 0) & (cells["stock"] == 0)
    return [
        ("W16", f"the sheets begin or end within this {period}", numbers.isin(partial)),
        ("W16", f"the photo type changed within this {period}", cells["kinds"] > 1),
        ("W12", f"more was returned than sold in this {period}", returned),
        (OUT_OF_STOCK, f"it was out of stock in this {period}", idle),
        ("W11", f"no price above 0 is known in this {period}", ~(cells["price"] > 0)),
    ]


def _to_fill(
    missing: NDArray[np.int64], gaps: GapReport, grid: Grid, *, wish: bool | None
) -> NDArray[np.int64]:
    if wish is not None:
        return missing if wish else missing[:0]
    suggested = grid.products.isin([gap.product for gap in gaps.gaps if gap.suggested])
    return missing[suggested[grid.product_places(missing)]]
