"""The calibrated rule: witnesses add to the log-odds of a face and of a person; the sums are probabilities.

Two questions, as in the published cascade: can a face be seen, and if not, can a person or a part of one?
Each is answered by a logistic regression on what the networks said, fitted on held-out photos, so that of the
photos called "0.9" nine in ten are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.records import (
    Category,
    DecidedBy,
    Decision,
    Evidence,
    Question,
    Review,
    RuleName,
    Testimony,
    WitnessName,
)
from engine.rules.calibration import Calibration, Hearing
from engine.rules.lesson import Lesson
from engine.rules.odds import probability
from engine.rules.witnesses import Reading, about_face, about_person
from engine.settings import Thresholds

NO_FACE = 0.002
"""Probability of category 1 where MTCNN found nothing: a face that only the user sees."""
_DECIDED_BY: Mapping[Category, DecidedBy] = {
    Category.ON_MODEL: "face",
    Category.WORN: "person",
    Category.PRODUCT_ONLY: "none",
}


@dataclass(frozen=True, slots=True)
class CalibratedRule:
    """Probabilities from all witnesses; see `engine.rules.rule.Rule`."""

    calibration: Calibration
    lesson: Lesson | None = None
    """What the user's own corrections of this catalogue add; None where nothing was learned."""
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def name(self) -> RuleName:
        """Which rule it is."""
        return "calibrated"

    @property
    def key(self) -> str:
        """Name and numbers as text."""
        learned = f" {self.lesson.key}" if self.lesson else ""
        return f"calibrated {self.calibration.version}{learned}"

    def lacks(self, evidence: Evidence) -> bool:
        """Whether the witness network has not looked, or no face is there and YOLOv3 has not testified."""
        spared = any(face.score >= self.thresholds.face for face in evidence.faces)
        return evidence.impression is None or (evidence.person_scores is None and not spared)

    def decide(self, evidence: Evidence) -> Decision:
        """Give the evidence its category. Raises ValueError where the rule `lacks` something."""
        if self.lacks(evidence):
            raise ValueError("a network has not looked: scan the photo again")
        face, for_face = self._face(evidence)
        person, for_person = self._person(evidence)
        probabilities = (face, (1 - face) * person, (1 - face) * (1 - person))
        best = max(range(3), key=probabilities.__getitem__)
        doubts = (Review.UNCERTAIN,) if probabilities[best] < self.calibration.sure else ()
        category = Category(best + 1)
        return Decision(
            category=category,
            confidence=probabilities[best],
            decided_by=_DECIDED_BY[category],
            review=doubts,
            probabilities=probabilities,
            testimony=(*for_face, *for_person),
        )

    def _face(self, evidence: Evidence) -> tuple[float, tuple[Testimony, ...]]:
        """The probability that a face can be seen, by the likeliest of those found, and who says so."""
        heard = [
            _weighed("face", self.calibration.face, about_face(evidence, face)) for face in evidence.faces
        ]
        likeliest = max(heard, key=_probability, default=())
        return (_probability(likeliest), likeliest) if likeliest else (NO_FACE, ())

    def _person(self, evidence: Evidence) -> tuple[float, tuple[Testimony, ...]]:
        """The probability that a person or a part of one can be seen, and who says so."""
        heard = _weighed("person", self.calibration.person, about_person(evidence))
        if self.lesson is not None:
            learned = self.lesson.adds(evidence)
            heard = (*heard, Testimony("catalogue", "person", learned, learned))
        return _probability(heard), heard


def _weighed(
    question: Question, hearing: Hearing, readings: Mapping[WitnessName, Reading]
) -> tuple[Testimony, ...]:
    said = (
        Testimony(name, question, readings[name].value, w.adds(readings[name].scaled))
        for name, w in hearing.weights.items()
        if name in readings
    )
    return (Testimony("before", question, None, hearing.before), *said)


def _probability(heard: Iterable[Testimony]) -> float:
    """Of yes, by what all witnesses add."""
    return probability(sum(one.weight for one in heard))
