"""Evidence as compact JSON and back; boxes keep hundredths of a pixel, scores six digits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from engine.records import Evidence, Face, FaceStages, Person

Columns = tuple[int, int, str, str, str | None]
"""width, height, stages, faces, persons: as in the table `evidence`."""


def to_columns(evidence: Evidence) -> Columns:
    """Write the evidence as the database keeps it."""
    stages = evidence.stages
    counts = [stages.pyramid, stages.proposed, stages.merged, stages.refined, stages.faces]
    faces = [
        [_pixels(face.box), _score(face.score), [_pixels(point) for point in face.landmarks]]
        for face in evidence.faces
    ]
    persons = None
    if evidence.persons is not None:
        persons = _json([[_pixels(person.box), _score(person.score)] for person in evidence.persons])
    return int(evidence.width), int(evidence.height), _json([int(n) for n in counts]), _json(faces), persons


def from_columns(columns: Columns) -> Evidence:
    """Read the evidence as the database keeps it."""
    width, height, stages, faces, persons = columns
    return Evidence(
        width=width,
        height=height,
        stages=FaceStages(*json.loads(stages)),
        faces=tuple(_face(*face) for face in json.loads(faces)),
        persons=None
        if persons is None
        else tuple(Person(_box(b), score) for b, score in json.loads(persons)),
    )


def _face(box: Sequence[float], score: float, landmarks: Sequence[Sequence[float]]) -> Face:
    return Face(box=_box(box), score=score, landmarks=tuple((x, y) for x, y in landmarks))


def _box(values: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = values
    return x0, y0, x1, y1


def _pixels(values: Sequence[float]) -> list[float]:
    return [round(float(value), 2) for value in values]


def _score(value: float) -> float:
    return round(float(value), 6)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
