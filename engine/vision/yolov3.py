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
from engine.vision.boxes import Floats, Letterbox, clipped, letterboxed, nms
from engine.vision.models import BUNDLED, PersonModel, genuine

CANDIDATE_SCORE = 0.05
"""Persons below it are forgotten; low, so that a rule can move its own threshold."""
GLANCE_SIZE = 128
"""Input size of one more look, which adds no boxes: a body or a hand that fills the photo is then as small as
the persons that the network learned from."""
LOWEST_SCORE = 0.001
"""OpenCV drops what scores below it: far less than a candidate needs, since it tells doubt from certainty."""
OVERLAP = 0.45
"""Darknet's own threshold for non-maximum suppression."""
PERSON = 5
"""The column of `person` in the network's output: box centre x, y, width, height, objectness, 80 classes."""

Scores = tuple[float, ...]


class PersonFinder:
    """Finds persons with one network of the manifest, looking at the photo in one or several sizes."""

    def __init__(self, model: PersonModel, *, folders: Iterable[Path], sizes: tuple[int, ...]) -> None:
        """Check and load the network from `folders`; the bundled one is found last.

        Raises ModelRefused where a file is missing or not the published one.
        """
        places = [*folders, BUNDLED]
        cfg, weights = genuine(model.cfg, places), genuine(model.weights, places)
        # A network for each size: changing the size of one reallocates its layers, at three times the time.
        self._networks = {size: _network(cfg, weights) for size in (*sizes, GLANCE_SIZE)}
        self._sizes = sizes

    def find(self, image: NDArray[np.uint8], *, glance: bool = False) -> tuple[tuple[Person, ...], Scores]:
        """Find the persons in `image` (h, w, 3), best first, boxes in its pixels.

        Also how sure it is that anybody is there, at each input size, and then at `GLANCE_SIZE` if `glance`
        is asked for.
        """
        import cv2

        height, width = image.shape[:2]
        looks = [self._look(image, size, way=cv2.INTER_LINEAR)[1] for size in self._sizes]
        scores = [_anybody(seen) for seen in looks]
        if glance:
            scores.append(_anybody(self._look(image, GLANCE_SIZE, way=cv2.INTER_AREA)[1]))
        found = np.concatenate([seen[seen[:, 4] >= CANDIDATE_SCORE] for seen in looks])
        boxes = clipped(found[:, :4], width=width, height=height)
        kept = nms(boxes, found[:, 4], threshold=OVERLAP)
        persons = tuple(
            Person(tuple(box), score)
            for box, score in zip(boxes[kept].tolist(), found[kept, 4].tolist(), strict=True)
        )
        return persons, tuple(scores)

    def looks(self, image: NDArray[np.uint8]) -> tuple[tuple[int, Letterbox, Floats], ...]:
        """Each input size, how `image` (h, w, 3) lay on it, and the persons (n, 5) seen there, not merged."""
        import cv2

        seen = [(size, *self._look(image, size, way=cv2.INTER_LINEAR)) for size in self._sizes]
        return tuple((size, box, found[found[:, 4] >= CANDIDATE_SCORE]) for size, box, found in seen)

    def _look(self, image: NDArray[np.uint8], size: int, *, way: int) -> tuple[Letterbox, Floats]:
        """How the photo lay on one input size, and what the network sees there.

        (n, 5) x0, y0, x1, y1 in photo pixels, person score.
        """
        import cv2

        box, canvas = letterboxed(image, size=size, way=way)
        network = self._networks[size]
        network.setInput(cv2.dnn.blobFromImage(canvas, scalefactor=1 / 255))
        rows = np.concatenate(network.forward(network.getUnconnectedOutLayersNames())).astype(float)
        rows = rows[rows[:, PERSON] >= LOWEST_SCORE]
        half = rows[:, 2:4] / 2
        corners = np.hstack([rows[:, :2] - half, rows[:, :2] + half]) * size
        return box, np.column_stack([box.to_photo(corners), rows[:, PERSON]])


def _anybody(seen: Floats) -> float:
    """The score that not every box is wrong: many weak boxes say more than one."""
    return max(LOWEST_SCORE, float(1 - np.prod(1 - seen[:, 4])))


def _network(cfg: Path, weights: Path) -> Any:
    """Read the Darknet files; the region layers get our lowest score, since OpenCV drops all below 0.2."""
    import cv2

    text = cfg.read_text(encoding="utf-8").replace("[yolo]", f"[yolo]\nthresh={LOWEST_SCORE}")
    try:
        network = cv2.dnn.readNetFromDarknet(
            np.frombuffer(text.encode(), np.uint8), np.fromfile(weights, np.uint8)
        )
    except cv2.error as error:
        raise ModelRefused(f"OpenCV cannot load {weights}: {error.err}.") from error
    network.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    return network
