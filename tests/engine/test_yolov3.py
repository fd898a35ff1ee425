"""Our use of YOLOv3 against Debian's darknet, and on pictures whose answer is known."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import ModelRefused
from engine.vision.boxes import iou_matrix
from engine.vision.models import person_model
from engine.vision.yolov3 import CANDIDATE_SCORE, GLANCE_SIZE, LOWEST_SCORE, PersonFinder

DARKNET = Path(__file__).parent.parent / "data" / "darknet_persons.json"


def finder_at(*sizes):
    return PersonFinder(person_model("yolov3-tiny"), folders=[], sizes=sizes)


@pytest.fixture(scope="module")
def finder():
    return finder_at(320, 416)


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB"))


def test_persons_are_darknet_s_persons(shared):
    finder = finder_at(416)
    theirs = json.loads(DARKNET.read_text(encoding="utf-8"))["persons"]
    assert sum(map(len, theirs.values())) >= 60
    for name, persons in theirs.items():
        ours, _ = finder.find(pixels(shared / "photos" / name))
        boxes = np.array([person.box for person in ours]).reshape(-1, 4)
        for person in persons:
            overlap = iou_matrix(np.array([person["box"]]), boxes)[0]
            assert overlap.max() >= 0.85, name
            assert ours[overlap.argmax()].score == pytest.approx(person["score"], abs=0.08), name


def test_a_glance_sees_what_darknet_sees_at_that_size(finder, shared):
    """Alike, not the same: theirs is the best box, and a photo is shrunk differently."""
    theirs = json.loads(DARKNET.read_text(encoding="utf-8"))["best_at_128"]
    ours = [finder.find(pixels(shared / "photos" / name), glance=True)[1] for name in theirs]
    at_320, at_416, glance = np.log(np.array(ours)).T
    best = np.log(list(theirs.values()))
    assert GLANCE_SIZE == 128
    assert np.corrcoef(glance, best)[0, 1] > 0.88
    assert max(np.corrcoef(size, best)[0, 1] for size in (at_320, at_416)) < 0.83


def test_how_sure_a_look_is_of_anybody(shared):
    """At least as sure as of the best box; and a white picture holds nobody."""
    finder = finder_at(416)
    for path in sorted((shared / "photos").glob("worn_*.jpg"))[:6]:
        persons, (score,) = finder.find(pixels(path))
        assert max((person.score for person in persons), default=0) <= score <= 1
    assert finder.find(np.full((300, 200, 3), 255, np.uint8), glance=True)[1][0] == LOWEST_SCORE


def test_the_portrait_is_one_person_best_first(finder, portrait):
    persons, _ = finder.find(pixels(portrait))
    scores = [person.score for person in persons]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.6
    x0, y0, x1, y1 = persons[0].box
    assert (x1 - x0) * (y1 - y0) > 0.5 * 512 * 600


def test_scores_are_kept_from_the_candidate_score_on(finder, shared):
    photos = sorted((shared / "photos").glob("worn_*.jpg"))[:12]
    scores = [person.score for path in photos for person in finder.find(pixels(path))[0]]
    assert min(scores) >= CANDIDATE_SCORE
    assert min(scores) < 0.2, "OpenCV's region layer drops what is below 0.2 unless the cfg says otherwise"


def test_an_empty_picture_has_an_empty_table(finder):
    assert finder.find(np.full((300, 200, 3), 255, np.uint8))[0] == ()


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3)])
def test_odd_shapes_do_not_fail(finder, shape):
    height, width = shape
    for person in finder.find(np.zeros((height, width, 3), np.uint8))[0]:
        x0, y0, x1, y1 = person.box
        assert 0 <= x0 <= x1 <= width
        assert 0 <= y0 <= y1 <= height


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    model = person_model("yolov3-tiny")
    (tmp_path / model.weights.name).write_bytes(b"\0" * model.weights.size)
    with pytest.raises(ModelRefused, match="not the published one"):
        PersonFinder(model, folders=[tmp_path], sizes=(320,))
    assert (tmp_path / model.weights.name).stat().st_size == model.weights.size
