"""What each witness of the calibrated rule reads from the evidence, as numbers that can be weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.records import Evidence, Face, WitnessName
from engine.rules.odds import geometric_mean, log_odds

_LOWEST, _HIGHEST = 0.001, 0.999
"""A score is taken for no clearer than this."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a witness says: the value a user can check, and the same on the scale that is weighed."""

    value: float
    scaled: float


def about_face(evidence: Evidence, face: Face) -> dict[WitnessName, Reading]:
    """What speaks for or against `face` being the face of somebody in the photo."""
    readings: dict[WitnessName, Reading] = {"face_score": _scored(face.score)}
    if face.agreement is not None:
        readings["face_agreement"] = _scored(face.agreement)
    if evidence.impression is not None:
        readings["impression_face"] = Reading(evidence.impression.face, evidence.impression.face)
        readings["impression_worn"] = Reading(evidence.impression.worn, evidence.impression.worn)
    return readings


def about_person(evidence: Evidence) -> dict[WitnessName, Reading]:
    """What speaks for or against a person, or a part of one, in the photo."""
    readings: dict[WitnessName, Reading] = {}
    if evidence.person_scores is not None:
        readings["person_score"] = _scored(geometric_mean(evidence.person_scores))
    if evidence.impression is not None:
        readings["impression_worn"] = Reading(evidence.impression.worn, evidence.impression.worn)
    return readings


def features(evidence: Evidence) -> np.ndarray:
    """The witness network's features as numbers (64,)."""
    if evidence.impression is None:
        raise ValueError("the witness network has not looked at this photo")
    return np.frombuffer(evidence.impression.features, dtype="<f2").astype(float)


def _scored(score: float) -> Reading:
    return Reading(score, log_odds(min(max(score, _LOWEST), _HIGHEST)))
