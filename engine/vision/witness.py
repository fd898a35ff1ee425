"""The witness: one look at the whole photo says whether there are signs of a person, or of a face, in it.

EfficientNet-Lite0, as trained on ImageNet, makes a map of 1280 channels; the mean and the maximum of each go
into two logistic regressions, trained on parts of wearers against products (resources/models/witness.md).
Sources: Tan, Le: EfficientNet, ICML 2019, in its "Lite" form without squeeze-and-excitation; where the signs
are is the class activation map of Zhou, Khosla, Lapedriza, Oliva, Torralba, CVPR 2016.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelRefused
from engine.records import Box, Impression
from engine.vision.boxes import GREY, Letterbox, clipped, letterboxed
from engine.vision.models import BUNDLED, WitnessModel, genuine

LOOK_SHARE = 0.35
"""Cells of the activation map with at least this share of its peak are where the network looks."""

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


class FeatureMap:
    """The frozen network, which turns a photo into a map of channels."""

    def __init__(self, path: Path, *, size: int) -> None:
        """Load the ONNX file whose input is a square of `size` pixels. Raises ModelRefused."""
        import cv2

        try:
            self._network = cv2.dnn.readNetFromONNX(str(path))
        except cv2.error as error:
            raise ModelRefused(f"OpenCV cannot load {path}: {error.err}.") from error
        self._network.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
        self.size = size

    def of(self, image: Pixels) -> tuple[Letterbox, Floats]:
        """How `image` (h, w, 3) lay on the canvas, and its map (channels, rows, columns)."""
        import cv2

        shrinks = max(image.shape[:2]) > self.size
        box, canvas = letterboxed(image, size=self.size, way=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        # GREY is 0 to the network: what lies around the photo says nothing
        self._network.setInput(cv2.dnn.blobFromImage(canvas, scalefactor=1 / 128, mean=(GREY,) * 3))
        return box, self._network.forward()[0]


class WitnessNetwork:
    """Loads the network and the regressions when made."""

    def __init__(self, model: WitnessModel, *, folders: Iterable[Path] = ()) -> None:
        """Check and load the files from `folders`; the bundled ones are found last.

        Raises ModelRefused where a file is missing or not the published one.
        """
        places = [*folders, BUNDLED]
        self._feature_map = FeatureMap(genuine(model.network, places), size=model.input_size)
        with np.load(genuine(model.regressions, places)) as numbers:
            self._slopes = numbers["slopes"].astype(np.float32)  # (2 questions, 2 * channels)
            self._before = numbers["before"].astype(np.float32)  # (2,)
            self._axes = numbers["axes"].astype(np.float32)  # (features, 2 * channels)
            self._centre = numbers["centre"].astype(np.float32)  # (features,)

    def look(self, image: Pixels) -> Impression:
        """Look at `image` (h, w, 3); the box is in its pixels."""
        box, channels = self._feature_map.of(image)
        pooled = pool(channels)
        worn, face = self._slopes @ pooled + self._before
        features = (self._axes @ pooled - self._centre).astype("<f2")
        where = _place(activation(channels, self._slopes[0])) if worn > 0 else None
        return Impression(
            worn=float(worn),
            face=float(face),
            features=features.tobytes(),
            look=None if where is None else self._on_photo(where, box, image),
        )

    def _on_photo(self, cells: Box, box: Letterbox, image: Pixels) -> Box | None:
        """A box in shares of the canvas, in pixels of the photo; None where it lies beside the photo."""
        height, width = image.shape[:2]
        corners = box.to_photo(np.array([cells]) * self._feature_map.size)
        x0, y0, x1, y1 = clipped(corners, width=width, height=height)[0].tolist()
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def pool(channels: Floats) -> Floats:
    """The mean, then the maximum of each channel (channels, rows, columns): (2 * channels,)."""
    flat = channels.reshape(len(channels), -1)
    return np.concatenate([flat.mean(axis=1), flat.max(axis=1)])


def activation(channels: Floats, slopes: Floats) -> Floats:
    """What each place of the map (channels, rows, columns) adds to the log-odds: (rows, columns).

    A maximum counts where it is, so the sum over all places is the log-odds but for the constant.
    """
    count, rows, columns = channels.shape
    flat = channels.reshape(count, -1)
    added = slopes[:count] @ flat / flat.shape[1]
    peaks = flat.argmax(axis=1)
    np.add.at(added, peaks, slopes[count:] * flat[np.arange(count), peaks])
    return np.asarray(added.reshape(rows, columns), dtype=np.float32)


def _place(added: Floats) -> Box | None:
    """The box, in shares of the canvas, around the cells that speak most for a person."""
    import cv2

    smooth = cv2.GaussianBlur(added, (3, 3), 0.8)
    peak = float(smooth.max())
    if peak <= 0:
        return None
    _, parts = cv2.connectedComponents((smooth >= LOOK_SHARE * peak).astype(np.uint8))
    rows, columns = np.nonzero(parts == parts[np.unravel_index(smooth.argmax(), smooth.shape)])
    high, wide = added.shape
    return (
        columns.min() / wide,
        rows.min() / high,
        (columns.max() + 1) / wide,
        (rows.max() + 1) / high,
    )
