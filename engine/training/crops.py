"""What shops show of a wearer, cut from street photos of whole persons."""

from __future__ import annotations

import numpy as np

from engine.training.sources import Pixels, Rect, WornPhoto

HEADLESS = ("body", "torso", "legs", "calves", "feet", "foot", "hand", "part", "wide")
WITH_HEAD = ("whole", "portrait", "far")


def crop_of(kind: str, photo: WornPhoto, inside: Pixels, rng: np.random.Generator) -> Rect | None:
    """A crop of that kind with random margins; None where this photo has none.

    `inside` (h, w) is 255 where the wearer is.
    """
    height, width = inside.shape
    _, y0, _, y1 = photo.person
    tall = y1 - y0
    neck = photo.head[3] + 0.01 * tall if photo.head else y0 + 0.2 * tall
    if kind in {"whole", "far"}:
        return _rect(0, 0, width, height, inside.shape) if photo.head else None
    if kind == "portrait":
        return (
            _around_rows(inside, y0 - 0.05 * tall, neck + rng.uniform(0.05, 0.3) * tall, rng)
            if photo.head
            else None
        )
    if kind == "body":
        return _around_rows(
            inside, neck + rng.uniform(0, 0.06) * tall, y1 + rng.uniform(-0.25, 0.05) * tall, rng
        )
    if kind == "torso":
        top = neck + rng.uniform(0, 0.08) * tall
        return _around_rows(inside, top, top + rng.uniform(0.2, 0.38) * tall, rng)
    if kind == "legs":
        return _around_rows(
            inside, y0 + rng.uniform(0.42, 0.65) * tall, y1 + rng.uniform(-0.06, 0.06) * tall, rng
        )
    if kind == "calves":
        return _around_rows(inside, y0 + rng.uniform(0.68, 0.8) * tall, y1 + rng.uniform(0, 0.06) * tall, rng)
    if kind in {"feet", "foot"}:
        return _footwear(photo, inside, rng, one=kind == "foot")
    if kind == "hand":
        return _at_the_side(photo, inside, rng, top=neck)
    if kind == "wide":
        return _strip(photo, inside, rng, top=neck)
    return _window(photo, inside, rng, top=neck)


def _around_rows(inside: Pixels, top: float, bottom: float, rng: np.random.Generator) -> Rect | None:
    """From `top` to `bottom`, as wide as the wearer is there plus margins."""
    height, _ = inside.shape
    rows = slice(max(0, int(top)), min(height, int(bottom)))
    columns = np.flatnonzero(inside[rows].max(axis=0, initial=0))
    if not len(columns) or rows.stop - rows.start < 24:
        return None
    room = max(columns[-1] - columns[0], 10)
    left, right = rng.uniform(-0.08, 0.7, 2) * room
    return _rect(columns[0] - left, rows.start, columns[-1] + right, rows.stop, inside.shape)


def _footwear(photo: WornPhoto, inside: Pixels, rng: np.random.Generator, *, one: bool) -> Rect | None:
    if photo.feet is None:
        return None
    x0, y0, x1, y1 = (float(edge) for edge in photo.feet)
    wide, high = x1 - x0, y1 - y0
    if one:
        x0, x1 = (x0, x0 + 0.6 * wide) if rng.random() < 0.5 else (x1 - 0.6 * wide, x1)
        wide = x1 - x0
    up = rng.uniform(0.15, 1.6) * max(wide, high)
    sides = rng.uniform(0.02, 0.6, 2) * wide
    below = rng.uniform(0.02, 0.4) * high
    return _rect(x0 - sides[0], y0 - up, x1 + sides[1], y1 + below, inside.shape)


def _at_the_side(photo: WornPhoto, inside: Pixels, rng: np.random.Generator, *, top: float) -> Rect | None:
    """About where a hand hangs or holds something: the outermost part of the wearer at half the height."""
    _, y0, _, y1 = photo.person
    tall = y1 - y0
    first, last = int(y0 + 0.35 * tall), int(y0 + 0.6 * tall)
    rows, columns = np.nonzero(inside[first:last])
    if not len(columns):
        return None
    at = np.argmin(columns) if rng.random() < 0.5 else np.argmax(columns)
    side = rng.uniform(0.14, 0.28) * tall
    cx, cy = columns[at] + rng.uniform(-0.25, 0.25) * side, first + rows[at] + rng.uniform(-0.25, 0.25) * side
    return _rect(cx - side / 2, max(top, cy - side / 2), cx + side / 2, cy + side / 2, inside.shape)


def _window(photo: WornPhoto, inside: Pixels, rng: np.random.Generator, *, top: float) -> Rect | None:
    """Any window below the head of which the wearer covers a good part."""
    x0, _, x1, y1 = photo.person
    for _ in range(10):
        high = rng.uniform(0.15, 0.6) * (y1 - top)
        wide = high * rng.uniform(0.6, 1.6)
        left, first = rng.uniform(x0 - wide / 2, x1 - wide / 2), rng.uniform(top, max(top + 1, y1 - high))
        rect = _rect(left, first, left + wide, first + high, inside.shape)
        if rect and 0.3 < inside[rect[1] : rect[3], rect[0] : rect[2]].mean() / 255 < 0.85:
            return rect
    return None


def _strip(photo: WornPhoto, inside: Pixels, rng: np.random.Generator, *, top: float) -> Rect | None:
    """A landscape view below the head, with what is left and right of the wearer."""
    width = inside.shape[1]
    wide = rng.uniform(0.7, 1) * width
    high = wide / rng.uniform(1.2, 1.8)
    left, first = rng.uniform(0, width - wide), rng.uniform(top, max(top + 1, photo.person[3] - 0.7 * high))
    return _rect(left, first, left + wide, first + high, inside.shape)


def _rect(x0: float, y0: float, x1: float, y1: float, shape: tuple[int, ...]) -> Rect | None:
    height, width = shape[:2]
    rect = max(0, int(x0)), max(0, int(y0)), min(width, int(x1)), min(height, int(y1))
    return rect if rect[2] - rect[0] >= 20 and rect[3] - rect[1] >= 20 else None
