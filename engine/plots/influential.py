"""The product-weeks that pull most at the fit, by Cook's distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from engine.plots.drawing import WIDE, Size, canvas, footnote, name_letters, quiet, say_empty, shortened
from engine.plots.palette import LIGHT, Palette
from engine.plots.picking import mark_row
from engine.records import Category
from engine.stats.diagnostics import InfluentialCell

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

COLUMNS = ["product", "week", "cook", "leverage", "studentised", "actual", "predicted"]


@dataclass(frozen=True, slots=True)
class InfluentialWords:
    """The texts of the plot of influential product-weeks, in the reader's language."""

    row: str = "{0}, {1}"
    """Product and first day of the week."""
    value: str = "{0} sold, {1} expected"
    axis: str = "Cook's distance: how far the whole fit moves without this product and week"
    empty: str = "No single product and week stands out."


ENGLISH_INFLUENTIAL = InfluentialWords()


def influential_data(cells: Sequence[InfluentialCell]) -> pd.DataFrame:
    """COLUMNS, the largest Cook's distance first."""
    rows = [tuple(getattr(one, name) for name in COLUMNS) for one in cells]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("cook", ascending=False, ignore_index=True)


def influential(
    data: pd.DataFrame,
    *,
    palette: Palette = LIGHT,
    words: InfluentialWords = ENGLISH_INFLUENTIAL,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `influential_data`; a click gives "product<TAB>week as ISO date"."""
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty:
        return say_empty(figure, words.empty, palette=palette)
    axes = figure.subplots()
    quiet(axes, palette, grid="x")
    colour = palette.categories[Category.ON_MODEL]
    letters = name_letters(figure) - 4
    names = []
    for line, (_, row) in enumerate(data.iterrows()):
        height, day = -line, f"{row['week']:%Y-%m-%d}"
        names.append(words.row.format(shortened(row["product"], letters), day))
        axes.plot([0, row["cook"]], [height, height], color=palette.line, linewidth=3, zorder=2)
        axes.plot(row["cook"], height, "D", color=colour, markersize=7, zorder=3)
        axes.text(
            1.01, height, words.value.format(f"{row['actual']:,.4g}", f"{row['predicted']:,.4g}"),
            transform=axes.get_yaxis_transform(), va="center", fontsize=8.5, color=palette.muted,
        )  # fmt: skip
        mark_row(axes, height, f"{row['product']}\t{day}")
    axes.set_ylim(-max(len(data), 3) + 0.4, 0.6)
    axes.set_xlim(left=0)
    axes.set_yticks(range(0, -len(names), -1), names)
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=palette.text)
    axes.axvline(0, color=palette.text, linewidth=1)
    footnote(figure, words.axis, palette)
    return figure
