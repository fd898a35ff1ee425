"""The image pyramid of MTCNN's first stage, laid out on one sheet so that P-Net runs once a photo.

P-Net slides a 12x12 window over shrinking copies of the photo. Instead of one network run for each copy, all
copies lie on a sheet, each half the area of the one before, to the right and below in turn, as A4, A5 and A6
lie on an A3. The sheet's sides are multiples of 32 pixels, so that only few sizes ever occur.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vision.boxes import Floats

WINDOW = 12
"""Pixels of P-Net's sliding window."""
STRIDE = 2
SHEET_STEP = 32
SMALLEST_FACE = 20
"""Pixels. The `mtcnn` package fails for most other values, so photos are shrunk instead."""
SHRINK = 0.709
"""From one level to the next: half the area."""
MIDDLE_GREY = 127.5
"""What MTCNN's networks take for 0."""


@dataclass(frozen=True, slots=True)
class Level:
    """One copy of the photo on the sheet; all in pixels, `left` and `top` even."""

    scale: float
    width: int
    height: int
    left: int
    top: int

    @property
    def cells(self) -> tuple[slice, slice]:
        """Where this level's windows are in P-Net's output: rows, columns."""
        return _cells(self.top, self.height), _cells(self.left, self.width)


def pyramid(*, width: int, height: int) -> tuple[Level, ...]:
    """The levels for a photo of `width` x `height` pixels, placed; empty where it is too small for a face.

    Scales and sizes are those of the `mtcnn` package (build_scale_pyramid, scale_images).
    """
    count = round(math.log(min(width, height) / WINDOW) / -math.log(SHRINK) - 1)
    levels: list[Level] = []
    left = top = 0
    for step in range(max(0, count)):
        scale = WINDOW / SMALLEST_FACE * SHRINK**step
        level = Level(scale, int(width * scale), int(height * scale), left, top)
        levels.append(level)
        if step % 2:
            top += level.height + 1 + (level.height + 1) % 2
        else:
            left += level.width + 1 + (level.width + 1) % 2
    return tuple(levels)


def sheet_of(image: NDArray[np.uint8], levels: tuple[Level, ...]) -> NDArray[np.float32]:
    """Draw the levels of `image` (h, w, 3) on one sheet (1, H, W, 3), 0..255, MIDDLE_GREY between them."""
    import cv2

    right = max(level.left + level.width for level in levels)
    bottom = max(level.top + level.height for level in levels)
    sheet = np.full((1, _stepped(bottom + 1), _stepped(right + 1), 3), MIDDLE_GREY, dtype=np.float32)
    pixels = image.astype(np.float32)
    for level in levels:
        copy = cv2.resize(pixels, (level.width, level.height), interpolation=cv2.INTER_AREA)
        sheet[0, level.top : level.top + level.height, level.left : level.left + level.width] = copy
    return sheet


def proposals(
    levels: tuple[Level, ...], offsets: NDArray[np.float32], scores: NDArray[np.float32], *, threshold: float
) -> list[Floats]:
    """P-Net's windows above `threshold`, level by level, as (n, 5) x0, y0, x1, y1, score in photo pixels.

    offsets (rows, columns, 4): how far each window's corners should move; scores (rows, columns).
    The networks were trained with pixels counted from 1 and both corners inside the box, so a window spans
    1..12 and an offset counts in 11ths.
    """
    found = []
    for level in levels:
        level_scores, level_offsets = scores[level.cells], offsets[level.cells]
        row, column = np.nonzero(level_scores > threshold)
        corner = np.stack([column, row], axis=1) * float(STRIDE)
        windows = np.hstack([corner + 1, corner + WINDOW]) + level_offsets[row, column] * (WINDOW - 1)
        found.append(np.column_stack([windows / level.scale, level_scores[row, column]]))
    return found


def _cells(start: int, length: int) -> slice:
    """P-Net: 3x3 convolution, 2x2 pooling rounding up, two 3x3 convolutions."""
    count = math.ceil((length - 2) / 2) - 4
    return slice(start // STRIDE, start // STRIDE + count)


def _stepped(length: int) -> int:
    return math.ceil(length / SHEET_STEP) * SHEET_STEP
