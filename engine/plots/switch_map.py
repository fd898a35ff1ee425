"""Who changed the photo when: a row per product, a column per week, coloured by photo type."""

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
    inches,
    legend,
    name_letters,
    quiet,
    rows_that_fit,
    say_empty,
    shortened,
)
from engine.plots.fit import date_axis
from engine.plots.palette import LETTERS, LIGHT, Palette
from engine.plots.picking import mark_row
from engine.records import Category

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

_ROW, _AROUND = 0.02, 1.1
_FEWEST = 4
"""Rows that are given room, so that a single product is no wall of colour."""
_NAMED_ROW = 0.15
_LETTER_ROW = 0.17
_LETTER_WIDTH = 0.25
_MONTH = pd.Timedelta(days=28)


@dataclass(frozen=True, slots=True)
class SwitchMapWords:
    """The texts of the map of photo changes, in the reader's language."""

    rows: dict[Category, str]
    order: str = (
        "first the products that changed their photo: only they tell the effect; empty: no sales or set aside"
    )
    part: str = "first {0} of {1} products"
    empty: str = "No week of any product could be used."


ENGLISH_SWITCH_MAP = SwitchMapWords(rows={category: category.label.capitalize() for category in Category})


def switch_map_data(fitted: pd.DataFrame) -> pd.DataFrame:
    """product, week, category, changed, sorted as drawn: products that changed first, by when they first
    did."""
    data = fitted[["product", "week", "category"]].sort_values(["product", "week"], kind="stable")
    previous = data.groupby("product")["category"].shift()
    turn = data["week"].where(previous.notna() & (previous != data["category"]))
    first = turn.groupby(data["product"]).transform("min")
    data = data.assign(changed=first.notna(), first=first)
    ranked = data.sort_values(["first", "product", "week"], na_position="last", kind="stable")
    return ranked.drop(columns="first").reset_index(drop=True)


def switch_map(
    data: pd.DataFrame,
    *,
    palette: Palette = LIGHT,
    words: SwitchMapWords = ENGLISH_SWITCH_MAP,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `switch_map_data`, as many products as there are pixels for; a click gives the product."""
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty:
        return say_empty(figure, words.empty, palette=palette)
    names = list(dict.fromkeys(data["product"]))
    shown = names[: rows_that_fit(figure, row=_ROW, around=_AROUND)]
    grid, weeks = _grid(data, shown)
    axes = figure.subplots()
    quiet(axes, palette)
    _draw_grid(axes, grid, weeks, palette=palette)
    row = (inches(figure)[1] - _AROUND) / max(len(shown), _FEWEST)
    if row >= _LETTER_ROW:
        column = 0.6 * inches(figure)[0] / len(weeks)
        _letter_runs(axes, grid, weeks, shortest=int(np.ceil(_LETTER_WIDTH / column)), palette=palette)
    labels = [shortened(name, name_letters(figure)) for name in shown] if row >= _NAMED_ROW else []
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=palette.text)
    for height, name in enumerate(shown):
        mark_row(axes, height, name)
    axes.set_ylim(max(len(shown), _FEWEST) - 0.5, -0.5)
    for category in Category:
        axes.plot([], [], "s", color=palette.categories[category], markersize=8,
                  label=f"{LETTERS[category]}  {words.rows[category]}")  # fmt: skip
    legend(figure, axes, palette)
    part = words.part.format(len(shown), len(names)) if len(shown) < len(names) else ""
    footnote(figure, "; ".join(filter(None, (words.order, part))), palette)
    return figure


def _grid(data: pd.DataFrame, shown: list[str]) -> tuple[np.ndarray, pd.DatetimeIndex]:
    """Category (products, weeks), 0 where a product has no week, over all weeks of the data."""
    wanted = data[data["product"].isin(shown)]
    weeks = pd.DatetimeIndex(np.sort(data["week"].unique()))
    gaps = np.diff(weeks.to_numpy())
    if len(gaps):
        step = pd.Timedelta(gaps.min())
        weeks = pd.date_range(weeks[0], weeks[-1], freq="MS" if step >= _MONTH else step)
    table = wanted.pivot_table(index="product", columns="week", values="category", aggfunc="first")
    return table.reindex(index=shown, columns=weeks).fillna(0).to_numpy(int), weeks


def _edges(weeks: pd.DatetimeIndex) -> tuple[float, float, float]:
    """Left end, right end and width of a column, in days of matplotlib."""
    from matplotlib.dates import date2num

    places = date2num(weeks.to_pydatetime())
    step = float(places[1] - places[0]) if len(places) > 1 else 7.0
    return float(places[0]), float(places[-1]) + step, step


def _draw_grid(axes: Axes, grid: np.ndarray, weeks: pd.DatetimeIndex, *, palette: Palette) -> None:
    from matplotlib.colors import to_rgba

    colours = np.array([to_rgba(palette.surface), *(to_rgba(palette.categories[one]) for one in Category)])
    left, right, _ = _edges(weeks)
    axes.imshow(
        colours[grid], aspect="auto", interpolation="nearest", extent=(left, right, len(grid) - 0.5, -0.5)
    )
    axes.xaxis_date()
    date_axis(axes)
    for line in range(1, len(grid)) if len(grid) <= 100 else ():
        axes.axhline(line - 0.5, color=palette.surface, linewidth=1)


def _letter_runs(
    axes: Axes, grid: np.ndarray, weeks: pd.DatetimeIndex, *, shortest: int, palette: Palette
) -> None:
    """The letter of the photo type in the middle of each run of weeks that is long enough for it."""
    left, _, step = _edges(weeks)
    for height, row in enumerate(grid):
        turns = np.flatnonzero(np.diff(row)) + 1
        for run in np.split(np.arange(len(row)), turns):
            if row[run[0]] and len(run) >= shortest:
                axes.text(
                    left + step * (run[0] + len(run) / 2), height, LETTERS[Category(row[run[0]])],
                    ha="center", va="center_baseline", fontsize=8, color=palette.surface, fontweight="bold",
                )  # fmt: skip
