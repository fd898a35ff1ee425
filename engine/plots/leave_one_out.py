"""Leave one product out: how much an effect hangs on single products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from engine.plots.drawing import (
    WIDE,
    Size,
    canvas,
    footnote,
    name_letters,
    quiet,
    rows_that_fit,
    say_empty,
    shortened,
    titled,
    told,
)
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.percent_axis import percent_axis, place, reach
from engine.plots.picking import mark_row
from engine.records import Category
from engine.stats.leave_one_out import LeaveOneOut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

MOST_ROWS = 20
_ROW, _AROUND = 0.21, 1.25


@dataclass(frozen=True, slots=True)
class LeaveOneOutWords:
    """The texts of the leave-one-product-out plot, in the reader's language."""

    titles: dict[Category, str]
    """With the effect over all products as {0}."""
    without: str = "without {0}"
    axis: str = "effect in percent without the named product; line: with all products"
    part: str = "the {0} products of {1} that matter most"
    untold: str = "cannot be told"
    empty: str = "The effect cannot be told without any of the products."


ENGLISH_LEAVE_ONE_OUT = LeaveOneOutWords(
    titles={one: f"{one.label.capitalize()}: {{0}} with all products" for one in Category}
)


def leave_one_out_data(found: LeaveOneOut) -> pd.DataFrame:
    """product, percent (NaN where it cannot be told without the product), most influential first."""
    rows = [(one.product, np.nan if one.percent is None else one.percent) for one in found.left_out]
    return pd.DataFrame(rows, columns=["product", "percent"])


def leave_one_out(
    data: pd.DataFrame,
    *,
    category: Category,
    overall: float,
    palette: Palette = LIGHT,
    words: LeaveOneOutWords = ENGLISH_LEAVE_ONE_OUT,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `leave_one_out_data` of one photo type, whose effect over all products is `overall` percent. A
    click gives the product."""
    figure = canvas(size, palette=palette, onto=onto)
    if data["percent"].isna().all():
        return say_empty(figure, words.empty, palette=palette)
    shown = data.iloc[: min(MOST_ROWS, rows_that_fit(figure, row=_ROW, around=_AROUND))]
    axes = figure.subplots()
    quiet(axes, palette, grid="x")
    percent_axis(axes, *reach([*shown["percent"], overall], least=2.0), palette=palette)
    colour = palette.categories[category]
    axes.axvline(place(overall), color=colour, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1.5)
    for line, (_, row) in enumerate(shown.iterrows()):
        _draw_row(axes, row["product"], float(row["percent"]), -line,
                  overall=overall, category=category, palette=palette, words=words)  # fmt: skip
    letters = name_letters(figure)
    names = [words.without.format(shortened(name, letters)) for name in shown["product"]]
    axes.set_yticks(range(0, -len(shown), -1), names)
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=palette.text)
    axes.set_ylim(-max(len(shown), 3) + 0.4, 0.6)
    titled(axes, words.titles[category].format(told(overall)), palette)
    part = words.part.format(len(shown), len(data)) if len(shown) < len(data) else ""
    footnote(figure, "; ".join(filter(None, (words.axis, part))), palette)
    return figure


def _draw_row(
    axes: Axes, product: str, percent: float, height: int, *,
    overall: float, category: Category, palette: Palette, words: LeaveOneOutWords,
) -> None:  # fmt: skip
    known = np.isfinite(percent)
    axes.text(
        1.01, height, told(percent) if known else words.untold, transform=axes.get_yaxis_transform(),
        va="center", ha="left", fontsize=8.5, color=palette.text if known else palette.muted,
    )  # fmt: skip
    if known:
        spot = float(np.clip(place(percent), *axes.get_xlim()))
        axes.plot([place(overall), spot], [height] * 2, color=palette.line, linewidth=3, zorder=2)
        axes.plot(
            spot, height, MARKERS[category],
            color=palette.categories[category], markersize=7, markeredgecolor=palette.surface, zorder=4,
        )  # fmt: skip
    mark_row(axes, height, product)
