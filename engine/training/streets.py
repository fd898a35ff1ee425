"""Which street photos have nobody else in them: only these may stand for an empty street."""

from __future__ import annotations

from collections.abc import Iterable

from engine.training.cutouts import without
from engine.training.sources import WornPhoto, mask, pixels
from engine.vision.models import BUNDLED, person_model
from engine.vision.yolov3 import PersonFinder

PASSER_BY = 0.12
"""YOLOv3 scores from which somebody else may be in the street."""


def empty_streets(photos: Iterable[WornPhoto]) -> frozenset[str]:
    """The file names of the photos in which YOLOv3-tiny finds nobody once the wearer is taken out."""
    model = person_model("yolov3-tiny")
    finder = PersonFinder(model, folders=[BUNDLED], sizes=model.input_sizes)
    return frozenset(
        photo.path.name
        for photo in photos
        if all(
            person.score < PASSER_BY
            for person in finder.find(without(pixels(photo.path), mask(photo.mask_path)))[0]
        )
    )
