"""Made-up photos, findings and detectors for the tests of the window."""

from __future__ import annotations

import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from engine.errors import PhotoUnreadable
from engine.records import (
    FEATURES,
    Category,
    Decision,
    Evidence,
    Face,
    FaceStages,
    Finding,
    Impression,
    Person,
    Photo,
    Review,
)
from engine.settings import Detection

NAMES = ["m1.png", "m2.png", "p1.png", "p2.png", "p3.png", "w1.png", "x1.png"]
STAGES = FaceStages(pyramid=5, proposed=40, merged=12, refined=3, faces=1)
LANDMARKS = ((40.0, 30.0), (60.0, 30.0), (50.0, 40.0), (42.0, 50.0), (58.0, 50.0))
FACE = Face(box=(30.0, 15.0, 70.0, 65.0), score=0.998, landmarks=LANDMARKS, agreement=0.998)
PERSON = Person(box=(10.0, 5.0, 90.0, 115.0), score=0.62)
LOOK = (20.0, 30.0, 80.0, 110.0)


def impression(*, worn: float, face: float, look=LOOK) -> Impression:
    return Impression(worn=worn, face=face, features=bytes(2 * FEATURES), look=look)


CLEAR_FACE = impression(worn=6.0, face=6.0)
CLEAR_PERSON = impression(worn=6.0, face=-6.0)
CLEAR_PRODUCT = impression(worn=-6.0, face=-6.0, look=None)


def evidence(*, faces=(), persons=(), seen=None) -> Evidence:
    testified = seen is not None and persons is not None
    return Evidence(
        width=100,
        height=120,
        faces=faces,
        stages=STAGES,
        persons=persons,
        person_scores=(max((one.score for one in persons), default=0.1),) if testified else None,
        impression=seen,
    )


def photo(name: str, *, folder: Path = Path("/shop")) -> Photo:
    return Photo(folder=folder, name=name, size=1000, mtime_ns=1)


def finding(
    name: str, category: Category | None, *, review: bool = False, problem: str | None = None
) -> Finding:
    decided_by = {Category.ON_MODEL: "face", Category.WORN: "person", Category.PRODUCT_ONLY: "none"}
    if category is None:
        return Finding(photo(name), problem=problem)
    seen = {
        Category.ON_MODEL: evidence(faces=(FACE,), persons=None),
        Category.WORN: evidence(persons=(PERSON,)),
        Category.PRODUCT_ONLY: evidence(),
    }
    reasons = (Review.SMALL_FACE,) if review else ()
    decision = Decision(category, 0.9, decided_by[category], reasons)
    return Finding(photo(name), evidence=seen[category], decision=decision)


def make_photos(folder: Path, names: list[str], *, mark: bytes = b"") -> None:
    """Small grey pictures; shade and `mark` keep their contents apart."""
    for shade, name in enumerate(names):
        pixels = np.full((120, 100, 3), (40 + shade) % 256, np.uint8)
        Image.fromarray(pixels).save(folder / name)
        with (folder / name).open("ab") as file:
            file.write(mark + bytes([shade // 256]) * bool(mark or shade > 255))


def detect_by_name(path: Path, detection: Detection) -> Evidence:
    """Tells by the first letter of the file: m a face, w a person, x a problem, else nothing.

    Every network agrees, so that both rules decide the same; "s" are photos where only the witness network
    sees signs of a person, which the published rule calls "product only".
    """
    if path.name.startswith("x"):
        raise PhotoUnreadable(f"{path.name} cannot be read: it is made up.")
    faces = (FACE,) if path.name.startswith("m") else ()
    persons = (PERSON,) if path.name.startswith("w") else ()
    seen = {"m": CLEAR_FACE, "w": CLEAR_PERSON, "s": CLEAR_PERSON}.get(path.name[0], CLEAR_PRODUCT)
    return evidence(faces=faces, persons=None if faces else persons, seen=seen if detection.witness else None)


class ThreadDetectors:
    """Detectors in a thread; `gate` lets photos through, `started` counts executors, without `witness` the
    evidence is that of an older program.
    """

    def __init__(self) -> None:
        self.started = 0
        self.killed = 0
        self.seen: list[str] = []
        self.witness = True
        self.gate = threading.Event()
        self.gate.set()
        self._executor: ThreadPoolExecutor | None = None

    def start(self) -> Executor:
        self.started += 1
        self._executor = ThreadPoolExecutor(1)
        return self._executor

    def kill(self) -> None:
        self.killed += 1
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def detect(self, path: Path, detection: Detection) -> Evidence:
        self.gate.wait(10)
        self.seen.append(path.name)
        return detect_by_name(path, replace(detection, witness=detection.witness and self.witness))

    def version(self, detection: Detection) -> str:
        return "made up 1"


def all_found(window, *, names=NAMES):
    return not window.photos.session.scanning and len(window.photos.model.findings()) == len(names)


def press(qtbot, window, key, *, row=None):
    grid = window.photos.grid
    window.activateWindow()
    grid.setFocus()
    if row is not None:
        grid.go_to(row)
    qtbot.keyClick(grid, key)


def turn_wheel(widget, spot, *, keys=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        spot,
        widget.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
