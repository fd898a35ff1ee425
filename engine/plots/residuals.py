"""Residuals: against the prediction, against the normal distribution, and against the weeks before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.stats

from engine.plots.drawing import WIDE, Size, canvas, inches, legend, quiet, say_empty, titled
from engine.plots.fit import MANY_POINTS
from engine.plots.log_axis import log_axis
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.picking import mark
from engine.records import Category

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

_BINS = 25
_QUANTILES = 400
_THREE_ABREAST = 9.0
"""Inches of width from which the three panels stand side by side."""


@dataclass(frozen=True, slots=True)
class ResidualWords:
    """The texts of the residual plots, in the reader's language."""

    rows: dict[Category, str]
    fitted: str = "Residual against prediction"
    fitted_axis: str = "predicted"
    mean: str = "mean of a group of predictions"
    normal: str = "Residual against normal"
    normal_axis: str = "normal quantile"
    weeks: str = "Correlation with weeks before"
    weeks_axis: str = "weeks apart, same product"
    empty: str = "There are no residuals to look at."


ENGLISH_RESIDUALS = ResidualWords(rows={category: category.label for category in Category})


def residuals(
    data: pd.DataFrame,
    *,
    autocorrelation: Sequence[float],
    palette: Palette = LIGHT,
    words: ResidualWords = ENGLISH_RESIDUALS,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw product, category, predicted, residual (in standard deviations) and the correlation of residuals
    at lags 1, 2, ... A click on a point gives its product."""
    figure = canvas(size, palette=palette, onto=onto)
    if data.empty:
        return say_empty(figure, words.empty, palette=palette)
    if inches(figure)[0] >= _THREE_ABREAST:
        against, normal, weeks = figure.subplots(1, 3, width_ratios=[1.4, 1, 1])
    else:
        panels: dict[str, Axes] = figure.subplot_mosaic(
            [["against", "against"], ["normal", "weeks"]], height_ratios=[1.25, 1]
        )
        against, normal, weeks = panels["against"], panels["normal"], panels["weeks"]
    _draw_against(against, data, palette=palette, words=words)
    _draw_normal(normal, data["residual"].to_numpy(float), palette=palette, words=words)
    _draw_weeks(weeks, autocorrelation, pairs=len(data), palette=palette, words=words)
    legend(figure, against, palette)
    return figure


def _draw_against(axes: Axes, data: pd.DataFrame, *, palette: Palette, words: ResidualWords) -> None:
    quiet(axes, palette, grid="y")
    step = int(np.ceil(len(data) / MANY_POINTS))
    shown = data.iloc[::step]
    for category in Category:
        mine = shown[shown["category"] == category]
        if len(mine):
            points = axes.scatter(
                np.log1p(mine["predicted"]), mine["residual"], s=11, marker=MARKERS[category], alpha=0.4,
                linewidths=0, color=palette.categories[category], label=words.rows[category],
                rasterized=True, zorder=2,
            )  # fmt: skip
            mark(points, *mine["product"])
    ranked = data.sort_values("predicted")[["predicted", "residual"]].to_numpy(float)
    means = np.array([part.mean(axis=0) for part in np.array_split(ranked, _BINS) if len(part)])
    axes.plot(
        np.log1p(means[:, 0]), means[:, 1], color=palette.text, linewidth=1.5, zorder=4, label=words.mean
    )
    axes.axhline(0, color=palette.text, linewidth=0.8)
    low, high = np.log1p(data["predicted"].min()), np.log1p(data["predicted"].max())
    log_axis(axes, float(low) - 0.03, float(high) + 0.03, along="x")
    axes.set_xlabel(words.fitted_axis)
    titled(axes, words.fitted, palette)


def _draw_normal(axes: Axes, values: np.ndarray, *, palette: Palette, words: ResidualWords) -> None:
    quiet(axes, palette, grid="both")
    ranks = (np.arange(len(values)) + 0.5) / len(values)
    places = np.unique(np.linspace(0, len(values) - 1, min(len(values), _QUANTILES)).astype(int))
    expected, found = scipy.stats.norm.ppf(ranks[places]), np.sort(values)[places]
    axes.plot(expected, found, "o", color=palette.categories[Category.PRODUCT_ONLY], markersize=3, zorder=2)
    axes.plot(expected[[0, -1]], expected[[0, -1]], color=palette.text, linewidth=1)
    axes.set_xlabel(words.normal_axis)
    titled(axes, words.normal, palette)


def _draw_weeks(
    axes: Axes, correlation: Sequence[float], *, pairs: int, palette: Palette, words: ResidualWords
) -> None:
    quiet(axes, palette, grid="y")
    lags = np.arange(1, len(correlation) + 1)
    noise = 1.96 / np.sqrt(pairs)
    axes.axhspan(-noise, noise, color=palette.band, linewidth=0, zorder=0.5)
    axes.axhline(0, color=palette.text, linewidth=0.8)
    axes.vlines(lags, 0, correlation, color=palette.categories[Category.ON_MODEL], linewidth=4, zorder=2)
    axes.set_xticks(lags)
    top = max(0.3, *(abs(one) * 1.15 for one in correlation), 0.0)
    axes.set_ylim(-top, top)
    axes.set_xlabel(words.weeks_axis)
    titled(axes, words.weeks, palette)
