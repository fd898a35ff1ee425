"""Robustness strip: the same question asked in other ways, one dot with its interval per answer."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from engine.plots.drawing import (
    WIDE,
    Size,
    canvas,
    footnote,
    inches,
    quiet,
    say_empty,
    titled,
)
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.percent_axis import draw_interval, percent_axis, place, reach
from engine.plots.picking import mark_row
from engine.records import Category
from engine.stats.robustness import Alternative, AlternativeKey

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

COLUMNS = ["key", "title", "category", "percent", "low", "high", "missing"]
_LETTERS_PER_INCH = 5.2


@dataclass(frozen=True, slots=True)
class RobustnessWords:
    """The texts of the robustness strip, in the reader's language; titles fall back on the engine's."""

    panels: dict[Category, str]
    titles: dict[AlternativeKey, str] = field(default_factory=dict)
    axis: str = "percent, 95 %; band: the main answer"
    untold: str = "cannot be told"
    empty: str = "The question was not asked in other ways, since it has no main answer."


ENGLISH_ROBUSTNESS = RobustnessWords(panels={one: one.label.capitalize() for one in Category})


def robustness_data(alternatives: Sequence[Alternative]) -> pd.DataFrame:
    """COLUMNS, a row per alternative and photo type, the main one first; percent as 9.0 for +9 %, NaN where
    there is no number, with the reason in `missing`."""
    kinds = (Category.ON_MODEL, Category.WORN)
    rows = []
    for one in alternatives:
        found = {effect.category: effect for effect in one.effects}
        for kind in kinds:
            effect = found.get(kind)
            numbers = (effect.percent, effect.low, effect.high) if effect else (None, None, None)
            why = (effect.missing if effect else one.missing) or ""
            rows.append((one.key, one.title, int(kind), *numbers, why))
    data = pd.DataFrame(rows, columns=COLUMNS)
    return data.astype({"percent": float, "low": float, "high": float})


def robustness(
    data: pd.DataFrame,
    *,
    palette: Palette = LIGHT,
    words: RobustnessWords = ENGLISH_ROBUSTNESS,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `robustness_data`, a panel per photo type, the main answer as a band through all lines. A click
    gives the key of the alternative."""
    figure = canvas(size, palette=palette, onto=onto)
    told = data.dropna(subset=["percent", "low", "high"])
    if told.empty:
        return say_empty(figure, words.empty, palette=palette)
    kinds = [one for one in (Category.ON_MODEL, Category.WORN) if (told["category"] == one).any()]
    panels = figure.subplots(1, len(kinds), squeeze=False, sharey=True)[0]
    for axes, kind in zip(panels, kinds, strict=True):
        rows = data[data["category"] == kind].reset_index(drop=True)
        _draw_panel(axes, rows, palette=palette, words=words)
        titled(axes, words.panels[kind], palette)
    letters = int(inches(figure)[0] * _LETTERS_PER_INCH)
    titles = [
        textwrap.fill(words.titles.get(row["key"], row["title"]), letters)
        for _, row in data.drop_duplicates("key").iterrows()
    ]
    panels[0].set_yticks(range(0, -len(titles), -1), titles)
    for line, label in enumerate(panels[0].get_yticklabels()):
        label.set(fontsize=8.5, linespacing=1.0, fontweight="normal" if line else "bold")
    footnote(figure, words.axis, palette)
    return figure


def _draw_panel(axes: Axes, rows: pd.DataFrame, *, palette: Palette, words: RobustnessWords) -> None:
    quiet(axes, palette, grid="x")
    percent_axis(axes, *reach([*rows["low"], *rows["high"]]), palette=palette)
    axes.set_ylim(-max(len(rows), 3) + 0.4, 0.6)
    axes.tick_params(axis="y", labelsize=9, labelcolor=palette.text)
    colour = palette.categories[Category(rows["category"].iloc[0])]
    main = rows.iloc[0]
    if pd.notna(main["percent"]):
        axes.axvspan(place(main["low"]), place(main["high"]), color=palette.band, linewidth=0, zorder=0.2)
        axes.axvline(place(main["percent"]), color=colour, linewidth=1, linestyle=(0, (5, 3)), zorder=1.5)
    for line, (_, row) in enumerate(rows.iterrows()):
        height = -line
        if pd.isna(row["percent"]):
            axes.text(
                0.5, height, words.untold, transform=axes.get_yaxis_transform(),
                ha="center", va="center", fontsize=8.5, color=palette.muted,
            )  # fmt: skip
        else:
            _draw_answer(axes, row, height, colour=colour, palette=palette, main=height == 0)
        mark_row(axes, height, row["key"])


def _draw_answer(
    axes: Axes, row: pd.Series, height: int, *, colour: str, palette: Palette, main: bool
) -> None:
    draw_interval(axes, height, (row["low"], row["high"]), colour=colour, width=3.0 if main else 1.4)
    spot = float(np.clip(place(row["percent"]), *axes.get_xlim()))
    axes.plot(
        spot, height, MARKERS[Category(row["category"])],
        color=colour if main else palette.surface, markeredgecolor=colour,
        markersize=10 if main else 7, markeredgewidth=1.4, zorder=4,
    )  # fmt: skip
