"""Event plot: the outcome in the periods before and after a photo changed, against the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from engine.plots.drawing import WIDE, Size, canvas, footnote, legend, quiet, say_empty, titled
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.percent_axis import percent_axis, places, reach
from engine.plots.picking import mark
from engine.records import Category
from engine.stats.event_study import EventStudy, LeadTest
from engine.stats.sentences import p_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

COLUMNS = ["category", "period", "beta", "se", "df", "percent", "low", "high"]
_ASIDE = 0.14
"""Periods by which the points of two photo types stand apart."""


@dataclass(frozen=True, slots=True)
class EventStudyWords:
    """The texts of the event plot, in the reader's language."""

    rows: dict[Category, str]
    title: str = "Did sales already move before the photo changed? p = {0}"
    unusual: str = "Photos were changed in unusual weeks: p = {0} for the weeks before"
    untested: str = "Weeks before and after the photo changed"
    axis: str = "weeks from the change; the first and the last stand for all beyond"
    note: str = "percent against the week before the change, same product, 95 %"
    before: str = "before"
    after: str = "after"
    empty: str = "Too few weeks around the changes of photos to follow what happened."


ENGLISH_EVENT_STUDY = EventStudyWords(rows={category: category.label.capitalize() for category in Category})


def event_study_data(studies: Sequence[EventStudy]) -> pd.DataFrame:
    """COLUMNS, a row per photo type and period from the change; period -1 is the reference."""
    rows = [
        (int(one.category), *(getattr(point, name) for name in COLUMNS[1:]))
        for one in studies
        for point in one.points
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def event_study(
    data: pd.DataFrame,
    *,
    lead: LeadTest | None = None,
    palette: Palette = LIGHT,
    words: EventStudyWords = ENGLISH_EVENT_STUDY,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `event_study_data`, with the joint test of the periods before in the title. A click gives
    "category period"."""
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty:
        return say_empty(figure, words.empty, palette=palette)
    axes = figure.subplots()
    quiet(axes, palette, grid="y")
    percent_axis(axes, *reach([*data["low"], *data["high"]]), palette=palette, along="y")
    kinds = sorted(data["category"].unique())
    for aside, code in zip(
        np.linspace(-_ASIDE, _ASIDE, 3)[[1] if len(kinds) == 1 else [0, 2]], kinds, strict=True
    ):
        _draw_kind(axes, data[data["category"] == code], float(aside), palette=palette, words=words)
    _label_periods(axes, data["period"], palette=palette, words=words)
    titled(axes, _title(lead, words), palette)
    legend(figure, axes, palette)
    footnote(figure, f"{words.axis}\n{words.note}", palette)
    return figure


def _title(lead: LeadTest | None, words: EventStudyWords) -> str:
    if lead is None or lead.p is None:
        return words.untested
    sentence = words.unusual if lead.unusual else words.title
    return sentence.format(p_value(lead.p)).replace("= <", "<")


def _label_periods(axes: Axes, periods: pd.Series, *, palette: Palette, words: EventStudyWords) -> None:
    first, last = int(periods.min()), int(periods.max())
    axes.axvspan(first - 0.5, -0.5, color=palette.band, linewidth=0, zorder=0.2)
    bottom = axes.get_ylim()[0]
    for spot, side, text in ((-0.6, "right", words.before), (-0.4, "left", words.after)):
        axes.text(spot, bottom, text, ha=side, va="bottom", fontsize=9, color=palette.muted)
    shown = range(first, last + 1)
    axes.set_xticks(list(shown), [f"{one:+d}".replace("-", "−") if one else "0" for one in shown])
    axes.set_xlim(first - 0.5, last + 0.5)


def _draw_kind(
    axes: Axes, rows: pd.DataFrame, aside: float, *, palette: Palette, words: EventStudyWords
) -> None:
    bottom, top = axes.get_ylim()
    category = Category(rows["category"].iloc[0])
    colour = palette.categories[category]
    periods = rows["period"].to_numpy(float) + aside
    ends = [np.clip(places(rows[name]), bottom, top) for name in ("low", "high")]
    axes.vlines(periods, *ends, color=colour, linewidth=1.8, zorder=3)
    dots = axes.scatter(
        periods, places(rows["percent"]), marker=MARKERS[category], s=62, color=colour,
        edgecolors=palette.surface, linewidths=1.2, zorder=4, label=words.rows[category],
    )  # fmt: skip
    mark(dots, *(f"{int(category)} {period}" for period in rows["period"]))
