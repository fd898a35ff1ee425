"""The axis of percent effects: places in log points, so that doubling and halving are equally far from 0,
labels in percent; and intervals on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from engine.plots.drawing import span
from engine.plots.palette import Palette
from engine.stats.fixed_effects import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TICKS = (-90, -75, -50, -30, -20, -10, -5, -2, -1, 0, 1, 2, 5, 10, 20, 30, 50, 100, 200, 400, 900)
_LABEL = {"x": 0.52, "y": 0.3}
"""Inches that a label takes along the axis."""
_INSIDE = 0.55
"""Of the room of the axes: what is left of it beside names and numbers, at least."""
_FARTHEST = (float(np.log(0.05)), float(np.log(11.0)))
"""−95 % and +1000 %: an interval beyond runs out of the plot, with an arrow."""


def places(percents: ArrayLike) -> Floats:
    """(n,) percent to places on the axis, in log points; −100 % and below to minus infinity."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log1p(np.maximum(np.asarray(percents, dtype=np.float64), -100) / 100))


def place(percent: float) -> float:
    """The place of one percentage."""
    return float(places(percent))


def reach(percents: Iterable[float], *, least: float = 10.0) -> tuple[float, float]:
    """Ends of the axis in log points: all of `percents` within reason, and at least ± `least` %."""
    known = np.array([float(one) for one in percents if np.isfinite(one)])
    ends = np.clip(places(known), *_FARTHEST)
    low = min([place(-least), *ends])
    high = max([place(least), *ends])
    room = 0.06 * (high - low)
    return low - room, high + room


def percent_axis(axes: Axes, low: float, high: float, *, palette: Palette, along: str = "x") -> None:
    """Ticks in percent from `low` to `high` log points along "x" or "y", and the line of no difference."""
    pairs = [(place(tick), tick) for tick in _TICKS]
    room = _LABEL[along] / (_INSIDE * span(axes)[along == "y"]) * (high - low)
    shown = _apart([pair for pair in pairs if low <= pair[0] <= high], room=room)
    labels = [f"{tick:+d} %".replace("-", "−") if tick else "0" for _, tick in shown]
    spots = [one for one, _ in shown]
    if along == "x":
        axes.set_xticks(spots, labels)
        axes.set_xlim(low, high)
        axes.axvline(0, color=palette.text, linewidth=1, zorder=1)
    else:
        axes.set_yticks(spots, labels)
        axes.set_ylim(low, high)
        axes.axhline(0, color=palette.text, linewidth=1, zorder=1)


def _apart(ticks: list[tuple[float, int]], *, room: float) -> list[tuple[float, int]]:
    """The ticks that leave `room` to the next one kept, starting from 0 to both sides."""
    kept = [tick for tick in ticks if tick[1] == 0]
    for side in ([tick for tick in ticks if tick[1] > 0], [tick for tick in ticks[::-1] if tick[1] < 0]):
        last = 0.0
        for tick in side:
            if abs(tick[0] - last) >= room:
                kept.append(tick)
                last = tick[0]
    return sorted(kept)


def draw_interval(
    axes: Axes, height: float, percents: tuple[float, float], *, colour: str, width: float, zorder: float = 3
) -> None:
    """A horizontal interval from low to high percent; an arrow where it runs out of the axis, whose limits
    must be set."""
    low, high = (place(one) for one in percents)
    left, right = axes.get_xlim()
    axes.plot(
        [max(low, left), min(high, right)], [height, height],
        color=colour, linewidth=width, solid_capstyle="round", zorder=zorder,
    )  # fmt: skip
    for beyond, end, arrow in ((low < left, left, "<"), (high > right, right, ">")):
        if beyond:
            axes.plot(end, height, arrow, color=colour, markersize=6, clip_on=False, zorder=zorder)
