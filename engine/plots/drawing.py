"""What all plots share: an empty figure, quiet axes, intervals, signs of numbers, a sentence where there is
nothing to draw."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from engine.plots.palette import Palette
from engine.stats.sentences import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, FigureBase, SubFigure

Size = tuple[float, float]
"""Width and height in inches of 100 pixels."""
WIDE: Size = (7.2, 4.6)

_LETTER = 0.0077
"""Inches that a letter of 1 point takes, on the average of a sentence."""
_MARK = 0.5
"""Inches that a mark of the legend takes with the space around it."""
_MANY_LETTERS = 34
_UNBROKEN = "\u00a0%"


def canvas(size: Size, *, palette: Palette, onto: FigureBase | None) -> FigureBase:
    """A new figure of `size`, or the part of a page `onto` which the plot is to be drawn."""
    if onto is not None:
        return onto
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.06, wspace=0.03, hspace=0.03)
    return Figure(figsize=size, dpi=100, layout=layout, facecolor=palette.surface)


def inches(figure: FigureBase) -> Size:
    """Width and height of a figure or of a part of a page."""
    part = cast("Figure | SubFigure", figure)
    dots = part.get_figure(root=True).dpi
    return float(part.bbox.width / dots), float(part.bbox.height / dots)


def rows_that_fit(figure: FigureBase, *, row: float, around: float) -> int:
    """How many rows of `row` inches have room beside `around` inches of axes and texts; at least 1."""
    return max(1, int((inches(figure)[1] - around) / row))


def quiet(axes: Axes, palette: Palette, *, grid: Literal["", "x", "y", "both"] = "") -> None:
    """Leave only what carries meaning: no frame, thin lines, muted labels; grid lines of "x", "y", "both"."""
    axes.set_facecolor(palette.surface)
    axes.tick_params(colors=palette.muted, length=0, labelsize=9)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(palette.line)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set_color(palette.muted)
        axis.label.set_fontsize(9)
    axes.title.set_color(palette.text)
    if grid:
        axes.grid(axis=grid, color=palette.line, linewidth=0.6, zorder=0)
        axes.set_axisbelow(True)


def titled(axes: Axes, text: str, palette: Palette, *, share: float = 0.9) -> None:
    """A small title at the left edge of the axes, wrapped to `share` of the room of the axes."""
    lines = textwrap.fill(text.replace(" %", _UNBROKEN), max(18, int(share * span(axes)[0] / (10 * _LETTER))))
    axes.set_title(lines, loc="left", fontsize=10, color=palette.text, pad=7, linespacing=1.3)


def span(axes: Axes) -> Size:
    """Inches of the figure that the axes share with their labels."""
    width, height = inches(axes.figure)
    spot = axes.get_subplotspec()
    if spot is None:
        return width, height
    rows, columns = spot.get_gridspec().get_geometry()
    return width * len(spot.colspan) / columns, height * len(spot.rowspan) / rows


def footnote(figure: FigureBase, text: str, palette: Palette) -> None:
    """A muted line under everything, wrapped to the width of the figure."""
    if text:
        figure.supxlabel(
            wrapped(figure, text), x=0.015, ha="left", fontsize=8.5, color=palette.muted, linespacing=1.4
        )


def wrapped(figure: FigureBase, text: str, *, points: float = 8.5, share: float = 0.95) -> str:
    """Text of so many points broken into lines of `share` of the figure's width."""
    letters = max(24, int(share * inches(figure)[0] / (points * _LETTER)))
    lines = text.replace(" %", _UNBROKEN).split("\n")
    return "\n".join(textwrap.fill(line, letters) for line in lines)


def legend(figure: FigureBase, axes: Axes, palette: Palette) -> None:
    """What each mark means, above the axes: inside, it would lie on points."""
    marks, names = axes.get_legend_handles_labels()
    if marks:
        wide = sum(len(name) * 9 * _LETTER + _MARK for name in names) < inches(figure)[0]
        made = figure.legend(
            marks, names, frameon=False, fontsize=9, labelcolor=palette.muted, loc="outside upper left",
            ncols=len(marks) if wide else 2,
            handletextpad=0.3, columnspacing=1.2,
        )  # fmt: skip
        for mark in made.legend_handles:
            if mark is not None:
                mark.set_alpha(1)


def say_empty(figure: FigureBase, sentence: str, *, palette: Palette) -> FigureBase:
    """An honest empty plot: one sentence on why there is nothing to draw."""
    text = wrapped(figure, sentence, points=11, share=0.7)
    figure.text(0.5, 0.5, text, ha="center", va="center", fontsize=11, color=palette.muted, linespacing=1.6)
    return figure


def told(percent: float | None) -> str:
    """A percentage with a true minus sign: −4.0 %; empty where there is none."""
    return "" if percent is None or np.isnan(percent) else f"{signed(percent)} %".replace("-", "−")


def told_range(low: float, high: float) -> str:
    """The ends of an interval with true minus signs: −4.0 to +2.1."""
    return f"{signed(low)} to {signed(high)}".replace("-", "−")


def shortened(name: str, letters: int = _MANY_LETTERS) -> str:
    """A name with its middle left out where it is long: both ends tell products apart."""
    if len(name) <= letters:
        return name
    head = (letters - 1) * 2 // 3
    return f"{name[:head].rstrip()}…{name[-(letters - 1 - head) :].lstrip()}"


def name_letters(figure: FigureBase) -> int:
    """Letters of a row's name that leave two thirds of the width to the plot."""
    return int(min(_MANY_LETTERS, max(10, inches(figure)[0] / 3.2 / (9 * _LETTER))))
