"""What the witness learns from: honest crops, reproducible scenes, and regressions that others confirm."""

import json
from functools import partial

import cv2
import numpy as np
import pytest
import statsmodels.api as sm

from engine.rules.calibration import FILE
from engine.rules.witnesses import Reading
from engine.training import crops, scenes
from engine.training.calibrate import UNSEEN, hearing, numbers
from engine.training.cutouts import product_mask, without
from engine.training.degrade import degraded
from engine.training.regression import logistic, principal_axes
from engine.training.samples import studio
from engine.training.scenes import KINDS, Studio
from engine.training.sources import FOLDS, ProductPhoto, WornPhoto, fold_of, product_photos, worn_photos


@pytest.fixture
def sources(tmp_path):
    """A drawn wearer with head and shoes in a street, and a drawn shirt on a floor."""
    street = np.full((416, 276, 3), (180, 170, 160), np.uint8)
    inside = np.zeros((416, 276), np.uint8)
    for picture, colour in ((street, (60, 40, 130)), (inside, 255)):
        cv2.ellipse(picture, (138, 55), (22, 30), 0, 0, 360, colour, -1)
        cv2.rectangle(picture, (100, 85), (176, 240), colour, -1)
        cv2.rectangle(picture, (105, 240), (135, 390), colour, -1)
        cv2.rectangle(picture, (142, 240), (172, 390), colour, -1)
    shirt = np.full((300, 400, 3), (90, 140, 190), np.uint8)
    cv2.rectangle(shirt, (120, 60), (280, 250), (30, 30, 160), -1)
    cv2.imwrite(str(tmp_path / "worn.png"), street)
    cv2.imwrite(str(tmp_path / "mask.png"), inside)
    cv2.imwrite(str(tmp_path / "shirt.png"), shirt)
    worn = WornPhoto(
        tmp_path / "worn.png",
        tmp_path / "mask.png",
        (95, 25, 180, 392),
        (110, 25, 165, 85),
        (100, 370, 178, 392),
    )
    products = [ProductPhoto(tmp_path / "shirt.png", "t-shirt")]
    return partial(Studio, worn=[worn], products=products, streets=[worn]), worn, inside


@pytest.mark.parametrize("kind", crops.HEADLESS)
def test_a_crop_called_headless_holds_no_head(sources, kind):
    _, worn, inside = sources
    rng = np.random.default_rng(1)
    rects = [crops.crop_of(kind, worn, inside, rng) for _ in range(50)]
    found = [rect for rect in rects if rect]
    assert len(found) > 25
    assert all(rect[1] >= worn.head[3] for rect in found)
    assert all(inside[y0:y1, x0:x1].any() for x0, y0, x1, y1 in found)


def test_the_same_seed_draws_the_same_scenes(sources, monkeypatch):
    monkeypatch.setattr(scenes, "KINDS", dict.fromkeys(KINDS, 2.0))
    opened, _, _ = sources
    first, again, other = opened(seed=4), opened(seed=4), opened(seed=5)
    for kind in KINDS:
        one, two, three = (list(drawing.scenes(kind)) for drawing in (first, again, other))
        assert [scene.kind.split()[0] for scene in one] == [kind] * len(one) != []
        assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(one, two, strict=True))
        assert any(
            a.pixels.shape != c.pixels.shape or (a.pixels != c.pixels).any()
            for a, c in zip(one, three, strict=False)
        )
        assert all(scene.worn == (kind in (*crops.HEADLESS, *crops.WITH_HEAD)) for scene in one)
        assert all(scene.face == (kind in crops.WITH_HEAD) for scene in one)


def test_a_cut_out_is_where_the_product_is(sources):
    _, worn, _ = sources
    shirt = cv2.imread(str(worn.path.parent / "shirt.png"))
    inside = product_mask(shirt)
    truth = np.zeros(inside.shape, bool)
    truth[60:251, 120:281] = True
    overlap = ((inside > 127) & truth).sum() / ((inside > 127) | truth).sum()
    assert overlap > 0.9
    empty = without(shirt, inside)
    assert np.abs(empty[150, 200].astype(int) - shirt[5, 5]).max() < 12  # the floor, where the shirt was


def test_what_has_nothing_in_front_is_not_cut_out():
    assert product_mask(np.full((200, 200, 3), 120, np.uint8)) is None


def test_degrading_leaves_a_picture():
    rng = np.random.default_rng(0)
    for _ in range(40):
        made = degraded(np.full((120, 200, 3), 127, np.uint8), rng)
        assert (made.dtype, made.ndim) == (np.uint8, 3)
        assert min(made.shape[:2]) >= 120


def test_nothing_made_of_a_held_out_photo_is_learned(shared):
    folder = shared / "training"
    names = {
        fold: {p.path.name for p in studio(folder, folds=[fold], streets=frozenset(), seed=1)._worn}
        for fold in range(FOLDS)
    }
    everything = [photo.path.name for photo in worn_photos(folder)]
    assert sorted(name for part in names.values() for name in part) == sorted(everything)
    assert (len(everything), len(product_photos(folder))) == (916, 1957)
    assert fold_of(worn_photos(folder)[0].path) == worn_photos(folder)[0].fold
    held_out = {path.stem for path in (shared / "photos").glob("*.jpg")}
    assert not held_out & {name.removesuffix(".jpg") for name in everything}


