"""The real networks in a real child process."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from engine.errors import ModelRefused, PhotoUnreadable
from engine.records import Category
from engine.rules.published import PublishedRule
from engine.settings import Detection
from engine.vision.models import witness_model
from engine.vision.process import DetectorProcesses

PROJECT = Path(__file__).resolve().parent.parent.parent

ORPHAN = """
import sys, pathlib, time
from engine.settings import Detection
from engine.vision.models import witness_model
from engine.vision.process import DetectorProcesses
if __name__ == "__main__":
    detectors = DetectorProcesses(log=pathlib.Path(sys.argv[1]) / "log")
    executor = detectors.start()
    executor.submit(detectors.detect, pathlib.Path(sys.argv[2]), Detection()).result()
    print(*executor._processes, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def detectors(tmp_path):
    processes = DetectorProcesses(log=tmp_path / "networks.log")
    yield processes
    processes.kill()


def test_a_face_and_a_bad_photo_come_back_from_the_child(detectors, portrait, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")
    executor = detectors.start()
    evidence = executor.submit(detectors.detect, portrait, Detection(both=True)).result()
    assert (evidence.width, evidence.height) == (512, 600)
    decision = PublishedRule().decide(evidence)
    assert decision.category is Category.ON_MODEL
    assert decision.review == ()
    with pytest.raises(PhotoUnreadable, match=r"broken\.jpg"):
        executor.submit(detectors.detect, broken, Detection()).result()
    with pytest.raises(ModelRefused, match="yolov9"):
        executor.submit(detectors.detect, portrait, Detection(person_model="yolov9")).result()


def test_kill_leaves_no_process(detectors, portrait):
    executor = detectors.start()
    executor.submit(detectors.detect, portrait, Detection())
    children = multiprocessing.active_children()
    assert children
    detectors.kill()
    # Not `is_alive`: for a moment it is wrong where the pool's own thread has reaped the child.
    assert len(wait([child.sentinel for child in children], timeout=0)) == len(children)
    detectors.kill()


def test_what_a_crash_wrote_outlives_the_restart(tmp_path):
    log = tmp_path / "networks.log"
    log.write_text("of the last time")
    restarted = DetectorProcesses(log=log)
    assert log.read_text() == ""
    log.write_text("Fatal Python error")
    restarted.start()
    restarted.kill()
    assert log.read_text() == "Fatal Python error"


def test_the_version_names_the_networks_that_look(detectors):
    two = f"mtcnn {version('mtcnn')} + yolov3-tiny dccea06f"
    assert detectors.version(Detection(witness=False)) == two
    assert detectors.version(Detection()) == f"{two} + {witness_model().version}"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a POSIX system to kill a parent")
def test_a_killed_parent_takes_its_child_along(tmp_path, portrait):
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path), str(portrait)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.kill()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the child outlived its parent")
