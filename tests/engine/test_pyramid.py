import itertools

import numpy as np
import pytest

from engine.vision.pyramid import MIDDLE_GREY, SHEET_STEP, Level, proposals, pyramid, sheet_of

SIZES = [(640, 480), (480, 640), (641, 427), (640, 57), (27, 640), (300, 300), (37, 41)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_scales_are_those_of_the_mtcnn_package(width, height):
    from mtcnn.utils.images import build_scale_pyramid

    theirs = build_scale_pyramid(width, height, min_face_size=20, scale_factor=0.709)
    assert [level.scale for level in pyramid(width=width, height=height)] == pytest.approx(theirs.tolist())


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_levels_neither_touch_nor_leave_the_sheet(width, height):
    levels = pyramid(width=width, height=height)
    assert levels
    sheet = sheet_of(np.zeros((height, width, 3), np.uint8), levels)
    assert sheet.shape[1] % SHEET_STEP == sheet.shape[2] % SHEET_STEP == 0
    for one, other in itertools.combinations(levels, 2):
        right_or_left = one.left + one.width < other.left or other.left + other.width < one.left
        above_or_below = one.top + one.height < other.top or other.top + other.height < one.top
        assert right_or_left or above_or_below
    inside = np.zeros(sheet.shape[1:3], bool)
    for level in levels:
        assert level.left % 2 == level.top % 2 == 0
        inside[level.top : level.top + level.height, level.left : level.left + level.width] = True
    assert (sheet[0][inside] == 0).all()
    assert (sheet[0][~inside] == MIDDLE_GREY).all()


@pytest.mark.parametrize(("width", "height"), [(1, 5), (10, 10), (19, 400)])
def test_a_photo_too_small_for_a_face_has_no_levels(width, height):
    assert pyramid(width=width, height=height) == ()


def test_the_copies_are_the_package_s_copies():
    from mtcnn.utils.images import scale_images

    image = np.random.default_rng(3).integers(0, 256, (123, 211, 3)).astype(np.uint8)
    levels = pyramid(width=211, height=123)
    sheet = sheet_of(image, levels)
    for level in levels:
        theirs = scale_images(image[None].astype(np.float32), level.scale).numpy()[0]
        ours = sheet[0, level.top : level.top + level.height, level.left : level.left + level.width]
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).max() < 0.01


def test_a_window_is_scaled_and_moved_in_11ths():
    level = Level(scale=0.5, width=40, height=40, left=0, top=0)
    scores = np.zeros((15, 15), np.float32)
    scores[3, 4] = 0.9
    offsets = np.zeros((15, 15, 4), np.float32)
    offsets[3, 4] = [0, 0, 1, 0]
    (found,) = proposals((level,), offsets, scores, threshold=0.6)
    assert found == pytest.approx(np.array([[18.0, 14.0, 62.0, 36.0, 0.9]]))
