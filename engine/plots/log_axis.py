"""Axes of units and money: places in log(1 + x), which keeps 0 on the axis, labels in plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POWERS = range(-2, 10)
_APART = 0.11
"""Of the axis: what two labels leave between them at least."""


def log_axis(axes: Axes, low: float, high: float, *, along: str) -> None:
    """Ticks 0, 1, 2, 5, 10, ... (from 0.01 on) between `low` and `high`, which are log(1 + x), along "x" or
    "y"."""
    values = [0.0, *(step * 10.0**power for power in _POWERS for step in (1, 2, 5))]
    places: list[float] = []
    labels = []
    for value in values:
        spot = float(np.log1p(value))
        if low <= spot <= high and (not places or spot - places[-1] > _APART * (high - low)):
            places.append(spot)
            labels.append(f"{value:,.10g}")
    if len(places) < 2:
        places = [low + share * (high - low) for share in (0.1, 0.5, 0.9)]
        labels = [f"{np.expm1(spot):,.3g}" for spot in places]
    axes.set(**{f"{along}ticks": places, f"{along}ticklabels": labels, f"{along}lim": (low, high)})


def plain_number(value: float, _: float) -> str:
    """A tick label such as 2,500 or 0.25."""
    return f"{value:,.6g}"