def test_the_regression_is_that_of_statsmodels():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 3)) * (1, 5, 0.2) + (0, 3, 1)
    yes = rng.random(400) < 1 / (1 + np.exp(-(x @ (0.8, -0.3, 2.0) - 1)))
    theirs = sm.Logit(yes, sm.add_constant(x)).fit(disp=False).params
    line = logistic(x, yes, penalty=0.0)
    np.testing.assert_allclose([line.before, *line.slopes], theirs, atol=2e-3)
    twice = logistic(np.repeat(x, 2, axis=0), np.repeat(yes, 2), penalty=0.05)
    weighted = logistic(x, yes, penalty=0.05, weights=np.full(400, 2.0))
    np.testing.assert_allclose(twice.slopes, weighted.slopes, atol=2e-3)
    assert np.abs(twice.slopes * x.std(axis=0)).sum() < np.abs(theirs[1:] * x.std(axis=0)).sum()


def test_axes_are_uncorrelated_and_of_unit_spread():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(500, 6)) @ rng.normal(size=(6, 6)) + 4
    axes, centre = principal_axes(x, count=4)
    along = x @ axes.T - centre
    np.testing.assert_allclose(np.cov(along.T), np.eye(4), atol=0.02)
    np.testing.assert_allclose(along.mean(axis=0), 0, atol=1e-6)


def test_a_hearing_finds_what_each_witness_counts():
    rng = np.random.default_rng(7)
    yes = rng.random(4000) < 0.5
    strong, weak = rng.normal(np.where(yes, 1.0, -1.0)), rng.normal(np.where(yes, 2.2, 1.8))
    readings = [
        {"person_score": Reading(0, a), "impression_worn": Reading(b, b)}
        for a, b in zip(strong, weak, strict=True)
    ]
    asked = {"witnesses": ("person_score", "impression_worn"), "natural": yes | ~yes}
    found = hearing(readings, yes, **asked, most={})
    # of two normal distributions with spread 1, the log-odds have the slope (distance of the means)
    assert found["weights"]["person_score"]["slope"] == pytest.approx(2.0, abs=0.2)
    assert found["weights"]["impression_worn"]["slope"] == pytest.approx(0.4, abs=0.1)
    assert found["weights"]["impression_worn"]["neutral"] == pytest.approx(2.0, abs=0.1)
    assert found["before"] == pytest.approx(0.0, abs=0.1)
    bounded = hearing(readings, yes, **asked, most={"person_score": 1.0})["weights"]
    assert set(bounded["impression_worn"]) == {"slope", "neutral"}
    scale = bounded["person_score"]["slope"] / found["weights"]["person_score"]["slope"]
    assert bounded["person_score"]["most"] == pytest.approx(scale, rel=0.05)
    assert scale > 1.2, "what has lost its extremes counts for more in between"


def test_groups_of_kinds_hide_something_of_both_sides():
    names = [*KINDS, "placed shoes", "product t-shirt", "close dress", "printed pants"]
    hidden = [name for name in names if any(member(name) for member in UNSEEN)]
    assert {"feet", "legs", "body", "hand", "street", "placed shoes", "product t-shirt"} <= set(hidden)


def fitted(known, before, *, person_model="yolov3-tiny", version="a"):
    return numbers(known, version=version, face={}, person={"before": before}, person_model=person_model)


def befores(known):
    return {name: one["before"] for name, one in known["person"].items()}


def test_a_person_network_without_numbers_of_its_own_has_those_of_the_default_one():
    first = fitted({}, 1)
    assert befores(first) == {"yolov3-tiny": 1, "yolov3": 1}
    assert befores(fitted(first, 2)) == {"yolov3-tiny": 2, "yolov3": 2}
    both = fitted(first, 3, person_model="yolov3")
    assert befores(both) == {"yolov3-tiny": 1, "yolov3": 3}
    assert befores(fitted(both, 4)) == {"yolov3-tiny": 4, "yolov3": 3}
    assert befores(fitted({}, 5, person_model="yolov3")) == {"yolov3": 5}


def test_numbers_beside_another_witness_do_not_stay():
    both = fitted(fitted({}, 1), 3, person_model="yolov3")
    assert befores(fitted(both, 2, version="b")) == {"yolov3-tiny": 2, "yolov3": 2}


def test_the_shipped_numbers_are_laid_out_as_the_training_writes_them():
    shipped = FILE.read_text(encoding="utf-8")
    read = json.loads(shipped)
    tiny = read["person"]["yolov3-tiny"]
    again = numbers({}, version=read["version"], face=read["face"], person=tiny, person_model="yolov3-tiny")
    assert json.dumps(again, indent=1) + "\n" == shipped
