"""Our cascade against the `mtcnn` package's own, on the same pixels."""

import numpy as np
import pytest
from PIL import Image

from engine.vision.boxes import iou_matrix
from engine.vision.mtcnn import FaceFinder

BELIEVED = 0.9


@pytest.fixture(scope="module")
def finder():
    return FaceFinder()


@pytest.fixture(scope="module")
def package():
    from mtcnn import MTCNN

    return MTCNN()


def pixels(path, *, size=None):
    image = Image.open(path).convert("RGB")
    return np.asarray(image.resize(size) if size else image)


def assert_same_faces(ours, theirs):
    """Match `ours` to the package's (n, 16) array: box, score, five x, five y."""
    ours = [face for face in ours if face.score >= BELIEVED]
    theirs = theirs[theirs[:, 5] >= BELIEVED]
    assert len(ours) == len(theirs)
    if not ours:
        return
    overlap = iou_matrix(np.array([face.box for face in ours]), theirs[:, 1:5])
    partner = overlap.argmax(axis=0)
    assert len(set(partner.tolist())) == len(ours)
    for index, row in zip(partner, theirs, strict=True):
        face = ours[index]
        assert overlap[index].max() >= 0.85
        assert face.score == pytest.approx(row[5], abs=0.01)
        distance = np.abs(np.array(face.landmarks) - row[6:].reshape(2, 5).T)
        assert distance.max() <= 0.04 * (row[3] - row[1])


def package_faces(package, image):
    return package.detect_faces(image, output_type="numpy", box_format="xyxy")


@pytest.mark.parametrize("size", [None, (640, 750), (200, 234), (333, 391)])
def test_the_portrait_has_the_package_s_face(finder, package, portrait, size):
    image = pixels(portrait, size=size)
    faces, _ = finder.find(image)
    assert faces[0].score > 0.98
    assert_same_faces(faces, package_faces(package, image))


def test_every_shared_photo_has_the_package_s_faces(finder, package, shared):
    found = 0
    photos = sorted((shared / "photos").glob("*.jpg"))
    for path in photos:
        image = pixels(path)
        faces, _ = finder.find(image)
        try:
            assert_same_faces(faces, package_faces(package, image))
        except AssertionError as error:
            raise AssertionError(path.name) from error
        found += sum(face.score >= BELIEVED for face in faces)
    assert len(photos) == 232
    assert found >= 50


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (19, 19), (22, 22), (40, 640), (640, 33)])
def test_small_and_narrow_photos_have_no_face_and_no_failure(finder, shape):
    image = np.random.default_rng(1).integers(0, 256, (*shape, 3)).astype(np.uint8)
    faces, trace = finder.find(image)
    assert faces == ()
    assert trace.stages.faces == 0


def test_each_stage_says_what_it_kept(finder, portrait):
    faces, trace = finder.find(pixels(portrait))
    stages = trace.stages
    assert stages.pyramid == len(trace.scales) == 10
    assert stages.proposed >= stages.merged > stages.refined >= stages.faces == len(faces) >= 1
    for kept, threshold in ((trace.p_net, 0.6), (trace.r_net, 0.7), (trace.o_net, 0.5)):
        assert kept.shape[1] == 5
        assert (kept[:, 4] > threshold).all()


def test_landmarks_are_left_eye_right_eye_nose_mouth_left_mouth_right(finder, portrait):
    (face, *_), _ = finder.find(pixels(portrait))
    left_eye, right_eye, nose, mouth_left, mouth_right = face.landmarks
    assert left_eye[0] < nose[0] < right_eye[0]
    assert mouth_left[0] < mouth_right[0]
    assert max(left_eye[1], right_eye[1]) < nose[1] < min(mouth_left[1], mouth_right[1])


def test_no_size_of_photo_is_traced_anew(finder, portrait):
    for size in [(640, 480), (120, 300), (511, 77), (300, 301)]:
        finder.find(pixels(portrait, size=size))
    networks = (finder._p_net, finder._r_net, finder._o_net)
    assert [network.experimental_get_tracing_count() for network in networks] == [1, 1, 1]
