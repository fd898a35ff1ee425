"""What each witness of the calibrated rule reads from the evidence, as numbers that can be weighed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.records import Evidence, Face, WitnessName

_LOWEST, _HIGHEST = 0.04, 0.999
"""A score is taken for no clearer than this. No person found means only that none scored 0.05, and far out,
networks overstate."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a witness says: the value a user can check, and the same on the scale that is weighed."""

    value: float
    scaled: float


def about_face(evidence: Evidence, face: Face) -> dict[WitnessName, Reading]:
    """What speaks for or against `face` being the face of somebody in the photo."""
    long_edge = max(evidence.width, evidence.height)
    share = max(face.box[2] - face.box[0], face.box[3] - face.box[1]) / long_edge
    readings: dict[WitnessName, Reading] = {
        "face_score": _scored(face.score),
        "face_size": Reading(share, math.log2(max(share, 1e-3))),
    }
    if face.agreement is not None:
        readings["face_agreement"] = _scored(face.agreement)
    if evidence.impression is not None:
        readings["impression_face"] = Reading(evidence.impression.face, evidence.impression.face)
        readings["impression_worn"] = Reading(evidence.impression.worn, evidence.impression.worn)
    return readings


def about_person(evidence: Evidence) -> dict[WitnessName, Reading]:
    """What speaks for or against a person, or a part of one, in the photo."""
    readings: dict[WitnessName, Reading] = {}
    if evidence.persons is not None:
        readings["person_score"] = _scored(max((person.score for person in evidence.persons), default=0.0))
    if evidence.impression is not None:
        readings["impression_worn"] = Reading(evidence.impression.worn, evidence.impression.worn)
    return readings


def features(evidence: Evidence) -> np.ndarray:
    """The witness network's features as numbers (64,)."""
    if evidence.impression is None:
        raise ValueError("the witness network has not looked at this photo")
    return np.frombuffer(evidence.impression.features, dtype="<f2").astype(float)


def log_odds(probability: float) -> float:
    """Of a probability strictly between 0 and 1."""
    return math.log(probability / (1 - probability))


def _scored(score: float) -> Reading:
    return Reading(score, log_odds(min(max(score, _LOWEST), _HIGHEST)))
