"""Event plot: the outcome in the weeks before and after a photo changed, against the week before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from engine.plots.drawing import WIDE, Size, canvas, footnote, quiet, say_empty, titled, wrapped
from engine.plots.palette import LIGHT, Palette
from engine.plots.percent_axis import percent_axis, place, reach
from engine.plots.picking import mark
from engine.records import Category
from engine.stats.sentences import p_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase


@dataclass(frozen=True, slots=True)
class EventStudyWords:
    """The texts of the event plot, in the reader's language."""

    title: str = "Did sales already move before the photo changed? p = {0}"
    untested: str = "Weeks before and after the photo changed"
    axis: str = "weeks from the change; the first and the last stand for all beyond"
    note: str = "percent against the week before the change, same product, 95 %"
    before: str = "before"
    after: str = "after"
    empty: str = "Too few weeks around the changes of photos to follow what happened."


ENGLISH_EVENT_STUDY = EventStudyWords()


def event_study(
    data: pd.DataFrame,
    *,
    p: float | None = None,
    palette: Palette = LIGHT,
    words: EventStudyWords = ENGLISH_EVENT_STUDY,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw weeks (from the change; -1 is the reference), percent, low, high; `p` is that of the joint test
    of the weeks before. A click gives the number of weeks as text."""
    figure = canvas(size, palette=palette, onto=onto)
    known = data.dropna(subset=["percent", "low", "high"])
    if known.empty:
        return say_empty(figure, words.empty, palette=palette)
    axes = figure.subplots()
    quiet(axes, palette, grid="y")
    percent_axis(axes, *reach([*known["low"], *known["high"]]), palette=palette, along="y")
    axes.axvspan(known["weeks"].min() - 0.5, -0.5, color=palette.band, linewidth=0, zorder=0.2)
    for _, row in known.iterrows():
        _draw_week(axes, row, palette=palette)
    bottom = axes.get_ylim()[0]
    for spot, side, text in ((-0.62, "right", words.before), (-0.38, "left", words.after)):
        axes.text(spot, bottom, text, ha=side, va="bottom", fontsize=9, color=palette.muted)
    weeks = known["weeks"].to_numpy(int)
    axes.set_xticks(weeks, [f"{one:+d}".replace("-", "−") if one else "0" for one in weeks])
    axes.set_xlim(known["weeks"].min() - 0.5, known["weeks"].max() + 0.5)
    title = words.untested if p is None else words.title.format(p_value(p))
    titled(axes, wrapped(figure, title.replace("= <", "<"), share=0.8), palette)
    footnote(figure, f"{words.axis}\n{words.note}", palette)
    return figure


def _draw_week(axes: Axes, row: pd.Series, *, palette: Palette) -> None:
    bottom, top = axes.get_ylim()
    week = int(row["weeks"])
    before = week < 0
    colour = palette.categories[Category.PRODUCT_ONLY if before else Category.ON_MODEL]
    ends = np.clip([float(place(row["low"])), float(place(row["high"]))], bottom, top)
    axes.plot([week, week], ends, color=colour, linewidth=1.8, zorder=3)
    (dot,) = axes.plot(
        week, float(place(row["percent"])), "s" if before else "o",
        color=colour, markersize=8, markeredgecolor=palette.surface, markeredgewidth=1.2, zorder=4,
    )  # fmt: skip
    mark(dot, str(week))
