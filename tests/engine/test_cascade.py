from dataclasses import replace

import numpy as np
import pytest

from engine.images.load import Loaded
from engine.records import Face, Impression, Person
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
        return faces, FaceTrace((0.6,), np.zeros((7, 5)), NOTHING, NOTHING, NOTHING)

    def confirm(self, image, faces):
        return tuple(replace(face, agreement=0.75) for face in faces)


class FakePersons:
    def __init__(self):
        self.looked = 0

    def find(self, image, *, glance=False):
        self.looked += 1
        return (Person((0.0, 10.0, 50.0, 100.0), 0.8),), (0.8, 0.6, 0.4) if glance else (0.8, 0.6)


class FakeWitness:
    def __init__(self, worn=1.0):
        self._worn = worn
        self.looked = 0

    def look(self, image):
        self.looked += 1
        return Impression(worn=self._worn, face=0.5, features=b"", look=(10.0, 10.0, 50.0, 100.0))


def cascade(*scores, persons=None, witness=None):
    return Cascade(
        faces=FakeFaces(*scores), persons=persons or FakePersons(), witness=witness or FakeWitness()
    )


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
    evidence = cascade(*scores, persons=persons).look(photo, Detection(both=both))
    assert persons.looked == looked
    assert (evidence.persons is None) == (looked == 0)


def test_boxes_and_landmarks_come_out_in_pixels_of_the_full_photo(photo):
    evidence = cascade(0.7).look(photo, Detection())
    assert (evidence.width, evidence.height) == (800, 400)
    assert evidence.faces[0].box == (0, 0, 80, 120)
    assert evidence.faces[0].landmarks[0] == (40, 40)
    assert evidence.persons[0].box == (0, 40, 200, 400)
    assert evidence.person_scores == (0.8, 0.6, 0.4)
    assert evidence.impression.look == (40, 40, 200, 400)
    assert (evidence.stages.pyramid, evidence.stages.proposed) == (1, 7)


def test_without_the_witness_nothing_of_it_is_asked(photo):
    witness = FakeWitness()
    evidence = cascade(0.95, witness=witness).look(photo, Detection(witness=False, both=True))
    assert witness.looked == 0
    assert evidence.persons
    assert evidence.person_scores is None
    assert evidence.impression is None
    assert evidence.faces[0].agreement is None


def test_a_face_in_which_the_witness_sees_nobody_is_checked_by_the_second_network(photo):
    persons = FakePersons()
    evidence = cascade(0.99, persons=persons, witness=FakeWitness(-0.5)).look(photo, Detection())
    assert persons.looked == 1
    assert evidence.faces[0].agreement == 0.75
