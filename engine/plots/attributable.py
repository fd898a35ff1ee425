"""What goes with the photos: each product's units, split into what product-only photos would have sold and
what goes with its photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
    titled,
    told,
    told_range,
)
from engine.plots.log_axis import plain_number
from engine.plots.palette import LIGHT, Palette
from engine.plots.picking import mark_row
from engine.records import Category
from engine.stats.attributable import Attribution, Share

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

MOST_ROWS = 40
COLUMNS = ["product", "total", "attributed", "low", "high"]
_ROW, _AROUND = 0.22, 1.7


@dataclass(frozen=True, slots=True)
class AttributableWords:
    """The texts of the bars of attributable units, in the reader's language."""

    title: str = "{0} of all {1} goes with the photos (95 %: {2} %)"
    """Share in percent, name of the outcome, ends of the interval."""
    base: str = "with product-only photos"
    gained: str = "more, with the photos as they were"
    lost: str = "less, with the photos as they were"
    unclear: str = "hatched: the 95 % interval includes 0"
    axis: str = "{0} over all weeks, at the same prices"
    part: str = "rows {0} to {1} of {2}"
    empty: str = "What goes with the photos cannot be told for this outcome."


ENGLISH_ATTRIBUTABLE = AttributableWords()


def attributable_data(found: Attribution | None) -> pd.DataFrame:
    """COLUMNS in the outcome's unit, a row per product, largest total first; empty where untold."""
    products = found.products if found else ()
    rows = [tuple(getattr(one, name) for name in COLUMNS) for one in products]
    return pd.DataFrame(rows, columns=COLUMNS)


def attributable(
    data: pd.DataFrame,
    *,
    total: Share | None,
    outcome: str = "units",
    start: int = 0,
    palette: Palette = LIGHT,
    words: AttributableWords = ENGLISH_ATTRIBUTABLE,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw the rows of `attributable_data` from `start` on as one bar per product, hatched where the interval
    includes 0; `outcome` is its name in the texts. A click gives the product."""
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty or total is None:
        return say_empty(figure, words.empty, palette=palette)
    room = min(MOST_ROWS, rows_that_fit(figure, row=_ROW, around=_AROUND))
    shown = data.iloc[start : start + room].reset_index(drop=True)
    axes = figure.subplots()
    quiet(axes, palette, grid="x")
    _draw_bars(axes, shown, palette=palette, words=words)
    axes.set_ylim(-max(len(shown), 3) + 0.4, 0.6)
    axes.set_yticks(
        range(0, -len(shown), -1), [shortened(one, name_letters(figure)) for one in shown["product"]]
    )
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=palette.text)
    axes.xaxis.set_major_formatter(plain_number)
    axes.axvline(0, color=palette.text, linewidth=1)
    found = words.title.format(told(total.percent), outcome, told_range(total.low, total.high))
    titled(axes, found, palette, share=0.6)
    legend(figure, axes, palette)
    part = words.part.format(start + 1, start + len(shown), len(data)) if len(shown) < len(data) else ""
    lines = (words.axis.format(outcome), words.unclear, part)
    footnote(figure, "; ".join(filter(None, lines)), palette)
    return figure


def _draw_bars(axes: Axes, shown: pd.DataFrame, *, palette: Palette, words: AttributableWords) -> None:
    base = (shown["total"] - shown["attributed"]).to_numpy(float)
    axes.barh(
        -np.arange(len(shown)), np.minimum(base, shown["total"]),
        height=0.62, color=palette.line, label=words.base, zorder=2,
    )  # fmt: skip
    for line, (_, row) in enumerate(shown.iterrows()):
        height, gained = -line, row["attributed"] >= 0
        axes.barh(
            height, abs(row["attributed"]), left=min(base[line], row["total"]), height=0.62, zorder=3,
            **_segment(clear=not row["low"] <= 0 <= row["high"], gained=gained, palette=palette),
        )  # fmt: skip
        mark_row(axes, height, row["product"])
    for gained, label in ((True, words.gained), (False, words.lost)):
        if ((shown["attributed"] >= 0) == gained).any():
            axes.barh(0, 0, label=label, **_segment(clear=True, gained=gained, palette=palette))


def _segment(*, clear: bool, gained: bool, palette: Palette) -> dict[str, Any]:
    """Filled for more; an outline for less, which was not sold; hatched where the interval includes 0."""
    colour = palette.categories[Category.ON_MODEL if gained else Category.WORN]
    return {
        "facecolor": colour if gained and clear else palette.surface,
        "edgecolor": colour,
        "linewidth": 0.8,
        "hatch": "" if clear else "//////",
    }
