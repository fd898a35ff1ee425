import pytest

from engine.records import Category, Evidence, Face, FaceStages, Person, Review
from engine.rules.published import PublishedRule
from engine.settings import Thresholds

STAGES = FaceStages(pyramid=1, proposed=1, merged=1, refined=1, faces=1)


def evidence(*, face=None, person=None, side=500.0, persons_ran=True):
    """A 1000 x 1000 photo with at most one face and one person, squares of `side` pixels."""
    box = (0.0, 0.0, side, side)
    faces = () if face is None else (Face(box, face, ((1.0, 1.0),) * 5),)
    persons = () if person is None else (Person(box, person),)
    return Evidence(1000, 1000, faces, STAGES, persons if persons_ran else None)


@pytest.mark.parametrize(
    ("face", "person", "category", "decided_by", "confidence"),
    [
        (None, None, Category.PRODUCT_ONLY, "none", 1.0),
        (0.9, None, Category.ON_MODEL, "face", 0.9),
        (0.999, 0.999, Category.ON_MODEL, "face", 0.999),
        (0.8999, None, Category.PRODUCT_ONLY, "none", 0.1001),
        (0.8999, 0.3, Category.WORN, "person", 0.3),
        (None, 0.2999, Category.PRODUCT_ONLY, "none", 0.7001),
        (0.5, 0.95, Category.WORN, "person", 0.95),
    ],
)
def test_the_published_rule(face, person, category, decided_by, confidence):
    decision = PublishedRule().decide(evidence(face=face, person=person))
    assert (decision.category, decision.decided_by) == (category, decided_by)
    assert decision.confidence == pytest.approx(confidence)


@pytest.mark.parametrize(
    ("found", "doubts"),
    [
        ({"face": 0.999}, {Review.FACE_WITHOUT_PERSON}),
        ({"face": 0.999, "persons_ran": False}, set()),
        ({"face": 0.999, "person": 0.9}, set()),
        ({"face": 0.92, "person": 0.9}, {Review.FACE_NEAR_THRESHOLD}),
        ({"face": 0.999, "person": 0.9, "side": 20.0}, {Review.SMALL_FACE}),
        ({"face": 0.85, "person": 0.9}, {Review.FACE_NEAR_THRESHOLD}),
        ({"face": 0.55}, {Review.FACE_NEAR_THRESHOLD}),
        ({"person": 0.35}, {Review.PERSON_NEAR_THRESHOLD}),
        ({"person": 0.25}, {Review.PERSON_NEAR_THRESHOLD}),
        ({"person": 0.9, "side": 100.0}, {Review.SMALL_PERSON}),
        ({"person": 0.06}, set()),
        ({}, set()),
        ({"face": 1.0, "persons_ran": False}, set()),
    ],
)
def test_what_asks_for_the_user_s_eye(found, doubts):
    assert set(PublishedRule().decide(evidence(**found)).review) == doubts


def test_thresholds_move_the_decision():
    seen = evidence(face=0.95, person=0.4)
    assert PublishedRule().decide(seen).category is Category.ON_MODEL
    assert PublishedRule(Thresholds(face=0.96)).decide(seen).category is Category.WORN
    assert PublishedRule(Thresholds(face=0.96, person=0.5)).decide(seen).category is Category.PRODUCT_ONLY


def test_evidence_without_the_second_network_decides_only_by_a_face():
    spared = evidence(face=0.95, persons_ran=False)
    assert not PublishedRule().lacks(spared)
    assert PublishedRule(Thresholds(face=0.99)).lacks(spared)
    with pytest.raises(ValueError, match="scan the photo again"):
        PublishedRule(Thresholds(face=0.99)).decide(spared)
