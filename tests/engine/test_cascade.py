import numpy as np
import pytest

from engine.images.load import Loaded
from engine.records import Face, Person
from engine.settings import Detection
from engine.vision.cascade import Cascade
from engine.vision.mtcnn import FaceTrace

NOTHING = np.empty((0, 5))


class FakeFaces:
    def __init__(self, *scores):
        self._scores = scores

    def find(self, image):
        landmarks = ((10.0, 10.0),) * 5
        faces = tuple(Face((0.0, 0.0, 20.0, 30.0), score, landmarks) for score in self._scores)
        return faces, FaceTrace((0.6,), 7, NOTHING, NOTHING, NOTHING)


class FakePersons:
    def __init__(self):
        self.looked = 0

    def find(self, image):
        self.looked += 1
        return (Person((0.0, 10.0, 50.0, 100.0), 0.8),)


@pytest.fixture
def photo():
    """A photo of 800 x 400 pixels, loaded at a quarter."""
    return Loaded(np.zeros((100, 200, 3), np.uint8), width=800, height=400)


@pytest.mark.parametrize(
    ("scores", "both", "looked"),
    [((), False, 1), ((0.89,), False, 1), ((0.9,), False, 0), ((0.99, 0.6), False, 0), ((0.99,), True, 1)],
)
def test_the_second_network_runs_only_where_no_face_decides(photo, scores, both, looked):
    persons = FakePersons()
    evidence = Cascade(faces=FakeFaces(*scores), persons=persons).look(photo, Detection(both=both))
    assert persons.looked == looked
    assert (evidence.persons is None) == (looked == 0)


def test_boxes_and_landmarks_come_out_in_pixels_of_the_full_photo(photo):
    evidence = Cascade(faces=FakeFaces(0.7), persons=FakePersons()).look(photo, Detection())
    assert (evidence.width, evidence.height) == (800, 400)
    assert evidence.faces[0].box == (0, 0, 80, 120)
    assert evidence.faces[0].landmarks[0] == (40, 40)
    assert evidence.persons[0].box == (0, 40, 200, 400)
    assert (evidence.stages.pyramid, evidence.stages.proposed) == (1, 7)
