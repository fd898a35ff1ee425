"""What cameras, editors and web shops do to photos, done to every kind alike so that it tells nothing."""

from __future__ import annotations

import cv2
import numpy as np

from engine.training.sources import Pixels


def degraded(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """The picture turned, coloured, written on, blurred and compressed at random."""
    if rng.random() < 0.5:
        picture = np.ascontiguousarray(picture[:, ::-1])
    picture = _coloured(picture, rng)
    if rng.random() < 0.12:
        picture = _with_text(picture, rng)
    if rng.random() < 0.15:
        picture = _framed(picture, rng)
    picture = _coarse(picture, rng)
    _, file = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 96))])
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), dtype=np.uint8)


def _coloured(picture: Pixels, rng: np.random.Generator) -> Pixels:
    bright, contrast = rng.normal(0, 18), np.exp(rng.normal(0, 0.18))
    cast = np.exp(rng.normal(0, 0.07, 3))
    values = (picture.astype(np.float32) - 128) * contrast * cast + 128 + bright
    if rng.random() < 0.08:
        values = np.repeat(values.mean(axis=2, keepdims=True), 3, axis=2)
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def _with_text(picture: Pixels, rng: np.random.Generator) -> Pixels:
    written = picture.copy()
    height, width = written.shape[:2]
    colour = tuple(int(c) for c in rng.choice([0, 30, 200, 255], 3))
    for _ in range(int(rng.integers(1, 4))):
        letters = "".join(rng.choice(list("ABCDEFGHIKLMNOPRSTUVWZ -%0123456789"), int(rng.integers(4, 14))))
        at = int(rng.uniform(0, 0.6) * width), int(rng.uniform(0.06, 0.98) * height)
        size = rng.uniform(0.4, 1.4) * width / 320
        cv2.putText(
            written, letters, at, int(rng.integers(0, 5)), size, colour, max(1, round(size * 2)), cv2.LINE_AA
        )
    return written


def _framed(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Bars at the sides or all around, as shops make every photo a square."""
    height, width = picture.shape[:2]
    tone = int(rng.choice([0, 245, 255, 255]))
    bars = [int(bar) for bar in rng.uniform(0, 0.25, 4) * (height, height, width, width)]
    if rng.random() < 0.5:
        side = max(height, width)
        bars = [(side - height) // 2] * 2 + [(side - width) // 2] * 2
    top, bottom, left, right = bars
    framed = cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(tone,) * 3)
    return np.asarray(framed, dtype=np.uint8)


def _coarse(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """As if it had come from few pixels: crops of feet do, so everything else must now and then."""
    height, width = picture.shape[:2]
    detail = float(np.exp(rng.uniform(np.log(56), np.log(420))))
    scale = detail / max(height, width)
    if scale >= 1:
        return picture
    few = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    way = cv2.INTER_CUBIC if rng.random() < 0.5 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(few, (width, height), interpolation=way), dtype=np.uint8)
