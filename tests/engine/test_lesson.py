"""What corrections teach: on simulated catalogues, judged by photos that were never given."""

from dataclasses import replace

import numpy as np
import pytest
from detecting import a_face
from simulated_shop import (
    RULE,
    a_photo,
    agreement,
    biased_shop,
    calibrated_shop,
    mistakes,
    others,
    words,
)

from engine.records import FEATURES, Category
from engine.rules.lesson import ENOUGH, Lesson, learn


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def taught(shop, said):
    """The lesson and trial of a user who said the truth about these photos of the shop."""
    return learn(words(said), rule=RULE, unsaid=others(shop, said))


def right(shop):
    return [one for one in shop if one.right]


def test_a_kind_of_photo_that_the_rule_gets_wrong_is_learned(rng):
    shop, fresh = biased_shop(rng, 600), biased_shop(rng, 800)
    lesson, trial = taught(shop, shop[:80])
    assert trial.better
    assert trial.corrections == 80
    assert trial.before == pytest.approx(agreement(shop[:80], RULE))
    assert trial.after > trial.before + 0.1
    better = replace(RULE, lesson=lesson)
    assert agreement(fresh, better) > agreement(fresh, RULE) + 0.08
    unsaid = shop[80:]
    changed = sum(
        RULE.decide(one.evidence).category is not better.decide(one.evidence).category for one in unsaid
    )
    assert trial.changes == changed > 30


@pytest.mark.parametrize("seed", range(4))
def test_who_says_only_what_is_wrong_spoils_nothing_that_is_right(seed):
    rng = np.random.default_rng(seed)
    shop, fresh = biased_shop(rng, 600), biased_shop(rng, 800)
    lesson, trial = taught(shop, mistakes(shop)[:34])
    assert (trial.before, trial.better) == (0, True)
    assert agreement(right(fresh), replace(RULE, lesson=lesson)) > 0.99
    assert agreement(fresh, replace(RULE, lesson=lesson)) > agreement(fresh, RULE) + 0.08


@pytest.mark.parametrize("seed", range(4))
def test_mistakes_without_a_pattern_teach_nothing(seed):
    """The rule knows how often it is wrong; a user who says just these cases must not turn it round."""
    shop = calibrated_shop(np.random.default_rng(seed), 1000)
    lesson, trial = taught(shop, mistakes(shop)[:40])
    assert (lesson, trial.better, trial.before) == (None, False, 0)


@pytest.mark.parametrize("seed", range(4))
def test_words_at_random_teach_nothing(seed):
    rng = np.random.default_rng(seed)
    shop = biased_shop(rng, 400)
    said = [(one.evidence, Category(int(rng.integers(2, 4)))) for one in shop[:60]]
    lesson, trial = learn(said, rule=RULE, unsaid=others(shop, shop[:60]))
    assert (lesson, trial.better) == (None, False)


def test_a_rule_that_is_already_right_is_left_alone(rng):
    shop = right(biased_shop(rng, 500))
    lesson, trial = taught(shop, shop[:60])
    assert lesson is None
    assert (trial.before, trial.better) == (1, False)


def test_fewer_than_enough_teach_nothing(rng):
    shop = biased_shop(rng, 200)
    assert taught(shop, shop[: ENOUGH - 1]) == (None, None)
    assert taught(shop, shop[:ENOUGH])[1].corrections == ENOUGH


def test_words_that_are_all_the_same_teach_what_was_missed(rng):
    """Who corrects 34 missed boots has said "worn" 34 times; the other photos stand for the rest."""
    shop, fresh = biased_shop(rng, 600), biased_shop(rng, 800)
    missed = [one for one in mistakes(shop) if one.truth is Category.WORN][:34]
    lesson, trial = taught(shop, missed)
    assert trial.better
    better = replace(RULE, lesson=lesson)
    assert agreement(right(fresh), better) > 0.99
    assert agreement(fresh, better) > agreement(fresh, RULE) + 0.08


@pytest.mark.parametrize("kind", [Category.WORN, Category.PRODUCT_ONLY])
def test_a_catalogue_of_one_category_teaches_nothing(rng, kind):
    shop = [one for one in biased_shop(rng, 600) if one.right and one.truth is kind]
    assert taught(shop, shop[:40]) == (None, None)


def test_the_order_of_the_photos_makes_no_difference(rng):
    shop = biased_shop(rng, 300)
    said, unsaid = words(shop[:60]), [one.evidence for one in shop[60:]]
    first = learn(said, rule=RULE, unsaid=unsaid)
    rng.shuffle(said)
    rng.shuffle(unsaid)
    assert first[0] is not None
    assert learn(said, rule=RULE, unsaid=unsaid) == first


