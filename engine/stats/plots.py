"""The two plots of the first answer, as matplotlib Figures in light (always for export) or dark (for the
window)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import scipy.stats

from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.model import Outcome
from engine.stats.percent import percent
from engine.stats.sentences import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKERS = {Category.ON_MODEL: "o", Category.WORN: "^", Category.PRODUCT_ONLY: "s"}
_TICKS = (-90, -75, -50, -30, -20, -10, -5, 0, 5, 10, 20, 30, 50, 100, 200, 400)
_MANY_POINTS = 5000
_BINS = 20
_TICK_ROOM = 0.2  # of the axis: labels that stay apart also where the plot is narrow


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme, as in the tokens of the window."""

    surface: str
    text: str
    muted: str
    line: str
    band: str
    categories: dict[Category, str]


LIGHT = Palette(
    surface="#FFFFFF",
    text="#1B1F23",
    muted="#5A646B",
    line="#D5DADD",
    band="#EEF1F3",
    categories={Category.ON_MODEL: "#0072B2", Category.WORN: "#B84A00", Category.PRODUCT_ONLY: "#5E6B73"},
)
DARK = Palette(
    surface="#1E2226",
    text="#E8EBED",
    muted="#A3ADB3",
    line="#3C444A",
    band="#2A3035",
    categories={Category.ON_MODEL: "#56B4E9", Category.WORN: "#E9A23B", Category.PRODUCT_ONLY: "#A9B4BA"},
)


@dataclass(frozen=True, slots=True)
class ForestWords:
    """The texts of a forest plot, in the reader's language."""

    rows: dict[Category, str]
    axis: str
    band: str
    untold: str


ENGLISH_FOREST = ForestWords(
    rows={Category.ON_MODEL: "On model", Category.WORN: "Worn"},
    axis="percent, against product-only photos of the same product",
    band="thick 80 %, thin 95 %; grey: too small to be seen reliably",
    untold="cannot be told",
)


@dataclass(frozen=True, slots=True)
class FitWords:
    """The texts of the plot of actual against predicted, in the reader's language."""

    rows: dict[Category, str]
    actual: str
    predicted: str
    mean: str


def english_fit(outcome: Outcome) -> FitWords:
    """English texts for one outcome."""
    unit = {
        "units": "units per product and week",
        "revenue": "revenue per product and week",
        "price": "price",
    }
    rows = {category: category.label for category in Category}
    return FitWords(rows, f"actual {unit[outcome]}", f"predicted {unit[outcome]}", "mean of a twentieth")


def _figure(width: float, height: float, palette: Palette) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1)
    return Figure(figsize=(width, height), layout=layout, facecolor=palette.surface)


def _quiet(axes: Axes, palette: Palette) -> None:
    """Leave only what carries meaning: no frame, thin lines, muted labels."""
    axes.set_facecolor(palette.surface)
    axes.tick_params(colors=palette.muted, length=0, labelsize=9)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(palette.line)
    axes.xaxis.label.set_color(palette.muted)
    axes.yaxis.label.set_color(palette.muted)


def forest(
    effects: Sequence[Effect],
    *,
    firm: bool = True,
    palette: Palette = LIGHT,
    words: ForestWords = ENGLISH_FOREST,
) -> Figure:
    """Effects of the categories with 80 % and 95 % intervals on a log scale labelled in percent; the numbers
    in bold where they are `firm`."""
    figure = _figure(7.2, 0.95 + 0.66 * len(effects), palette)
    axes = figure.add_subplot()
    _quiet(axes, palette)
    for row, effect in enumerate(effects):
        _forest_row(axes, effect, -row, weight="bold" if firm else "normal", palette=palette, words=words)
    low, high = _reach(effects)
    axes.axvline(0, color=palette.text, linewidth=1, zorder=1)
    ticks = [np.log1p(tick / 100) for tick in _TICKS]
    shown = [pair for pair in zip(ticks, _TICKS, strict=True) if low <= pair[0] <= high]
    shown = _apart(shown, room=_TICK_ROOM * (high - low))
    axes.set_xticks(
        [place for place, _ in shown],
        [f"{tick:+d} %".replace("-", "−") if tick else "0" for _, tick in shown],
    )
    axes.set_xlim(low, high)
    axes.set_ylim(-len(effects) + 0.35, 0.65)
    axes.set_yticks([-row for row in range(len(effects))], [words.rows[one.category] for one in effects])
    axes.tick_params(axis="y", labelsize=11, labelcolor=palette.text)
    axes.grid(axis="x", color=palette.line, linewidth=0.6, zorder=0)
    axes.set_xlabel(f"{words.axis}\n{words.band}", fontsize=8.5, linespacing=1.5)
    return figure


