"""One product over time: what was sold and expected, the price below it, the photo type behind both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from engine.plots.drawing import WIDE, Size, canvas, footnote, legend, quiet, say_empty
from engine.plots.fit import date_axis
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.records import Category

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

_TINT = 0.13
COLUMNS = ["week", "category", "actual", "predicted", "price"]


@dataclass(frozen=True, slots=True)
class ProductWords:
    """The texts of the plot of one product, in the reader's language."""

    rows: dict[Category, str]
    expected: str = "expected"
    price: str = "price"
    note: str = "lines stand where the type of photo changed"
    empty: str = "No week of this product was used."


ENGLISH_PRODUCT = ProductWords(rows={category: category.label.capitalize() for category in Category})


def product_data(cells: pd.DataFrame, fitted: pd.DataFrame, *, product: str) -> pd.DataFrame:
    """COLUMNS of one product, in the order of its weeks; `cells` and `fitted` row by row of one estimate."""
    mine = (cells["product"] == product).to_numpy()
    shown = fitted.loc[mine, ["week", "category", "actual", "predicted"]]
    return shown.assign(price=cells.loc[mine, "price"].to_numpy()).sort_values("week", ignore_index=True)


def product(
    data: pd.DataFrame,
    *,
    outcome: str = "units",
    palette: Palette = LIGHT,
    words: ProductWords = ENGLISH_PRODUCT,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `product_data`: `outcome` above, the price below, on the same weeks."""
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty:
        return say_empty(figure, words.empty, palette=palette)
    upper, lower = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": (3, 1)})
    for axes in (upper, lower):
        quiet(axes, palette, grid="y")
        _shade(axes, data, palette)
    for category in Category:
        mine = data[data["category"] == category]
        if len(mine):
            upper.plot(
                mine["week"], mine["actual"], MARKERS[category], color=palette.categories[category],
                markersize=4.5, label=words.rows[category],
            )  # fmt: skip
    upper.plot(data["week"], data["predicted"], color=palette.text, linewidth=1.1, label=words.expected)
    lower.step(data["week"], data["price"], where="mid", color=palette.text, linewidth=1.2)
    upper.set_ylabel(outcome)
    lower.set_ylabel(words.price)
    upper.set_ylim(bottom=0)
    date_axis(lower)
    legend(figure, upper, palette)
    footnote(figure, words.note, palette)
    return figure


def _shade(axes: Axes, data: pd.DataFrame, palette: Palette) -> None:
    """A tint behind the weeks of each photo type, a line where it changes."""
    kinds = data["category"].to_numpy()
    turns = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    weeks = data["week"]
    edges = [weeks.iloc[0], *(weeks.iloc[turn] for turn in turns), weeks.iloc[-1]]
    for first, last, kind in zip(edges[:-1], edges[1:], kinds[[0, *turns]], strict=True):
        axes.axvspan(
            first, last, color=palette.categories[Category(kind)], alpha=_TINT, linewidth=0, zorder=0
        )
    for turn in turns:
        axes.axvline(weeks.iloc[turn], color=palette.text, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
