"""Actual against predicted: every product-week, and the totals of each week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from engine.plots.drawing import WIDE, Size, canvas, inches, legend, quiet, say_empty, titled
from engine.plots.log_axis import log_axis, plain_number
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.picking import mark
from engine.records import Category
from engine.stats.model import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

MANY_POINTS = 5000
_BINS = 20
_SIDE_BY_SIDE = 1.3
"""Width over height from which the two panels stand beside each other."""


@dataclass(frozen=True, slots=True)
class FitWords:
    """The texts of the plot of actual against predicted, in the reader's language."""

    rows: dict[Category, str]
    actual: str
    predicted: str
    mean: str
    weeks: str = "All products by week: line predicted, dots actual"
    found: str = "Correlation {0:.2f}, within products {1:.2f}"
    """Correlation of actual and predicted, and of their distances from the product's mean."""
    empty: str = "There is no prediction to compare with."


def english_fit(outcome: Outcome) -> FitWords:
    """English texts for one outcome."""
    unit = {
        "units": "units per product and week",
        "revenue": "revenue per product and week",
        "conversion": "units per product and week",
        "sessions": "visits per product and week",
    }
    rows = {category: category.label for category in Category}
    if outcome == "price":
        weeks = "Mean of each week: line predicted, dots actual"
        return FitWords(rows, "actual price", "predicted price", "mean of a twentieth", weeks)
    return FitWords(rows, f"actual {unit[outcome]}", f"predicted {unit[outcome]}", "mean of a twentieth")


def weekly_totals(fitted: pd.DataFrame, *, outcome: Outcome) -> pd.DataFrame:
    """week, actual, predicted summed over products; for a price their means."""
    grouped = fitted.groupby("week", sort=True)[["actual", "predicted"]]
    return (grouped.mean() if outcome == "price" else grouped.sum()).reset_index()


def correlations(fitted: pd.DataFrame) -> tuple[float, float]:
    """Correlation of actual and predicted, and of their distances from each product's mean; NaN where
    nothing varies."""
    values = fitted[["actual", "predicted"]].astype(float)
    within = values - values.groupby(fitted["product"]).transform("mean")
    return _correlation(values), _correlation(within)


def _correlation(pairs: pd.DataFrame) -> float:
    if len(pairs) < 2 or (pairs.std(ddof=0) <= 1e-12 * pairs.abs().max()).any():
        return np.nan
    return float(np.corrcoef(pairs.to_numpy(), rowvar=False)[0, 1])


def fit(
    data: pd.DataFrame,
    *,
    outcome: Outcome,
    palette: Palette = LIGHT,
    words: FitWords | None = None,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw every product-week of `data` (product, week, category, actual, predicted) around the line of
    equality on log(1 + x) axes, as a density from MANY_POINTS on, and the weekly totals. A click on a point
    gives its product."""
    words = words or english_fit(outcome)
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty:
        return say_empty(figure, words.empty, palette=palette)
    width, height = inches(figure)
    if width > _SIDE_BY_SIDE * height:
        left, right = figure.subplots(1, 2, width_ratios=[1, 1.15])
    else:
        left, right = figure.subplots(2, 1, height_ratios=[1.6, 1])
    _draw_cells(left, data, palette=palette, words=words)
    overall, within = correlations(data)
    if np.isfinite(overall) and np.isfinite(within):
        titled(left, words.found.format(overall, within), palette)
    _draw_weeks(right, weekly_totals(data, outcome=outcome), palette=palette, words=words)
    legend(figure, left, palette)
    return figure


def _draw_cells(axes: Axes, data: pd.DataFrame, *, palette: Palette, words: FitWords) -> None:
    quiet(axes, palette, grid="both")
    x, y = np.log1p(data["predicted"].to_numpy(float)), np.log1p(data["actual"].to_numpy(float))
    if len(data) > MANY_POINTS:
        axes.hexbin(
            x, y, gridsize=45, mincnt=1, bins="log", cmap=_ramp(palette), linewidths=0, rasterized=True
        )
    else:
        _draw_points(axes, x, y, data, palette=palette, words=words)
    top = float(max(x.max(), y.max())) * 1.03 + 0.02
    bottom = max(0.0, float(min(x.min(), y.min())) * 0.97 - 0.02)
    axes.plot([bottom, top], [bottom, top], color=palette.text, linewidth=1, zorder=3)
    middle, mean = binned(data)
    axes.plot(
        middle, mean, "D",
        color=palette.text, markersize=5, markeredgecolor=palette.surface, zorder=4, label=words.mean,
    )  # fmt: skip
    for along in ("x", "y"):
        log_axis(axes, bottom, top, along=along)
    axes.set_xlabel(words.predicted)
    axes.set_ylabel(words.actual)


def _draw_points(
    axes: Axes, x: np.ndarray, y: np.ndarray, data: pd.DataFrame, *, palette: Palette, words: FitWords
) -> None:
    categories = data["category"].to_numpy(int)
    for category in Category:
        mine = categories == category
        if mine.any():
            points = axes.scatter(
                x[mine], y[mine], s=13, marker=MARKERS[category], color=palette.categories[category],
                alpha=0.45, linewidths=0, label=words.rows[category], rasterized=True, zorder=2,
            )  # fmt: skip
            mark(points, *data["product"].to_numpy()[mine])


def _ramp(palette: Palette) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("density", [palette.line, palette.categories[Category.ON_MODEL]])


def binned(data: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """log1p of the mean prediction and the mean outcome in twentieths of the predictions."""
    ranked = data.sort_values("predicted", kind="stable")[["predicted", "actual"]].to_numpy(float)
    parts = np.array_split(ranked, _BINS)
    means = np.log1p(np.array([part.mean(axis=0) for part in parts if len(part)]))
    return means[:, 0], means[:, 1]


def _draw_weeks(axes: Axes, weeks: pd.DataFrame, *, palette: Palette, words: FitWords) -> None:
    quiet(axes, palette, grid="y")
    date_axis(axes)
    axes.plot(weeks["week"], weeks["predicted"], color=palette.categories[Category.ON_MODEL], linewidth=1.6)
    axes.plot(weeks["week"], weeks["actual"], "o", color=palette.text, markersize=3)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(plain_number)
    titled(axes, words.weeks, palette)


def date_axis(axes: Axes) -> None:
    """Few, short dates along x."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=2, maxticks=5)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=True))
