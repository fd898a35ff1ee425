"""Calculations with boxes: overlap, non-maximum suppression, squares, letterbox.

No array of the caller is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Overlap = Literal["union", "min"]
SLICE = 256
GREY = 127
"""Around a letterboxed photo, as in Darknet (0.5 of 255)."""


def iou_matrix(a: Floats, b: Floats, *, over: Overlap = "union") -> Floats:
    """Overlap of every box of `a` (n, 4) with every box of `b` (m, 4), xyxy pixels -> (n, m) in 0..1.

    `over="min"` divides the intersection by the smaller box instead of by the union.
    Boxes without area overlap nothing. Raises ValueError for another shape.
    """
    for boxes in (a, b):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"boxes must have shape (n, 4), not {boxes.shape}")
    width = np.minimum.outer(a[:, 2], b[:, 2]) - np.maximum.outer(a[:, 0], b[:, 0])
    height = np.minimum.outer(a[:, 3], b[:, 3]) - np.maximum.outer(a[:, 1], b[:, 1])
    shared = np.maximum(width, 0) * np.maximum(height, 0)
    area_a, area_b = _areas(a)[:, None], _areas(b)[None, :]
    whole = np.minimum(area_a, area_b) if over == "min" else area_a + area_b - shared
    overlap: Floats = np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0)
    return overlap


def nms(boxes: Floats, scores: Floats, *, threshold: float) -> NDArray[np.intp]:
    """Greedy non-maximum suppression: indices of the kept boxes, best score first.

    A box goes where a better box that is itself kept overlaps it by more than `threshold`, intersection
    over union. boxes (n, 4) xyxy, scores (n,) -> (k,).
    """
    waiting = np.argsort(-scores, kind="stable")
    kept = []
    while waiting.size:
        best, waiting = waiting[0], waiting[1:]
        kept.append(best)
        waiting = waiting[iou_matrix(boxes[best][None], boxes[waiting])[0] <= threshold]
    return np.array(kept, dtype=np.intp)


def nms_by_any(
    boxes: Floats, scores: Floats, *, threshold: float, over: Overlap = "union"
) -> NDArray[np.intp]:
    """Non-maximum suppression by any better box, kept or not: indices of the kept boxes, best score first.

    Stricter than `nms`, and what the `mtcnn` package does. Works in slices, so that memory grows with n, not
    with n * n. boxes (n, 4) xyxy, scores (n,) -> (k,).
    """
    order = np.argsort(-scores, kind="stable")
    ranked = boxes[order]
    alone = np.ones(len(order), dtype=bool)
    for start in range(0, len(order), SLICE):
        stop = min(start + SLICE, len(order))
        overlap = iou_matrix(ranked[:stop], ranked[start:stop], over=over) > threshold
        better = np.arange(stop)[:, None] < np.arange(start, stop)[None, :]
        alone[start:stop] = ~np.any(overlap & better, axis=0)
    return order[alone]


def squared(boxes: Floats) -> Floats:
    """Each box (n, 4) widened around its centre to a square of its longer side."""
    sides = boxes[:, 2:] - boxes[:, :2]
    corner = boxes[:, :2] + (sides - sides.max(axis=1, keepdims=True)) / 2
    return np.hstack([corner, corner + sides.max(axis=1, keepdims=True)])


def clipped(boxes: Floats, *, width: float, height: float) -> Floats:
    """Each box (n, 4) cut to the frame of `width` x `height` pixels."""
    return np.clip(boxes, 0, np.array([width, height, width, height], dtype=float))


@dataclass(frozen=True, slots=True)
class Letterbox:
    """How a photo lies, shrunk or enlarged in proportion and centred, on a square canvas."""

    scale_x: float
    """Canvas pixels per photo pixel."""
    scale_y: float
    left: int
    """Canvas pixels left of the photo."""
    top: int
    width: int
    """Canvas pixels that the photo covers."""
    height: int

    @classmethod
    def fit(cls, *, width: int, height: int, canvas: int) -> Letterbox:
        """Place a photo of `width` x `height` pixels on a square of `canvas` pixels."""
        scale = canvas / max(width, height)
        inner_w = max(1, min(canvas, int(width * scale)))
        inner_h = max(1, min(canvas, int(height * scale)))
        return cls(
            scale_x=inner_w / width,
            scale_y=inner_h / height,
            left=(canvas - inner_w) // 2,
            top=(canvas - inner_h) // 2,
            width=inner_w,
            height=inner_h,
        )

    def to_photo(self, boxes: Floats) -> Floats:
        """Boxes (n, 4) on the canvas -> boxes (n, 4) on the photo."""
        offset = np.array([self.left, self.top, self.left, self.top], dtype=float)
        scale = np.array([self.scale_x, self.scale_y, self.scale_x, self.scale_y])
        moved: Floats = (boxes - offset) / scale
        return moved


def letterboxed(image: NDArray[np.uint8], *, size: int, way: int) -> tuple[Letterbox, NDArray[np.uint8]]:
    """Lay `image` (h, w, 3) on a grey square of `size` pixels, scaled by OpenCV's interpolation `way`."""
    import cv2

    box = Letterbox.fit(width=image.shape[1], height=image.shape[0], canvas=size)
    canvas = np.full((size, size, 3), GREY, dtype=np.uint8)
    inner = cv2.resize(image, (box.width, box.height), interpolation=way)
    canvas[box.top : box.top + box.height, box.left : box.left + box.width] = inner
    return box, canvas


def _areas(boxes: Floats) -> Floats:
    sides = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    return np.asarray(sides[:, 0] * sides[:, 1])
