"""The calibrated rule: probabilities that add up, witnesses that are named, and what it asks for."""

import math
import struct
from dataclasses import replace

import pytest
from detecting import a_face, a_person, seen

from engine.errors import ModelRefused
from engine.records import Category, Face, Impression, Review
from engine.rules.calibrated import CalibratedRule
from engine.rules.calibration import Calibration, Hearing, Weight, calibration
from engine.rules.chosen import rule_named

RULE = CalibratedRule(
    Calibration(
        version="test",
        sure=0.9,
        face=Hearing(
            before=1.0, weights={"face_score": Weight(1.0, 2.0), "impression_worn": Weight(0.5, 0.0)}
        ),
        person=Hearing(
            before=-0.5, weights={"person_score": Weight(0.5, -1.0), "impression_worn": Weight(1.0, 0.0)}
        ),
    )
)


def impression(worn=0.0, face=0.0):
    return Impression(worn=worn, face=face, features=struct.pack("<64e", *[0.0] * 64), look=None)


def evidence(*, worn=0.0, faces=(), persons=()):
    return replace(seen(faces=faces, persons=persons), impression=impression(worn))


def log_odds(p):
    return math.log(p / (1 - p))


def test_the_probabilities_are_those_of_the_sums():
    decision = RULE.decide(evidence(worn=2.0, faces=(a_face(0.9),), persons=(a_person(0.4),)))
    face = 1 / (1 + math.exp(-(1.0 + (log_odds(0.9) - 2.0) + 0.5 * 2.0)))
    person = 1 / (1 + math.exp(-(-0.5 + 0.5 * (log_odds(0.4) + 1.0) + 2.0)))
    expected = (face, (1 - face) * person, (1 - face) * (1 - person))
    assert decision.probabilities == pytest.approx(expected)
    assert sum(decision.probabilities) == pytest.approx(1)
    assert decision.confidence == pytest.approx(max(expected))
    assert (decision.category, decision.decided_by) == (Category.ON_MODEL, "face")


def test_the_why_names_every_witness_and_its_weight():
    decision = RULE.decide(evidence(worn=2.0, faces=(a_face(0.9),), persons=(a_person(0.4),)))
    said = {(one.question, one.witness): one for one in decision.testimony}
    assert set(said) == {
        ("face", "before"), ("face", "face_score"), ("face", "impression_worn"),
        ("person", "before"), ("person", "person_score"), ("person", "impression_worn"),
    }  # fmt: skip
    assert said["face", "face_score"].value == 0.9
    assert said["person", "impression_worn"].weight == pytest.approx(2.0)
    for question, probability in (("face", decision.probabilities[0]),):
        total = sum(one.weight for one in decision.testimony if one.question == question)
        assert total == pytest.approx(log_odds(probability))


def test_a_printed_face_is_outvoted_where_nothing_looks_like_a_person():
    on_a_shirt = evidence(worn=-9.0, faces=(a_face(0.95),), persons=())
    assert RULE.decide(on_a_shirt).category is Category.PRODUCT_ONLY
    assert RULE.decide(replace(on_a_shirt, impression=impression(worn=4.0))).category is Category.ON_MODEL


def test_the_best_face_counts_not_the_first():
    small = Face(box=(0, 0, 3, 3), score=0.99, landmarks=())
    one = RULE.decide(evidence(faces=(small,)))
    both = RULE.decide(evidence(faces=(a_face(0.6), small)))
    assert both.probabilities[0] == pytest.approx(one.probabilities[0])


def test_two_faces_alike_are_no_trouble():
    assert RULE.decide(evidence(faces=(a_face(), a_face()))) == RULE.decide(evidence(faces=(a_face(),)))


def test_worn_without_a_box_and_product_without_anything():
    worn = RULE.decide(evidence(worn=5.0))
    assert (worn.category, worn.decided_by) == (Category.WORN, "person")
    product = RULE.decide(evidence(worn=-5.0))
    assert (product.category, product.decided_by) == (Category.PRODUCT_ONLY, "none")
    assert worn.review == product.review == ()


def test_what_is_not_probable_enough_asks_for_the_user():
    assert RULE.decide(evidence(worn=1.5)).review == (Review.UNCERTAIN,)


def test_what_the_rule_lacks():
    nothing = seen(persons=())
    assert RULE.lacks(nothing)
    with pytest.raises(ValueError, match="scan"):
        RULE.decide(nothing)
    assert RULE.lacks(replace(seen(persons=None), impression=impression()))
    of_an_older_program = replace(seen(persons=(a_person(),)), impression=impression(), person_scores=None)
    assert RULE.lacks(of_an_older_program)
    spared = replace(seen(faces=(a_face(0.95),), persons=None), impression=impression(3.0))
    assert not RULE.lacks(spared)
    assert RULE.decide(spared).category is Category.ON_MODEL
    unsure = replace(seen(faces=(a_face(0.6),), persons=None), impression=impression())
    assert RULE.lacks(unsure)


def test_the_shipped_numbers_are_there_for_each_person_network():
    for name in ("yolov3-tiny", "yolov3"):
        numbers = calibration(name)
        assert 0.5 < numbers.sure < 1
        assert numbers.person.weights["impression_worn"].slope > 0
        assert numbers.person.weights["person_score"].slope > 0
        assert numbers.face.weights["face_agreement"].slope > 0
    with pytest.raises(ModelRefused, match="yolov9"):
        calibration("yolov9")


def test_a_rule_for_each_name():
    assert rule_named("published", person_model="yolov3-tiny").name == "published"
    calibrated = rule_named("calibrated", person_model="yolov3-tiny")
    assert calibrated.name == "calibrated"
    assert calibrated.key == f"calibrated {calibration('yolov3-tiny').version}"


def test_a_witness_whose_word_levels_off():
    free, bounded = Weight(slope=2.0, neutral=1.0), Weight(slope=2.0, neutral=1.0, most=3.0)
    assert (free.adds(1.0), bounded.adds(1.0)) == (0, 0)
    assert bounded.adds(1.1) == pytest.approx(free.adds(1.1), rel=0.01)
    assert bounded.adds(100.0) == pytest.approx(3.0)
    assert bounded.adds(-100.0) == pytest.approx(-3.0)
    assert free.adds(100.0) == pytest.approx(198.0)


def test_yolov3_s_word_is_the_geometric_mean_of_its_looks():
    one = replace(evidence(persons=(a_person(0.8),)), person_scores=(0.8, 0.2, 0.4))
    said = {word.witness: word for word in RULE.decide(one).testimony}["person_score"]
    assert said.value == pytest.approx(0.4)
    assert said.weight == pytest.approx(0.5 * (log_odds(0.4) + 1.0))
