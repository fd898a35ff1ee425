"""The steps by which the networks come to their evidence: the real networks on real photos."""

import numpy as np
import pytest
from detecting import ProcessDetectors, Wish, detect, write_photo

from engine.errors import DetectorsFailed, ModelRefused
from engine.flight import traced
from engine.images.load import load
from engine.records import AlwaysOn, Photo, Trace
from engine.settings import Detection
from engine.vision.boxes import iou_matrix, nms
from engine.vision.models import witness_model
from engine.vision.process import DetectorProcesses, load_cascade

BOTH = Detection(both=True)


@pytest.fixture(scope="module")
def cascade():
    detection = Detection()
    return load_cascade(
        detection.person_model, sizes=detection.person_sizes, folders=[], witness=witness_model()
    )


@pytest.fixture(scope="module")
def trace(cascade, portrait):
    return cascade.trace(load(portrait, edge=BOTH.photo_edge), BOTH)


def corners(stage):
    return np.array([box for box, _ in stage.boxes])


@pytest.mark.parametrize("name", ["face_004", "body_016_0", "garment_000"])
def test_a_trace_ends_in_the_evidence_of_a_scan(cascade, shared, name):
    photo = load(shared / "photos" / f"{name}.jpg", edge=Detection().photo_edge)
    assert cascade.trace(photo, Detection()).evidence == cascade.look(photo, Detection())


def test_the_stages_have_the_counts_of_the_evidence(trace):
    counts = trace.evidence.stages
    assert len(trace.scales) == counts.pyramid
    assert trace.proposed.count == counts.proposed
    assert trace.merged.count == trace.squared.count == counts.merged
    assert trace.refined.count == counts.refined
    for stage in (trace.proposed, trace.merged, trace.squared, trace.refined):
        assert len(stage.boxes) == min(stage.count, Trace.MOST)
        scores = [score for _, score in stage.boxes]
        assert scores == sorted(scores, reverse=True)


def test_the_squares_are_square_and_have_the_centres_of_the_merged_boxes(trace):
    merged, square = corners(trace.merged), corners(trace.squared)
    sides = square[:, 2:] - square[:, :2]
    assert sides[:, 0] == pytest.approx(sides[:, 1])
    assert square[:, :2] + square[:, 2:] == pytest.approx(merged[:, :2] + merged[:, 2:])


def test_each_stage_of_mtcnn_has_a_box_where_the_face_is(trace):
    face = np.array([trace.evidence.faces[0].box])
    for stage in (trace.proposed, trace.merged, trace.squared, trace.refined):
        assert iou_matrix(face, corners(stage)).max() > 0.4


def test_the_looks_of_yolov3_merged_are_the_persons_of_the_evidence(trace):
    boxes = np.concatenate([corners(look.persons) for look in trace.looks if look.persons.boxes])
    scores = np.array([score for look in trace.looks for _, score in look.persons.boxes])
    kept = sorted(scores[nms(boxes, scores, threshold=0.45)].tolist(), reverse=True)
    assert kept == pytest.approx([person.score for person in trace.evidence.persons], abs=1e-6)


def test_the_photo_lies_in_proportion_in_the_middle_of_the_square(trace):
    assert [look.size for look in trace.looks] == list(BOTH.person_sizes)
    for look in trace.looks:
        x0, y0, x1, y1 = look.photo
        assert (y1 - y0, y0, x0 + x1) == (look.size, 0, pytest.approx(look.size, abs=1))
        assert (x1 - x0) / (y1 - y0) == pytest.approx(512 / 600, abs=0.005)


def test_where_yolov3_did_not_run_there_are_no_looks(cascade, portrait):
    assert cascade.trace(load(portrait, edge=640), Detection(witness=False)).looks is None


def test_the_child_traces_and_is_gone_afterwards(tmp_path, portrait, trace):
    processes = DetectorProcesses(log=tmp_path / "log")
    photo = Photo(portrait.parent, portrait.name, size=1, mtime_ns=1)
    found = traced(photo, detectors=processes, detection=BOTH, control=AlwaysOn())
    assert found.evidence.stages == trace.evidence.stages
    assert found.evidence.faces[0].box == pytest.approx(trace.evidence.faces[0].box, abs=0.5)
    assert processes._executor is None


class TracingDetectors(ProcessDetectors):
    """A photo file says what befalls the child; here a trace is only what `detect` does."""

    trace = staticmethod(detect)


def told(folder, text, control=None):
    photo = write_photo(folder, "a.jpg", text)
    detectors = TracingDetectors()
    try:
        return traced(photo, detectors=detectors, detection=Detection(), control=control or AlwaysOn())
    finally:
        assert detectors.kills == 1


def test_a_crash_is_told_with_the_photo_s_name(tmp_path):
    with pytest.raises(DetectorsFailed, match=r"crashed on a\.jpg"):
        told(tmp_path, "crash")


def test_a_refused_network_is_told(tmp_path):
    with pytest.raises(ModelRefused, match="manifest"):
        told(tmp_path, "refused")


def test_a_stopped_trace_brings_nothing(tmp_path):
    wish = Wish()
    wish.stop.set()
    assert told(tmp_path, "face", control=wish) is None
