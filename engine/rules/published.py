"""The published rule: a face makes a photo "on model", else a person makes it "worn", else "product only"."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.records import Category, Decision, Evidence, Face, Person, Review, RuleName
from engine.rules.odds import log_odds
from engine.settings import Thresholds

SMALL_FACE = 0.05
"""A face whose longer side is less than this share of the photo's long edge may be in the background."""
SMALL_PERSON = 0.15
"""A person who fills less than this share of the photo may not be what the photo is about."""


@dataclass(frozen=True, slots=True)
class PublishedRule:
    """The published rule with its two thresholds; see `engine.rules.rule.Rule`."""

    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def name(self) -> RuleName:
        """Which rule it is."""
        return "published"

    @property
    def key(self) -> str:
        """Name and numbers as text."""
        return f"published face={self.thresholds.face:g} person={self.thresholds.person:g}"

    def lacks(self, evidence: Evidence) -> bool:
        """Whether YOLOv3's word is missing: no face decides and it has not run on this photo."""
        return evidence.persons is None and _best(evidence.faces) < self.thresholds.face

    def decide(self, evidence: Evidence) -> Decision:
        """Give the evidence its category. Raises ValueError where the rule `lacks` something."""
        thresholds = self.thresholds
        face = _best(evidence.faces)
        if face >= thresholds.face:
            return Decision(Category.ON_MODEL, face, "face", tuple(_face_doubts(evidence, thresholds)))
        if evidence.persons is None:
            raise ValueError("no face decides, and YOLOv3 has not run: scan the photo again")
        person = _best(evidence.persons)
        doubts = tuple(_person_doubts(evidence, evidence.persons, thresholds))
        if person >= thresholds.person:
            return Decision(Category.WORN, person, "person", doubts)
        return Decision(Category.PRODUCT_ONLY, 1 - max(face, person), "none", doubts)


def _face_doubts(evidence: Evidence, thresholds: Thresholds) -> Iterable[Review]:
    if _near(_best(evidence.faces), thresholds.face, thresholds.review_margin):
        yield Review.FACE_NEAR_THRESHOLD
    if evidence.persons is not None and _best(evidence.persons) < thresholds.person:
        yield Review.FACE_WITHOUT_PERSON
    believed = [face for face in evidence.faces if face.score >= thresholds.face]
    longest = max(max(_sides(face)) for face in believed)
    if longest < SMALL_FACE * max(evidence.width, evidence.height):
        yield Review.SMALL_FACE


def _person_doubts(evidence: Evidence, persons: Sequence[Person], thresholds: Thresholds) -> Iterable[Review]:
    if evidence.faces:  # each a candidate of 0.5 or more that did not decide
        yield Review.FACE_NEAR_THRESHOLD
    if _near(_best(persons), thresholds.person, thresholds.review_margin):
        yield Review.PERSON_NEAR_THRESHOLD
    believed = [person for person in persons if person.score >= thresholds.person]
    largest = max((math.prod(_sides(person)) for person in believed), default=math.inf)
    if largest < SMALL_PERSON * evidence.width * evidence.height:
        yield Review.SMALL_PERSON


def _near(score: float, threshold: float, margin: float) -> bool:
    """Whether two probabilities lie within `margin` of each other in log-odds.

    Log-odds, because 0.99 against 0.90 is a far clearer face than 0.39 against 0.30 is a person.
    """
    return 0 < score < 1 and abs(log_odds(score) - log_odds(threshold)) < margin


def _best(found: Sequence[Face | Person]) -> float:
    return max((one.score for one in found), default=0.0)


def _sides(found: Face | Person) -> tuple[float, float]:
    x0, y0, x1, y1 = found.box
    return x1 - x0, y1 - y0
