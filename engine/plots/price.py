"""Price: what is left of the outcome against what is left of the price, and what a step of the price goes
with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.stats

from engine.plots.drawing import WIDE, Size, canvas, footnote, inches, legend, quiet, say_empty, titled, told
from engine.plots.fit import MANY_POINTS
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.percent_axis import percent_axis, places, reach
from engine.plots.picking import mark
from engine.records import Category
from engine.stats.price_response import PriceResponse

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

_BINS = 20
_STEPS = 41
_RANGE = (0.05, 0.95)
"""The curve keeps to these quantiles of the price changes seen: beyond, nothing is known."""
_SIDE_BY_SIDE = 1.3
_CROWD = 1500
"""Points from which the cloud is drawn lighter."""


@dataclass(frozen=True, slots=True)
class PriceWords:
    """The texts of the price plot, in the reader's language."""

    rows: dict[Category, str]
    x: str = "price, against the product's usual"
    y: str = "{0}, against expected"
    mean: str = "mean of a twentieth"
    curve: str = "At {0} price: {1} {2}"
    note: str = (
        "Product, week and photo are taken out. The curve covers the price changes that happened (5 to 95 %) "
        "with its 95 % band."
    )
    empty: str = "What goes with the price cannot be told: prices did not change enough within products."


ENGLISH_PRICE = PriceWords(rows={category: category.label for category in Category})


def price_curve(response: PriceResponse) -> pd.DataFrame:
    """price_percent, percent, low, high: change of the outcome over the price changes seen (5 to 95 %)."""
    points = response.points
    first, last = (_weighted_quantile(points["ln_price"], points["weight"], one) for one in _RANGE)
    steps = np.linspace(first, last, _STEPS)
    reach_ = float(scipy.stats.t.ppf(0.975, response.df)) * response.se
    ends = [steps * (response.beta + side * reach_) for side in (-1, 1)]
    return pd.DataFrame(
        {
            "price_percent": 100 * np.expm1(steps),
            "percent": 100 * np.expm1(steps * response.beta),
            "low": 100 * np.expm1(np.minimum(*ends)),
            "high": 100 * np.expm1(np.maximum(*ends)),
        }
    )


def price_bins(response: PriceResponse) -> pd.DataFrame:
    """ln_price, ln_outcome: weighted means of twentieths of the price changes."""
    ranked = response.points.sort_values("ln_price", kind="stable")
    parts = np.array_split(ranked[["ln_price", "ln_outcome", "weight"]].to_numpy(float), _BINS)
    means = [np.average(part[:, :2], axis=0, weights=part[:, 2]) for part in parts if len(part)]
    return pd.DataFrame(means, columns=["ln_price", "ln_outcome"])


def price_data(response: PriceResponse | None) -> pd.DataFrame:
    """Points, means of twentieths and curve in one table: `part` says which; log points and percent."""
    if response is None:
        return pd.DataFrame(columns=["part"])
    parts = {"point": response.points, "twentieth": price_bins(response), "curve": price_curve(response)}
    return pd.concat([table.assign(part=name) for name, table in parts.items()], ignore_index=True)


def _weighted_quantile(values: pd.Series, weights: pd.Series, share: float) -> float:
    order = np.argsort(values.to_numpy())
    reached = np.cumsum(weights.to_numpy()[order]) / weights.sum()
    return float(values.to_numpy()[order][np.searchsorted(reached, share)])


def price(
    response: PriceResponse | None,
    *,
    outcome: str = "units",
    palette: Palette = LIGHT,
    words: PriceWords = ENGLISH_PRICE,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw the added-variable plot and the curve of the price; `outcome` is its name in the texts. A click
    on a point gives its product."""
    figure = canvas(size, palette=palette, onto=onto)
    if response is None:
        return say_empty(figure, words.empty, palette=palette)
    width, height = inches(figure)
    wide = width > _SIDE_BY_SIDE * height
    left, right = figure.subplots(1, 2) if wide else figure.subplots(2, 1, height_ratios=[1.5, 1])
    _draw_points(left, response, palette=palette, words=words, outcome=outcome)
    _draw_curve(right, price_curve(response), palette=palette, words=words, outcome=outcome)
    legend(figure, left, palette)
    footnote(figure, words.note, palette)
    return figure


def _draw_points(
    axes: Axes, response: PriceResponse, *, palette: Palette, words: PriceWords, outcome: str
) -> None:
    quiet(axes, palette, grid="both")
    points = response.points.iloc[:: int(np.ceil(len(response.points) / MANY_POINTS))]
    for category in Category:
        mine = points[points["category"] == category]
        if len(mine):
            dots = axes.scatter(
                mine["ln_price"], mine["ln_outcome"], s=11, marker=MARKERS[category], linewidths=0,
                alpha=0.4 if len(points) < _CROWD else 0.2, color=palette.categories[category],
                label=words.rows[category], rasterized=True, zorder=2,
            )  # fmt: skip
            mark(dots, *mine["product"])
    limits = [_limits(points[name]) for name in ("ln_price", "ln_outcome")]
    percent_axis(axes, *limits[0], palette=palette)
    percent_axis(axes, *limits[1], palette=palette, along="y")
    ends = np.array(limits[0])
    axes.plot(ends, response.beta * ends, color=palette.text, linewidth=1.2, zorder=3)
    bins = price_bins(response)
    axes.plot(
        bins["ln_price"], bins["ln_outcome"], "D",
        color=palette.text, markersize=5, markeredgecolor=palette.surface, zorder=4, label=words.mean,
    )  # fmt: skip
    axes.set_xlabel(words.x)
    axes.set_ylabel(words.y.format(outcome))


def _limits(values: pd.Series) -> tuple[float, float]:
    """Ends that leave out the farthest half percent on each side, so that the middle stays legible."""
    low, high = (float(one) for one in values.quantile([0.005, 0.995]))
    return min(low, -0.02) * 1.08, max(high, 0.02) * 1.08


def _draw_curve(
    axes: Axes, curve: pd.DataFrame, *, palette: Palette, words: PriceWords, outcome: str
) -> None:
    quiet(axes, palette, grid="both")
    x, low, high = (places(curve[name]) for name in ("price_percent", "low", "high"))
    percent_axis(axes, float(min(x)), float(max(x)), palette=palette)
    ends = reach([curve["low"].min(), curve["high"].max()], least=2.0)
    percent_axis(axes, *ends, palette=palette, along="y")
    axes.fill_between(x, low, high, color=palette.line, linewidth=0, zorder=1.2)
    axes.plot(x, places(curve["percent"]), color=palette.text, linewidth=1.8, zorder=3)
    axes.set_xlabel(words.x)
    titled(axes, _step(curve, words, outcome), palette)


def _step(curve: pd.DataFrame, words: PriceWords, outcome: str) -> str:
    """What a price 10 % lower goes with; 10 % higher or a smaller round step where that was not seen."""
    for step in (-10.0, 10.0, -5.0, 5.0, -2.0, 2.0, -1.0, 1.0):
        if curve["price_percent"].min() <= step <= curve["price_percent"].max():
            found = float(np.interp(step, curve["price_percent"], curve["percent"]))
            return words.curve.format(f"{step:+.0f} %".replace("-", "−"), told(found), outcome)
    return ""
