"""YOLOv3: one look at the whole photo finds persons, also parts of one, such as legs.

The Darknet files run in OpenCV's dnn module.
Source: Redmon, Farhadi: YOLOv3, An Incremental Improvement (2018).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelRefused
from engine.records import Person
from engine.vision.boxes import Floats, Letterbox, clipped, nms
from engine.vision.models import BUNDLED, PersonModel, genuine

CANDIDATE_SCORE = 0.05
"""Persons below it are forgotten; low, so that a rule can move its own threshold."""
OVERLAP = 0.45
"""Darknet's own threshold for non-maximum suppression."""
GREY = 127
"""Around the letterboxed photo, as in Darknet (0.5 of 255)."""
PERSON = 5
"""The column of `person` in the network's output: box centre x, y, width, height, objectness, 80 classes."""


class PersonFinder:
    """Finds persons with one network of the manifest, looking at the photo in one or several sizes."""

    def __init__(self, model: PersonModel, *, folders: Iterable[Path], sizes: tuple[int, ...]) -> None:
        """Check and load the network from `folders`; the bundled one is found last.

        Raises ModelRefused where a file is missing or not the published one.
        """
        places = [*folders, BUNDLED]
        cfg, weights = genuine(model.cfg, places), genuine(model.weights, places)
        # A network for each size: changing the size of one reallocates its layers, at three times the time.
        self._networks = {size: _network(cfg, weights) for size in sizes}

    def find(self, image: NDArray[np.uint8]) -> tuple[Person, ...]:
        """Find the persons in `image` (h, w, 3), best first, boxes in its pixels."""
        height, width = image.shape[:2]
        found = np.concatenate([self._look(image, size) for size in self._networks])
        boxes = clipped(found[:, :4], width=width, height=height)
        kept = nms(boxes, found[:, 4], threshold=OVERLAP)
        return tuple(
            Person(tuple(box), score)
            for box, score in zip(boxes[kept].tolist(), found[kept, 4].tolist(), strict=True)
        )

    def _look(self, image: NDArray[np.uint8], size: int) -> Floats:
        """What the network sees at one input size: (n, 5) x0, y0, x1, y1 in photo pixels, person score."""
        import cv2

        box = Letterbox.fit(width=image.shape[1], height=image.shape[0], canvas=size)
        canvas = np.full((size, size, 3), GREY, dtype=np.uint8)
        inner = cv2.resize(image, (box.width, box.height), interpolation=cv2.INTER_LINEAR)
        canvas[box.top : box.top + box.height, box.left : box.left + box.width] = inner
        network = self._networks[size]
        network.setInput(cv2.dnn.blobFromImage(canvas, scalefactor=1 / 255))
        rows = np.concatenate(network.forward(network.getUnconnectedOutLayersNames())).astype(float)
        rows = rows[rows[:, PERSON] >= CANDIDATE_SCORE]
        half = rows[:, 2:4] / 2
        corners = np.hstack([rows[:, :2] - half, rows[:, :2] + half]) * size
        return np.column_stack([box.to_photo(corners), rows[:, PERSON]])


def _network(cfg: Path, weights: Path) -> Any:
    """Read the Darknet files; the region layers get our candidate score, since OpenCV drops all below 0.2."""
    import cv2

    text = cfg.read_text(encoding="utf-8").replace("[yolo]", f"[yolo]\nthresh={CANDIDATE_SCORE}")
    try:
        network = cv2.dnn.readNetFromDarknet(
            np.frombuffer(text.encode(), np.uint8), np.fromfile(weights, np.uint8)
        )
    except cv2.error as error:
        raise ModelRefused(f"OpenCV cannot load {weights}: {error.err}.") from error
    network.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    return network
