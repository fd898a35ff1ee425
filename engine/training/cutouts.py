"""Products cut out of their photos, and photos with their main thing taken out, to be put together anew."""

from __future__ import annotations

import cv2
import numpy as np

from engine.training.sources import Pixels

_EDGE = 160
"""GrabCut's time grows with the pixels; its mask is scaled up again."""
_ROUNDS = 3
_MARGIN = 0.04
"""The outer share of a photo that is taken for background."""
BELIEVABLE = (0.08, 0.85)
"""Share of the photo that a product covers; outside of it the segmentation has failed."""


def product_mask(photo: Pixels) -> Pixels | None:
    """Where the product is (h, w), 255 inside; None where it cannot be told from the background.

    Source: Rother, Kolmogorov, Blake: GrabCut, ACM Transactions on Graphics 23 (2004), as OpenCV has it.
    """
    height, width = photo.shape[:2]
    scale = _EDGE / max(height, width)
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    h, w = small.shape[:2]
    dx, dy = max(1, round(w * _MARGIN)), max(1, round(h * _MARGIN))
    labels = np.zeros((h, w), np.uint8)
    cv2.setRNGSeed(0)
    cv2.grabCut(
        small, labels, (dx, dy, w - 2 * dx, h - 2 * dy), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS,
        cv2.GC_INIT_WITH_RECT,
    )  # fmt: skip
    inside = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.uint8)
    opened = cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    inside = np.asarray(opened, dtype=np.uint8)
    if not BELIEVABLE[0] < inside.mean() < BELIEVABLE[1]:
        return None
    return _scaled_up(_largest_parts(inside), width, height)


def without(photo: Pixels, inside: Pixels) -> Pixels:
    """The photo with what is `inside` (h, w) filled from around it, blurred there."""
    height, width = photo.shape[:2]
    scale = 96 / max(height, width)
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    hole = cv2.resize(inside, small.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    grown = cv2.dilate((hole > 16).astype(np.uint8), np.ones((5, 5), np.uint8))
    hole = np.asarray(grown, dtype=np.uint8)
    filled = cv2.inpaint(small, hole, 3, cv2.INPAINT_TELEA)
    large = cv2.resize(filled, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    soft = cv2.GaussianBlur(
        _scaled_up(np.asarray(hole * 255, dtype=np.uint8), width, height).astype(np.float32) / 255, (0, 0), 2
    )
    mixed = photo * (1 - soft[..., None]) + large * soft[..., None]
    return np.asarray(np.clip(mixed, 0, 255), dtype=np.uint8)


def _largest_parts(inside: Pixels) -> Pixels:
    """Keep the largest part, and others at least a fifth of it (the second shoe)."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats(inside)
    areas = stats[1:, cv2.CC_STAT_AREA]
    kept = 1 + np.flatnonzero(areas >= areas.max() / 5)
    return np.asarray(np.isin(parts, kept), dtype=np.uint8) * np.uint8(255)


def _scaled_up(inside: Pixels, width: int, height: int) -> Pixels:
    return np.asarray(cv2.resize(inside, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
