"""Fits the calibrated rule on scenes whose sources neither the witness nor anything else has learned from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.records import Evidence, WitnessName
from engine.rules.calibration import Weight
from engine.rules.witnesses import Reading, about_face, about_person
from engine.settings import Detection
from engine.training.regression import Line, logistic
from engine.training.samples import Samples
from engine.vision.models import person_model_names

PENALTY = 1e-3
FACE_WITNESSES: tuple[WitnessName, ...] = (
    "face_score",
    "face_agreement",
    "impression_face",
    "impression_worn",
)
PERSON_WITNESSES: tuple[WitnessName, ...] = ("person_score", "impression_worn")
MOST: Mapping[WitnessName, float] = {"impression_worn": 4.0}
"""Where the word of the witness network on persons levels off, in log-odds, before all is scaled.

It has learned from scenes like those that it is calibrated on; everyday photos are not like them. Of 1.5, 2,
2.5, 3, 4, 6 and no bound, 4 makes the labels of held-out scenes and of photos of another origin likeliest
(docs/accuracy.md)."""

SURE = 0.85
"""A category less probable than this asks for the user's eye: so are 14 % of the held-out scenes and 16 %
of photos of another origin, whose others are right to 98.3 % (docs/accuracy.md)."""

UNSEEN: tuple[Callable[[str], bool], ...] = (
    lambda kind: kind in {"feet", "foot", "calves"},
    lambda kind: kind in {"legs"},
    lambda kind: kind in {"torso", "body"},
    lambda kind: kind in {"hand", "part"},
    lambda kind: kind.endswith("shoes"),
    lambda kind: kind.endswith(("pants", "shorts")),
    lambda kind: kind.endswith(("t-shirt", "longsleeve", "shirt", "outwear")),
    lambda kind: kind.endswith(("dress", "skirt", "hat")),
    lambda kind: kind in {"street", "empty"},
)
"""Groups of kinds of scenes. Shops show things that no training has: how sure the witness may be is judged by
what a witness that has never seen a group says about it."""


def as_if_unseen(train: Samples, held_out: Samples, *, fit: Callable[[Samples], Line]) -> NDArray[np.float64]:
    """What witnesses that have not learned from a scene's group say of it: log-odds (n,)."""
    said = np.full(len(held_out.kinds), np.nan)
    for member in UNSEEN:
        theirs = np.array([member(kind) for kind in held_out.kinds])
        others = np.array([not member(kind) for kind in train.kinds])
        said[theirs] = fit(train.where(others))(held_out.pooled[theirs])
    return said


def hearing(
    readings: Sequence[Mapping[WitnessName, Reading]],
    yes: NDArray[np.bool_],
    *,
    witnesses: Sequence[WitnessName],
    natural: NDArray[np.bool_],
    most: Mapping[WitnessName, float],
) -> dict[str, Any]:
    """Fit what each witness counts: `before`, and for each witness `slope` and `neutral`.

    Each witness is heard alone, as if the others said nothing: neutral is the reading at which it speaks for
    neither. The sum of all is then scaled to be right on average. A regression on all at once would give
    YOLOv3 no weight, since the witness network knows what the scenes show better; on photos unlike the scenes
    the two err at different times, and everyday scenes are what YOLOv3 was trained on. YOLOv3 is heard in
    `natural` (n,) scenes only, for pieces put before another background are nothing that it ever saw. What
    levels off at `most` does so before the scaling.
    """
    heard: dict[WitnessName, Weight] = {}
    total = np.zeros(len(yes))
    for name in witnesses:
        reading = np.array([[one[name].scaled] for one in readings])
        fair = natural if name == "person_score" else np.ones(len(yes), dtype=bool)
        line = logistic(reading[fair], yes[fair], penalty=PENALTY, weights=_balanced(yes[fair]))
        heard[name] = Weight(float(line.slopes[0]), float(-line.before / line.slopes[0]), most.get(name))
        total += [heard[name].adds(one) for one in reading[:, 0].tolist()]
    scale = logistic(total[:, None], yes, penalty=PENALTY, weights=_balanced(yes))
    weights = {name: _scaled(one, by=float(scale.slopes[0])) for name, one in heard.items()}
    return {"before": round(scale.before, 4), "weights": weights}


def _scaled(weight: Weight, *, by: float) -> dict[str, float]:
    numbers = {"slope": weight.slope * by, "neutral": weight.neutral}
    if weight.most is not None:
        numbers["most"] = weight.most * by
    return {name: round(number, 4) for name, number in numbers.items()}


def _balanced(yes: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights (n,) with which yes and no count alike."""
    return np.asarray(np.where(yes, 0.5 / yes.mean(), 0.5 / (1 - yes.mean())))


def face_hearing(evidence: Sequence[Evidence], samples: Samples) -> dict[str, Any]:
    """Fit the question whether the best face that MTCNN found is a real one."""
    found = np.array([bool(one.faces) for one in evidence])
    readings = [about_face(one, one.faces[0]) for one in evidence if one.faces]
    return hearing(
        readings, samples.face[found], witnesses=FACE_WITNESSES, natural=samples.natural[found], most={}
    )


def person_hearing(
    evidence: Sequence[Evidence], samples: Samples, *, unseen: NDArray[np.float64]
) -> dict[str, Any]:
    """Fit the question whether a person can be seen where no face is.

    Each scene is heard twice, with what the witness network says of it and with `unseen` (n,), what it would
    say had it not learned from such scenes (NaN: not asked): nobody knows which a photo to come is like.
    """
    readings, places = [], []
    for place in np.flatnonzero(~samples.face).tolist():
        heard = about_person(evidence[place])
        readings.append(heard)
        places.append(place)
        if not np.isnan(unseen[place]):
            said = float(unseen[place])
            readings.append({**heard, "impression_worn": Reading(said, said)})
            places.append(place)
    return hearing(
        readings,
        samples.worn[places],
        witnesses=PERSON_WITNESSES,
        natural=samples.natural[places],
        most=MOST,
    )


def numbers(
    known: Mapping[str, Any], *, version: str, face: dict[str, Any], person: dict[str, Any], person_model: str
) -> dict[str, Any]:
    """All numbers of the rule, as calibration.json has them, with those just fitted for `person_model`.

    What is `known` for another person network stays only if the witness has the same `version`: its weights
    mean nothing beside another witness. A network without numbers of its own has those of the default one.
    """
    default = Detection().person_model
    theirs = known["person"] if known.get("version") == version else {}
    own = {name: one for name, one in theirs.items() if name == default or one != theirs.get(default)}
    own[person_model] = person
    every = {name: own.get(name, own.get(default)) for name in person_model_names()}
    fitted = {name: one for name, one in every.items() if one is not None}
    return {"version": version, "sure": SURE, "face": face, "person": fitted}
