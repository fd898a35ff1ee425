"""The cascade over one photo: MTCNN looks for faces, and where none decides, YOLOv3 looks for persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.images.load import Loaded
from engine.records import Box, Evidence, Face, Impression, Person, PersonLook, Stage, Trace
from engine.settings import Detection
from engine.vision.boxes import Floats, Letterbox, squared
from engine.vision.mtcnn import FaceTrace


class FindsFaces(Protocol):
    """The first network."""

    def find(self, image: NDArray[np.uint8]) -> tuple[tuple[Face, ...], FaceTrace]:
        """Find the faces in an image (h, w, 3), best first, and say what each stage kept."""

    def confirm(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> tuple[Face, ...]:
        """Look at the faces found in an image again, for `Face.agreement`."""


class FindsPersons(Protocol):
    """The second network."""

    def find(
        self, image: NDArray[np.uint8], *, glance: bool = False
    ) -> tuple[tuple[Person, ...], tuple[float, ...]]:
        """Find the persons in an image (h, w, 3), best first, and say how sure each look is of anybody.

        `glance` asks for one more look, at the image in small.
        """

    def looks(self, image: NDArray[np.uint8]) -> tuple[tuple[int, Letterbox, Floats], ...]:
        """Each input size, how the image lay on it, and the persons (n, 5) seen there, not merged."""


class Looks(Protocol):
    """The witness beside the cascade."""

    def look(self, image: NDArray[np.uint8]) -> Impression:
        """What an image (h, w, 3) as a whole looks like."""


class Cascade:
    """The networks, ready to look at photos."""

    def __init__(self, *, faces: FindsFaces, persons: FindsPersons, witness: Looks) -> None:
        self._faces = faces
        self._persons = persons
        self._witness = witness

    def look(self, photo: Loaded, detection: Detection) -> Evidence:
        """Gather the evidence in one photo, in pixels of the full upright photo."""
        return self._gather(photo, detection)[0]

    def trace(self, photo: Loaded, detection: Detection) -> Trace:
        """Gather the same evidence, and tell what each stage kept, in pixels of the full upright photo."""
        evidence, seen = self._gather(photo, detection)
        looks = None if evidence.persons is None else self._persons.looks(photo.pixels)
        square = np.column_stack([squared(seen.p_net[:, :4]), seen.p_net[:, 4]])
        return Trace(
            evidence=evidence,
            scales=tuple(scale / _scale(photo)[0] for scale in seen.scales),
            proposed=_stage(seen.proposed, photo),
            merged=_stage(seen.p_net, photo),
            squared=_stage(square, photo),
            refined=_stage(seen.r_net, photo),
            looks=None if looks is None else tuple(_look(*look, photo) for look in looks),
        )

    def _gather(self, photo: Loaded, detection: Detection) -> tuple[Evidence, FaceTrace]:
        faces, trace = self._faces.find(photo.pixels)
        impression = self._witness.look(photo.pixels) if detection.witness else None
        if detection.witness:
            faces = self._faces.confirm(photo.pixels, faces)
        # A face in which the witness sees no person may be printed: then YOLOv3's word is worth its time.
        doubted = impression is not None and impression.worn < 0
        decided = bool(faces) and faces[0].score >= detection.face_threshold and not doubted
        persons, scores = None, None
        if detection.both or not decided:
            persons, scores = self._persons.find(photo.pixels, glance=detection.witness)
        evidence = Evidence(
            width=photo.width,
            height=photo.height,
            faces=tuple(_face_at_full_size(face, photo) for face in faces),
            stages=trace.stages,
            persons=None if persons is None else tuple(_person_at_full_size(one, photo) for one in persons),
            person_scores=scores if detection.witness else None,
            impression=None if impression is None else _impression_at_full_size(impression, photo),
        )
        return evidence, trace


def _stage(boxes: Floats, photo: Loaded) -> Stage:
    """Boxes (n, 5) of the pixels that the networks saw, best first."""
    best = boxes[np.argsort(-boxes[:, 4], kind="stable")[: Trace.MOST]].tolist()
    at_full_size = (
        (_box_at_full_size((x0, y0, x1, y1), photo), min(1.0, score)) for x0, y0, x1, y1, score in best
    )
    return Stage(boxes=tuple(at_full_size), count=len(boxes))


def _look(size: int, box: Letterbox, persons: Floats, photo: Loaded) -> PersonLook:
    place = (float(box.left), float(box.top), float(box.left + box.width), float(box.top + box.height))
    return PersonLook(size=size, photo=place, persons=_stage(persons, photo))


def _face_at_full_size(face: Face, photo: Loaded) -> Face:
    x, y = _scale(photo)
    landmarks = tuple((px * x, py * y) for px, py in face.landmarks)
    return Face(_box_at_full_size(face.box, photo), face.score, landmarks, face.agreement)


def _person_at_full_size(person: Person, photo: Loaded) -> Person:
    return Person(_box_at_full_size(person.box, photo), person.score)


def _impression_at_full_size(seen: Impression, photo: Loaded) -> Impression:
    return seen if seen.look is None else replace(seen, look=_box_at_full_size(seen.look, photo))


def _box_at_full_size(box: Box, photo: Loaded) -> Box:
    x, y = _scale(photo)
    return box[0] * x, box[1] * y, box[2] * x, box[3] * y


def _scale(photo: Loaded) -> tuple[float, float]:
    """Photo pixels per pixel that the networks saw."""
    height, width = photo.pixels.shape[:2]
    return photo.width / width, photo.height / height