def _forest_row(
    axes: Axes, effect: Effect, height: int, *, weight: str, palette: Palette, words: ForestWords
) -> None:
    end: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "va": "center",
        "ha": "left",
        "clip_on": False,
    }
    if effect.beta is None or effect.se is None or effect.df is None or effect.detectable is None:
        axes.text(1.02, height, words.untold, color=palette.muted, fontsize=10, **end)
        return
    colour = palette.categories[effect.category]
    unseen = float(np.log1p(effect.detectable / 100))
    axes.fill_betweenx(
        [height - 0.34, height + 0.34], -unseen, unseen, color=palette.band, linewidth=0, zorder=0.5
    )
    reach = effect.se * np.asarray(scipy.stats.t.ppf([0.9, 0.975], effect.df))
    for length, width in zip(reach, (5.0, 1.6), strict=True):
        axes.plot(
            [effect.beta - length, effect.beta + length], [height, height],
            color=colour, linewidth=width, solid_capstyle="round", zorder=3,
        )  # fmt: skip
    axes.plot(
        effect.beta, height, MARKERS[effect.category],
        color=colour, markersize=11, markeredgecolor=palette.surface, markeredgewidth=1.6, zorder=4,
    )  # fmt: skip
    told = f"{signed(percent(effect.beta))} %".replace("-", "−")
    axes.text(1.02, height + 0.14, told, color=palette.text, fontsize=12, fontweight=weight, **end)
    low, high = (signed(percent(effect.beta + side * float(reach[1]))) for side in (-1, 1))
    ends = f"{low} to {high}".replace("-", "−")
    axes.text(1.02, height - 0.2, ends, color=palette.muted, fontsize=9, **end)


def _apart(ticks: list[tuple[float, int]], *, room: float) -> list[tuple[float, int]]:
    """The ticks that leave `room` to the next one kept, starting from 0 to both sides."""
    kept = [next(tick for tick in ticks if tick[1] == 0)]
    for side in ([tick for tick in ticks if tick[1] > 0], [tick for tick in ticks[::-1] if tick[1] < 0]):
        last = 0.0
        for tick in side:
            if abs(tick[0] - last) >= room:
                kept.append(tick)
                last = tick[0]
    return sorted(kept)


def _reach(effects: Sequence[Effect]) -> tuple[float, float]:
    """Ends of the axis in log points: all intervals, 0, and at least -10 to +10 %."""
    ends = [
        float(np.log1p(value / 100)) for one in effects for value in (one.low, one.high) if value is not None
    ]
    low, high = min([-0.11, *ends]), max([0.10, *ends])
    room = 0.06 * (high - low)
    return low - room, high + room


def actual_against_predicted(fitted: pd.DataFrame, *, words: FitWords, palette: Palette = LIGHT) -> Figure:
    """Every product-week (columns category, actual, predicted) around the line of equality, on log(1 + x)
    axes."""
    figure = _figure(7.2, 4.6, palette)
    axes = figure.add_subplot()
    _quiet(axes, palette)
    x, y = np.log1p(fitted["predicted"].to_numpy(float)), np.log1p(fitted["actual"].to_numpy(float))
    if len(fitted) > _MANY_POINTS:
        axes.hexbin(
            x, y, gridsize=55, mincnt=1, bins="log", cmap=_ramp(palette), linewidths=0, rasterized=True
        )
    else:
        _points(axes, x, y, fitted["category"].to_numpy(int), palette=palette, words=words)
    top = float(max(x.max(), y.max())) * 1.03
    bottom = max(0.0, float(min(x.min(), y.min())) * 0.97)
    axes.plot([bottom, top], [bottom, top], color=palette.text, linewidth=1, zorder=3)
    middle, mean = _binned(fitted)
    axes.plot(
        middle,
        mean,
        "D",
        color=palette.text,
        markersize=5,
        markeredgecolor=palette.surface,
        zorder=4,
        label=words.mean,
    )
    _log_ticks(axes, bottom, top)
    axes.set_xlabel(words.predicted, fontsize=9.5)
    axes.set_ylabel(words.actual, fontsize=9.5)
    # Above the axes: inside, it would lie on points.
    figure.legend(
        frameon=False, fontsize=9, labelcolor=palette.muted, loc="outside upper left", ncols=2,
        handletextpad=0.2, columnspacing=1.2,
    )  # fmt: skip
    return figure


def _points(
    axes: Axes, x: np.ndarray, y: np.ndarray, categories: np.ndarray, *, palette: Palette, words: FitWords
) -> None:
    for category in Category:
        mine = categories == category
        if mine.any():
            axes.scatter(
                x[mine], y[mine], s=13, marker=MARKERS[category], color=palette.categories[category],
                alpha=0.45, linewidths=0, label=words.rows[category], rasterized=True, zorder=2,
            )  # fmt: skip


def _ramp(palette: Palette) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("density", [palette.band, palette.categories[Category.ON_MODEL]])


def _binned(fitted: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """log1p of the mean prediction and the mean outcome in twentieths of the predictions."""
    parts = np.array_split(
        fitted.sort_values("predicted", kind="stable")[["predicted", "actual"]].to_numpy(float), _BINS
    )
    means = np.log1p(np.array([part.mean(axis=0) for part in parts if len(part)]))
    return means[:, 0], means[:, 1]


def _log_ticks(axes: Axes, bottom: float, top: float) -> None:
    values = [0, *(step * 10**power for power in range(8) for step in (1, 2, 5))]
    shown = [value for value in values if bottom <= np.log1p(value) <= top]
    places, labels = np.log1p(shown), [f"{value:,}" for value in shown]
    axes.set_xticks(places, labels)
    axes.set_yticks(places, labels)
    axes.set_xlim(bottom, top)
    axes.set_ylim(bottom, top)
    axes.grid(color=axes.spines["bottom"].get_edgecolor(), linewidth=0.5, zorder=0)
