"""Adjusted means: what every product-week would have sold with each photo type, beside the raw means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from engine.plots.drawing import WIDE, Size, canvas, footnote, quiet, say_empty
from engine.plots.log_axis import plain_number
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.picking import mark_row
from engine.records import Category
from engine.stats.adjusted_means import AdjustedMean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

COLUMNS = ["category", "mean", "low", "high", "raw", "cells"]


@dataclass(frozen=True, slots=True)
class AdjustedMeansWords:
    """The texts of the plot of adjusted means, in the reader's language."""

    rows: dict[Category, str]
    axis: str = "{0} per product and week"
    raw: str = "raw mean: of the products that had such photos"
    adjusted: str = "adjusted: all products and weeks, at their prices (95 %)"
    empty: str = "No mean can be told for any photo type."


ENGLISH_ADJUSTED_MEANS = AdjustedMeansWords(
    rows={category: category.label.capitalize() for category in Category}
)


def adjusted_means_data(means: Sequence[AdjustedMean]) -> pd.DataFrame:
    """COLUMNS, a row per photo type, in the outcome's unit per product and week; NaN where it cannot be
    told."""
    rows = [(int(one.category), one.mean, one.low, one.high, one.raw, one.cells) for one in means]
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[1:5], float))


def adjusted_means(
    data: pd.DataFrame,
    *,
    outcome: str = "units",
    palette: Palette = LIGHT,
    words: AdjustedMeansWords = ENGLISH_ADJUSTED_MEANS,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `adjusted_means_data`; `outcome` is its name in the texts. A click gives the category as text."""
    figure = canvas(size, palette=palette, onto=onto)
    if data[["mean", "raw"]].isna().all(axis=None):
        return say_empty(figure, words.empty, palette=palette)
    axes = figure.subplots()
    quiet(axes, palette, grid="x")
    for line, (_, row) in enumerate(data.reset_index(drop=True).iterrows()):
        _draw_row(axes, row, -line, palette=palette)
    axes.set_ylim(-len(data) + 0.3, 0.7)
    axes.set_yticks(range(0, -len(data), -1), [words.rows[Category(one)] for one in data["category"]])
    axes.tick_params(axis="y", labelsize=11, labelcolor=palette.text)
    axes.xaxis.set_major_formatter(plain_number)
    axes.plot([], [], "-o", color=palette.text, markersize=7, linewidth=2, label=words.adjusted)
    axes.plot([], [], "o", mfc="none", mec=palette.muted, markersize=7, label=words.raw)
    figure.legend(
        frameon=False, fontsize=9, labelcolor=palette.muted, loc="outside upper left", handletextpad=0.4
    )
    footnote(figure, words.axis.format(outcome), palette)
    return figure


def _draw_row(axes: Axes, row: pd.Series, height: int, *, palette: Palette) -> None:
    category = Category(row["category"])
    colour = palette.categories[category]
    axes.plot([row["low"], row["high"]], [height, height], color=colour, linewidth=2.4, zorder=3)
    axes.plot(
        row["mean"], height, MARKERS[category],
        color=colour, markersize=11, markeredgecolor=palette.surface, markeredgewidth=1.6, zorder=4,
    )  # fmt: skip
    axes.plot(
        row["raw"], height - 0.22, MARKERS[category], mfc="none", mec=palette.muted, markersize=8, zorder=2
    )
    if pd.notna(row["mean"]):
        axes.text(
            1.02, height, f"{row['mean']:,.4g}", transform=axes.get_yaxis_transform(),
            va="center", ha="left", fontsize=12, color=palette.text,
        )  # fmt: skip
    mark_row(axes, height, str(int(row["category"])))
