"""Effect per product: drawn in towards the mean of all, with the raw effect beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from engine.plots.drawing import (
    WIDE,
    Size,
    canvas,
    footnote,
    legend,
    name_letters,
    quiet,
    rows_that_fit,
    say_empty,
    shortened,
    told,
)
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.percent_axis import draw_interval, percent_axis, place, reach
from engine.plots.picking import mark_row
from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.per_product import ProductEffect

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

MOST_ROWS = 40
COLUMNS = [
    "product",
    "category",
    "percent",
    "low",
    "high",
    "raw_percent",
    "pooled",
    "pooled_low",
    "pooled_high",
]
_ROW, _AROUND = 0.19, 1.15


@dataclass(frozen=True, slots=True)
class PerProductWords:
    """The texts of the plot of products, in the reader's language."""

    rows: dict[Category, str]
    axis: str = "percent, against product-only photos of the same product"
    raw: str = "own weeks alone"
    pooled: str = "line and band: all products together"
    part: str = "rows {0} to {1} of {2}"
    empty: str = "No product changed its photo long enough to be compared on its own."


ENGLISH_PER_PRODUCT = PerProductWords(
    rows={category: category.label.capitalize() for category in Category},
)


def per_product_data(products: Sequence[ProductEffect], effects: Sequence[Effect]) -> pd.DataFrame:
    """COLUMNS in percent, a row per product and photo type, highest first within each type; `pooled` is the
    effect over all products, NaN where it cannot be told."""
    pooled = {one.category: (one.percent, one.low, one.high) for one in effects}
    rows = [
        (
            one.product, int(one.category), one.percent, one.low, one.high, one.raw_percent,
            *pooled.get(one.category, (np.nan,) * 3),
        )
        for one in products
    ]  # fmt: skip
    data = pd.DataFrame(rows, columns=COLUMNS)
    return data.sort_values(["category", "percent"], ascending=[True, False], ignore_index=True)


def per_product(
    data: pd.DataFrame,
    *,
    start: int = 0,
    palette: Palette = LIGHT,
    words: PerProductWords = ENGLISH_PER_PRODUCT,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw the rows of `per_product_data` from `start` on, as many as fit and at most MOST_ROWS; a click
    gives the product."""
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty:
        return say_empty(figure, words.empty, palette=palette)
    room = min(MOST_ROWS, rows_that_fit(figure, row=_ROW, around=_AROUND))
    shown = data.iloc[start : start + room].reset_index(drop=True)
    axes = figure.subplots()
    quiet(axes, palette, grid="x")
    ends = data[["low", "high", "raw_percent", "pooled_low", "pooled_high"]].to_numpy(float).ravel()
    percent_axis(axes, *reach(ends), palette=palette)
    for kind in Category:
        if len(rows := shown[shown["category"] == kind]):
            _draw_pooled(axes, rows, palette=palette, colour=palette.categories[kind])
    for line, (_, row) in enumerate(shown.iterrows()):
        _draw_row(axes, row, -line, palette=palette)
    _label_rows(axes, shown, letters=name_letters(figure), palette=palette)
    for code in shown["category"].unique():
        kind = Category(code)
        axes.plot([], [], MARKERS[kind], color=palette.categories[kind], markersize=6, label=words.rows[kind])
    axes.plot([], [], "o", mfc="none", mec=palette.muted, markersize=5, label=words.raw)
    legend(figure, axes, palette)
    part = words.part.format(start + 1, start + len(shown), len(data)) if len(shown) < len(data) else ""
    footnote(figure, "; ".join(filter(None, (words.axis, words.pooled, part))), palette)
    return figure


def _label_rows(axes: Axes, shown: pd.DataFrame, *, letters: int, palette: Palette) -> None:
    heights = range(0, -len(shown), -1)
    axes.set_ylim(-max(len(shown), 3) + 0.4, 0.6)
    axes.set_yticks(heights, [shortened(name, letters) for name in shown["product"]])
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=palette.text)
    for height, percent in zip(heights, shown["percent"], strict=True):
        axes.text(
            1.01, height, told(percent), transform=axes.get_yaxis_transform(),
            va="center", ha="left", fontsize=8.5, color=palette.text,
        )  # fmt: skip


def _draw_pooled(axes: Axes, rows: pd.DataFrame, *, palette: Palette, colour: str) -> None:
    """Line and band of the effect over all products, behind the rows of its photo type."""
    first = rows.iloc[0]
    if pd.isna(first["pooled"]):
        return
    heights = [-rows.index[0] + 0.5, -rows.index[-1] - 0.5]
    low, high = (place(first[name]) for name in ("pooled_low", "pooled_high"))
    axes.fill_betweenx(heights, low, high, color=palette.band, linewidth=0, zorder=0.5)
    middle = place(first["pooled"])
    axes.plot([middle, middle], heights, color=colour, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1.5)


def _draw_row(axes: Axes, row: pd.Series, height: int, *, palette: Palette) -> None:
    category = Category(row["category"])
    colour = palette.categories[category]
    draw_interval(axes, height, (row["low"], row["high"]), colour=colour, width=1.6)
    left, right = axes.get_xlim()
    raw = float(np.clip(place(row["raw_percent"]), left, right))
    axes.plot(raw, height, "o", mfc="none", mec=palette.muted, markersize=5, zorder=2.5)
    axes.plot(
        place(row["percent"]), height, MARKERS[category],
        color=colour, markersize=7, markeredgecolor=palette.surface, markeredgewidth=1, zorder=4,
    )  # fmt: skip
    mark_row(axes, height, row["product"])
