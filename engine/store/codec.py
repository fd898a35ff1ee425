"""Evidence as compact JSON and back; boxes keep hundredths of a pixel, scores six digits."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from engine.records import Evidence, Face, FaceStages, Impression, Person

Columns = tuple[int, int, str, str, str | None, str | None, str | None]
"""width, height, stages, faces, persons, impression, person_scores: as in the table `evidence`."""


def to_columns(evidence: Evidence) -> Columns:
    """Write the evidence as the database keeps it."""
    stages = evidence.stages
    counts = [stages.pyramid, stages.proposed, stages.merged, stages.refined, stages.faces]
    faces = [_of_face(face) for face in evidence.faces]
    persons = None
    if evidence.persons is not None:
        persons = _json([[_pixels(person.box), _score(person.score)] for person in evidence.persons])
    scores = None
    if evidence.person_scores is not None:
        scores = _json([_score(score) for score in evidence.person_scores])
    impression = None if evidence.impression is None else _json(_of_impression(evidence.impression))
    return (
        int(evidence.width),
        int(evidence.height),
        _json([int(n) for n in counts]),
        _json(faces),
        persons,
        impression,
        scores,
    )


def from_columns(columns: Columns) -> Evidence:
    """Read the evidence as the database keeps it."""
    width, height, stages, faces, persons, impression, scores = columns
    return Evidence(
        width=width,
        height=height,
        stages=FaceStages(*json.loads(stages)),
        faces=tuple(_face(*face) for face in json.loads(faces)),
        persons=None
        if persons is None
        else tuple(Person(_box(b), score) for b, score in json.loads(persons)),
        person_scores=None if scores is None else tuple(json.loads(scores)),
        impression=None if impression is None else _impression(*json.loads(impression)),
    )


def _of_face(face: Face) -> list[Any]:
    values = [_pixels(face.box), _score(face.score), [_pixels(point) for point in face.landmarks]]
    return values if face.agreement is None else [*values, _score(face.agreement)]


def _face(
    box: Sequence[float],
    score: float,
    landmarks: Sequence[Sequence[float]],
    agreement: float | None = None,
) -> Face:
    return Face(_box(box), score, tuple((x, y) for x, y in landmarks), agreement)


def _of_impression(seen: Impression) -> list[Any]:
    look = None if seen.look is None else _pixels(seen.look)
    return [_score(seen.worn), _score(seen.face), base64.b64encode(seen.features).decode(), look]


def _impression(worn: float, face: float, features: str, look: Sequence[float] | None) -> Impression:
    return Impression(worn, face, base64.b64decode(features), None if look is None else _box(look))


def _box(values: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = values
    return x0, y0, x1, y1


def _pixels(values: Sequence[float]) -> list[float]:
    return [round(float(value), 2) for value in values]


def _score(value: float) -> float:
    return round(float(value), 6)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
