"""Which product or row a click in a plot means.

An artist carries one key, or a key per point in the order of its points. A weak table holds them, because
matplotlib writes `gid` into SVG files as an XML id, where a product's name does not belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import MouseEvent
    from matplotlib.figure import FigureBase

_KEYS: WeakKeyDictionary[Artist, tuple[str, ...]] = WeakKeyDictionary()


def mark(artist: Artist, *keys: str) -> None:
    """Let `artist` stand for one key, or its points for as many keys as it has points."""
    _KEYS[artist] = keys


def mark_row(axes: Axes, height: float, key: str) -> None:
    """Let a whole row of height 1 stand for `key`: easier to hit than a dot."""
    band = axes.axhspan(height - 0.5, height + 0.5, facecolor=(0, 0, 0, 0), edgecolor="none", zorder=0.1)
    mark(band, key)


def keys_in(figure: FigureBase) -> set[str]:
    """All keys that a click in the figure can give."""
    return {key for artist in figure.findobj() if artist in _KEYS for key in _KEYS[artist]}


def picked(figure: FigureBase, event: MouseEvent) -> str | None:
    """The key under the mouse, of the topmost artist; None where nothing stands for anything."""
    if event.inaxes is None:
        return None
    marked = [artist for artist in event.inaxes.get_children() if artist in _KEYS]
    for artist in sorted(marked, key=lambda one: one.get_zorder(), reverse=True):
        hit, details = artist.contains(event)
        if hit:
            return _nearest(artist, _KEYS[artist], list(details.get("ind", ())), event)
    return None


def _nearest(artist: Artist, keys: Sequence[str], places: list[int], event: MouseEvent) -> str:
    """Of the points hit, the one nearest to the mouse."""
    if len(keys) == 1:
        return keys[0]
    from matplotlib.collections import Collection

    if not isinstance(artist, Collection):
        return keys[places[0]]
    spots = artist.get_offset_transform().transform(np.asarray(artist.get_offsets())[places])
    gaps = ((spots - (event.x, event.y)) ** 2).sum(axis=1)
    return keys[places[int(gaps.argmin())]]
