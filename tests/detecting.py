"""Evidence made by hand, and detectors that see what a file's text says. Importable by a child process.

A photo file for these detectors is text: `face`, `person`, `nothing`, or one of the mishaps below.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from engine.errors import ModelRefused, PhotoUnreachable, PhotoUnreadable
from engine.records import AlwaysOn, Evidence, Face, FaceStages, Person, Photo
from engine.settings import Detection

STAGES = FaceStages(pyramid=9, proposed=1243, merged=86, refined=2, faces=1)
LANDMARKS = ((20.0, 25.0), (40.0, 25.5), (30.0, 35.0), (22.25, 45.0), (38.0, 45.0))


def a_face(score: float = 0.999) -> Face:
    return Face(box=(10.0, 12.5, 50.25, 60.0), score=score, landmarks=LANDMARKS)


def a_person(score: float = 0.8) -> Person:
    return Person(box=(5.0, 6.0, 90.0, 195.5), score=score)


def seen(*, faces: tuple[Face, ...] = (), persons: tuple[Person, ...] | None = ()) -> Evidence:
    scores = None if persons is None else (max((one.score for one in persons), default=0.04),)
    return Evidence(width=100, height=200, faces=faces, stages=STAGES, persons=persons, person_scores=scores)


def write_photo(folder: Path, name: str, text: str) -> Photo:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    status = path.stat()
    return Photo(folder=folder, name=name, size=status.st_size, mtime_ns=status.st_mtime_ns)


def shop(folder, *texts):
    """One photo per text, each with content of its own."""
    return [write_photo(folder, f"{n}.jpg", f"{text} {n}") for n, text in enumerate(texts)]


def categories(findings):
    return [finding.category and int(finding.category) for finding in findings]


def detect(path: Path, detection: Detection) -> Evidence:
    """Do or see what the file's first word says."""
    word = path.read_text(encoding="utf-8").split()[0]
    if word == "crash":
        os._exit(1)
    if word == "lost":
        raise BrokenExecutor("as if the process had ended")
    if word == "broken":
        raise PhotoUnreadable(f"{path.name} is damaged.")
    if word == "busy":
        raise PhotoUnreachable(f"{path.name} cannot be read now.")
    if word == "bug":
        raise ZeroDivisionError("division\nby zero")
    if word == "refused":
        raise ModelRefused("The file yolov3.weights is not the one that the manifest names.")
    faces = (a_face(),) if word == "face" else ()
    persons = (a_person(),) if word == "person" else ()
    looked = detection.both or not any(face.score >= detection.face_threshold for face in faces)
    return seen(faces=faces, persons=persons if looked else None)


class ThreadDetectors:
    """Detectors in threads; counts what it was asked."""

    def __init__(self) -> None:
        self.starts = 0
        self.kills = 0
        self.asked: list[str] = []
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def start(self) -> Executor:
        self.starts += 1
        self._pool = ThreadPoolExecutor(2)
        return self._pool

    def kill(self) -> None:
        self.kills += 1
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def detect(self, path: Path, detection: Detection) -> Evidence:
        with self._lock:
            self.asked.append(path.name)
        return detect(path, detection)

    def version(self, detection: Detection) -> str:
        return f"fake 1 {detection.person_model}"


class ProcessDetectors(ThreadDetectors):
    """Detectors in a real child process, as in the program."""

    detect = staticmethod(detect)

    def __init__(self, *, initializer=None) -> None:
        super().__init__()
        self._initializer = initializer
        self._processes: ProcessPoolExecutor | None = None

    def start(self) -> Executor:
        self.starts += 1
        self._processes = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=self._initializer
        )
        return self._processes

    def kill(self) -> None:
        self.kills += 1
        if self._processes is not None:
            for process in list((self._processes._processes or {}).values()):
                process.kill()
            self._processes.shutdown(wait=True, cancel_futures=True)
            self._processes = None


def die() -> None:
    """An initializer for a child process that cannot start."""
    os._exit(1)


class Wish(AlwaysOn):
    """A control that a test turns."""

    def __init__(self):
        self.stop = threading.Event()
        self.pause = threading.Event()

    def stopped(self):
        return self.stop.is_set()

    def paused(self):
        return self.pause.is_set()
