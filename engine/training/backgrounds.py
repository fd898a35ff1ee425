"""Backgrounds that shops use, drawn, so that what is in front of one never follows from it."""

from __future__ import annotations

import cv2
import numpy as np

from engine.training.sources import Pixels

KINDS = ("white", "grey", "black", "colour", "gradient", "spot", "floor_and_wall", "noise")


def drawn(rng: np.random.Generator, *, width: int, height: int) -> Pixels:
    """A background (h, w, 3) of a random kind."""
    kind = rng.choice(KINDS, p=(0.24, 0.1, 0.16, 0.12, 0.14, 0.08, 0.1, 0.06))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    first, second = _tone(rng, kind), _tone(rng, kind)
    if kind == "gradient":
        angle = rng.uniform(0, 2 * np.pi)
        share = np.cos(angle) * x / width + np.sin(angle) * y / height
        share = (share - share.min()) / max(float(np.ptp(share)), 1e-6)
    elif kind in {"spot", "white", "black", "grey"}:
        centre = rng.uniform(0.3, 0.7, 2)
        far = np.hypot(x / width - centre[0], y / height - centre[1])
        share = np.clip(far / rng.uniform(0.6, 1.2), 0, 1) * (
            1.0 if kind == "spot" else rng.choice([0, 0.15])
        )
    elif kind == "floor_and_wall":
        edge = rng.uniform(0.5, 0.85) * height
        share = np.clip((y - edge) / rng.uniform(1, 0.15 * height), 0, 1)
    elif kind == "noise":
        coarse = rng.normal(0.5, 0.35, (int(rng.integers(4, 40)), int(rng.integers(4, 40)))).astype(
            np.float32
        )
        share = np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)
    else:
        share = np.zeros_like(x)
    picture = first * (1 - share[..., None]) + second * share[..., None]
    picture += rng.normal(0, rng.uniform(0, 4), (height, width, 1))
    return np.asarray(np.clip(picture, 0, 255), dtype=np.uint8)


def _tone(rng: np.random.Generator, kind: str) -> np.ndarray:
    if kind == "white":
        return np.full(3, rng.uniform(235, 255), np.float32)
    if kind == "black":
        return np.full(3, rng.uniform(0, 28), np.float32)
    if kind == "grey":
        return (rng.uniform(60, 235) + rng.normal(0, 4, 3)).astype(np.float32)
    return (rng.uniform(20, 245) + rng.normal(0, 40, 3)).clip(0, 255).astype(np.float32)