def test_near_duplicates_speak_once(rng):
    """Forty shots of one pair of boots are no proof of a kind of photo that the rule gets wrong."""
    shop = right(biased_shop(rng, 400))
    look = rng.normal(size=FEATURES) * 3
    shots = [a_photo(worn=-2.0, features=look + rng.normal(size=FEATURES) * 0.1) for _ in range(40)]
    said = [*words(shop[:20]), *((shot, Category.WORN) for shot in shots)]
    lesson, trial = learn(said, rule=RULE, unsaid=others(shop, shop[:20]))
    assert (lesson, trial.better) == (None, False)
    assert trial.after == trial.before


def with_faces(shop):
    return [replace(one.evidence, faces=(a_face(),)) for one in shop]


def test_words_on_model_count_and_teach_nothing(rng):
    shop = biased_shop(rng, 400)
    faces = with_faces(shop[300:350])
    unsaid = [one.evidence for one in shop[80:300]]
    plain, trial = learn(words(shop[:80]), rule=RULE, unsaid=[*unsaid, *faces])
    said = [*words(shop[:80]), *((face, Category.ON_MODEL) for face in faces)]
    lesson, with_them = learn(said, rule=RULE, unsaid=unsaid)
    assert lesson == plain is not None
    assert with_them.corrections == trial.corrections + 50
    assert with_them.before == pytest.approx((trial.before * 80 + 50) / 130)
    assert with_them.after == pytest.approx((trial.after * 80 + 50) / 130)


def test_a_face_that_the_user_does_not_see_teaches_nothing(rng):
    """The second question never decides about it."""
    faces = with_faces(biased_shop(rng, 60))
    said = [(face, Category(2 + n % 2)) for n, face in enumerate(faces)]
    assert learn(said, rule=RULE, unsaid=[]) == (None, None)


def test_what_the_rule_lacks_evidence_for_does_not_count(rng):
    shop = biased_shop(rng, 200)
    unseen = [(replace(one.evidence, impression=None), one.truth) for one in shop[:30]]
    said = [*words(shop[:60]), *unseen]
    unsaid = [one.evidence for one in shop[60:]]
    assert learn(said, rule=RULE, unsaid=[*unsaid, unseen[0][0]]) == learn(
        words(shop[:60]), rule=RULE, unsaid=unsaid
    )


def test_a_lesson_already_in_use_is_left_out_of_account(rng):
    shop = biased_shop(rng, 300)
    lesson, trial = taught(shop, shop[:80])
    again = learn(words(shop[:80]), rule=replace(RULE, lesson=lesson), unsaid=others(shop, shop[:80]))
    assert again == (lesson, trial)
    assert lesson is not None


def test_a_catalogue_without_unsaid_photos_is_judged_by_its_words(rng):
    shop = biased_shop(rng, 300)
    lesson, trial = learn(words(shop), rule=RULE, unsaid=[])
    assert trial.better
    assert trial.changes == 0
    assert agreement(biased_shop(rng, 500), replace(RULE, lesson=lesson)) > 0.95


def test_photos_that_yolo_has_not_looked_at_take_part(rng):
    """A strong face spares a photo YOLOv3, whatever the calibrated rule thinks of that face."""
    shop = biased_shop(rng, 300)
    spared = [replace(face, persons=None, person_scores=None) for face in with_faces(shop[:100])]
    lesson, _ = learn(words(shop[100:200]), rule=RULE, unsaid=[one.evidence for one in shop[200:]] + spared)
    assert lesson is not None
    usual = replace(lesson, weights=(*[0.0] * FEATURES, 2.0, 0.0), before=1.0)
    assert usual.adds(spared[0]) == pytest.approx(1 + 2 * lesson.usual_score)
    alone = learn(words(shop), rule=RULE, unsaid=spared)
    assert alone[1].corrections == 300


def test_a_lesson_is_one_product_of_numbers():
    evidence = a_photo(worn=3.0, features=np.arange(FEATURES) / 8, score=0.5)
    weights = (*np.linspace(-1, 1, FEATURES).tolist(), 10.0, 100.0)
    lesson = Lesson(key="k", before=0.5, weights=weights)
    expected = 0.5 + np.arange(FEATURES) / 8 @ np.linspace(-1, 1, FEATURES) + 10 * 0.0 + 100 * 3.0
    assert lesson.adds(evidence) == pytest.approx(expected)


def test_the_rule_with_a_lesson_has_a_key_of_its_own_and_names_the_witness(rng):
    shop = biased_shop(rng, 400)
    first, _ = taught(shop, shop[:80])
    second, _ = taught(shop, shop[:100])
    keys = {RULE.key, replace(RULE, lesson=first).key, replace(RULE, lesson=second).key}
    assert len(keys) == 3
    (heard,) = [
        one
        for one in replace(RULE, lesson=first).decide(shop[0].evidence).testimony
        if one.witness == "catalogue"
    ]
    assert heard.question == "person"
    assert heard.weight == pytest.approx(first.adds(shop[0].evidence))
