import numpy as np
import pytest

from engine.vision.boxes import Letterbox, clipped, iou_matrix, nms, nms_by_any, squared

NOTHING = np.empty((0, 4))
UNIT = np.array([[0.0, 0, 10, 10]])


@pytest.mark.parametrize(
    ("a", "b", "over", "expected"),
    [
        (NOTHING, UNIT, "union", np.empty((0, 1))),
        (UNIT, NOTHING, "union", np.empty((1, 0))),
        (UNIT, UNIT, "union", [[1.0]]),
        (UNIT, [[5.0, 0, 15, 10]], "union", [[1 / 3]]),
        (UNIT, [[2.0, 2, 4, 4]], "union", [[0.04]]),
        (UNIT, [[2.0, 2, 4, 4]], "min", [[1.0]]),
        (UNIT, [[10.0, 0, 20, 10]], "union", [[0.0]]),
        ([[3.0, 3, 3, 3]], [[3.0, 3, 3, 3]], "union", [[0.0]]),
        ([[9.0, 9, 1, 1]], UNIT, "union", [[0.0]]),
    ],
)
def test_overlap(a, b, over, expected):
    assert iou_matrix(np.array(a), np.array(b), over=over) == pytest.approx(np.array(expected))


def test_overlap_refuses_other_shapes():
    with pytest.raises(ValueError, match=r"\(n, 4\), not \(5,\)"):
        iou_matrix(np.zeros(5), UNIT)


# A chain: the second box overlaps the first and the third; the first and the third hardly touch.
CHAIN = np.array([[0.0, 0, 10, 10], [4.0, 0, 14, 10], [8.0, 0, 18, 10]])
SCORES = np.array([0.9, 0.8, 0.7])


def test_greedy_nms_spares_what_only_a_suppressed_box_overlaps():
    assert nms(CHAIN, SCORES, threshold=0.4).tolist() == [0, 2]


def test_nms_by_any_lets_suppressed_boxes_suppress():
    assert nms_by_any(CHAIN, SCORES, threshold=0.4).tolist() == [0]


@pytest.mark.parametrize("suppress", [nms, nms_by_any])
def test_nms_of_nothing_and_order(suppress):
    assert suppress(NOTHING, np.empty(0), threshold=0.5).tolist() == []
    apart = np.array([[0.0, 0, 1, 1], [5.0, 5, 6, 6], [9.0, 9, 10, 10]])
    assert suppress(apart, np.array([0.1, 0.9, 0.5]), threshold=0.5).tolist() == [1, 2, 0]


def test_both_nms_against_opencv_and_brute_force():
    import cv2

    random = np.random.default_rng(7)
    corner = random.uniform(0, 400, (700, 2))
    boxes = np.hstack([corner, corner + random.uniform(5, 80, (700, 2))])
    scores = (1 + random.permutation(700)) / 701
    theirs = cv2.dnn.NMSBoxes(np.hstack([corner, boxes[:, 2:] - corner]).tolist(), scores.tolist(), 0.0, 0.3)
    assert nms(boxes, scores, threshold=0.3).tolist() == list(theirs)
    overlap = iou_matrix(boxes, boxes)
    better = scores[:, None] > scores[None, :]
    alone = ~np.any(better & (overlap > 0.3), axis=0)
    assert set(nms_by_any(boxes, scores, threshold=0.3).tolist()) == set(np.flatnonzero(alone).tolist())


def test_squared_keeps_the_centre():
    assert squared(np.array([[0.0, 0, 10, 4]])).tolist() == [[0, -3, 10, 7]]
    assert squared(NOTHING).shape == (0, 4)


def test_clipped():
    assert clipped(np.array([[-5.0, 3, 120, 90]]), width=100, height=50).tolist() == [[0, 3, 100, 50]]


@pytest.mark.parametrize(("width", "height"), [(640, 480), (480, 640), (333, 333), (1, 4000), (4000, 3)])
def test_letterbox_there_and_back(width, height):
    box = Letterbox.fit(width=width, height=height, canvas=416)
    assert max(box.width, box.height) == 416
    assert abs(box.left - (416 - box.left - box.width)) <= 1
    assert abs(box.top - (416 - box.top - box.height)) <= 1
    frame = np.array([[box.left, box.top, box.left + box.width, box.top + box.height]], dtype=float)
    assert box.to_photo(frame) == pytest.approx(np.array([[0, 0, width, height]]))
