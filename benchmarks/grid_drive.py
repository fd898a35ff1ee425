"""The user of benchmarks/grid.py: mouse and keys on the real window, and a heart in its event loop."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QStyle, QStyleOptionSlider, QWidget

from benchmarks.grid_folder import MODEL
from engine.batch import DetectPhoto
from engine.paths import DataPaths
from engine.settings import Detection
from engine.store.results import ResultStore
from gui.browse.arrangement import Show
from gui.main_window import MainWindow
from gui.shared.interpreter import SmoothInterpreter
from gui.shared.theme import Theme

BEAT_MS = 5
MEMORY_EVERY = 0.1
REPEAT_MS = 15
PATIENCE = 900
PAGES = 200
BULK = 5000
CONFIRMATIONS = 200


class NoDetectors:
    """The store knows every photo; whoever asks for a network has found a fault."""

    def start(self) -> Executor:
        raise AssertionError("a network was asked for")

    def kill(self) -> None:
        pass

    @property
    def detect(self) -> DetectPhoto:
        raise AssertionError("a network was asked for")

    def version(self, detection: Detection) -> str:
        return MODEL


class Heart(QObject):
    """Beats in the event loop; `gaps` has the longest time (ms) between two beats of each part, `own` as much
    of it as this process computed in any thread, and `memory` the most MB resident.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: dict[str, float] = {}
        self.own: dict[str, float] = {}
        self.memory: dict[str, float] = {}
        self.part = ""
        self._last = self._weighed = time.perf_counter()
        self._computed = time.process_time()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def begin(self, part: str) -> None:
        self._beat()
        if self.part:
            gap, own, memory = self.gaps[self.part], self.own[self.part], self.memory.get(self.part, 0.0)
            print(f"{self.part}: gap {gap:.0f} ms, own {own:.0f} ms, {memory:.0f} MB", file=sys.stderr)
        self.part = part

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.process_time()
        gap, own = 1000 * (now - self._last), 1000 * (computed - self._computed)
        self._last, self._computed = now, computed
        self.gaps[self.part] = max(gap, self.gaps.get(self.part, 0.0))
        self.own[self.part] = max(min(own, gap), self.own.get(self.part, 0.0))
        if now - self._weighed > MEMORY_EVERY:
            self._weighed = now
            self.memory[self.part] = max(_resident_mb(), self.memory.get(self.part, 0.0))


class Painted(QObject):
    """Notes that the grid is about to be painted."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.seen = False
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


def drive(folder: Path, *, known: Path, data: Path) -> dict[str, object]:
    application = QApplication([])
    paths = DataPaths.choose(data)
    shutil.copyfile(known, paths.store)
    with ResultStore(paths.store) as store:
        window = MainWindow(paths=paths, store=store, detectors=NoDetectors(), theme=Theme(application))
        smooth = SmoothInterpreter(window)
        window.photos.session.listed.connect(lambda _: smooth.keep())
        window.photos.folders.recursive.setChecked(True)
        window.resize(1440, 900)
        window.show()
        wait(200)
        try:
            return _Drive(window).run(folder)
        finally:
            window.close()


class _Drive:
    def __init__(self, window: MainWindow) -> None:
        self.window, self.photos = window, window.photos
        self.grid, self.model = window.photos.grid, window.photos.model
        self.heart = Heart()
        self.painted = Painted(self.grid.viewport())

    def run(self, folder: Path) -> dict[str, object]:
        self.heart.begin("nothing")
        wait(3000)
        figures = self.open(folder)
        self.heart.begin("first pass")
        self.scroll_down()
        self.heart.begin("second pass")
        self.scroll_down()
        self.heart.begin("filter")
        figures["filter_ms"] = max(self.timed(lambda chip=chip: click(chip)) for chip in self.chips())
        self.heart.begin("regroup")
        figures["regroup_ms"] = self.regroup()
        self.heart.begin("bulk")
        judged = ("open", "first pass", "second pass", "filter", "regroup")
        figures |= self.bulk() | self.confirm()
        figures["longest_gap_ms"] = max(self.heart.gaps[part] for part in judged)
        figures["longest_own_gap_ms"] = max(self.heart.own[part] for part in judged)
        figures["rss_first_pass_mb"] = self.heart.memory["first pass"]
        figures["rss_second_pass_mb"] = self.heart.memory["second pass"]
        figures["rss_most_mb"] = max(self.heart.memory.values())
        for name, gaps in (("gaps_ms", self.heart.gaps), ("own_gaps_ms", self.heart.own)):
            figures[name] = {part: round(gap, 1) for part, gap in gaps.items() if part}
        return {
            name: round(value, 2) if isinstance(value, float) else value for name, value in figures.items()
        }

    def open(self, folder: Path) -> dict[str, object]:
        self.heart.begin("open")
        begun = time.perf_counter()
        self.window.open_folder(folder)
        wait_until(lambda: self.model.rowCount() > 0 and self.model.rowCount() == self.model.total)
        listed = time.perf_counter()
        wait_until(self.all_pictured)
        pictured = time.perf_counter()
        wait_until(lambda: not self.photos.session.loading)
        known = time.perf_counter()
        wait(1500)
        return {"list_s": listed - begun, "first_thumbnail_s": pictured - listed, "known_s": known - begun}

    def all_pictured(self) -> bool:
        area = self.grid.viewport().rect()
        rows = range(min(200, self.model.rowCount()))
        seen = [row for row in rows if area.intersects(self.grid.visualRect(self.model.index(row)))]
        cache = self.photos.loader.cache
        return bool(seen) and all(cache.get(self.model.photo_at(row)) is not None for row in seen)

    def scroll_down(self) -> None:
        """From the first photo: pages by a held key, then the handle of the scroll bar down to the end."""
        self.grid.setFocus()
        QTest.keyClick(self.grid, Qt.Key.Key_Home)
        wait(300)
        bar = self.grid.verticalScrollBar()
        for _ in range(PAGES):
            hold(self.grid, Qt.Key.Key_PageDown)
            wait(REPEAT_MS)
        handle = handle_of(bar)
        QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=handle)
        while bar.value() < bar.maximum() and handle.y() < 2 * bar.height():
            handle += QPoint(0, 1)
            QTest.mouseMove(bar, handle)
            wait(REPEAT_MS)
        QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=handle)
        assert bar.value() == bar.maximum(), "the end was not reached"
        wait(500)

    def chips(self) -> list[QWidget]:
        shows = (Show.WORN, Show.PRODUCT_ONLY, Show.NEEDS_YOU, Show.ON_MODEL, Show.PROBLEMS, Show.ALL)
        return [self.photos.filter.chips[show] for show in shows]

    def regroup(self) -> float:
        """Every way to group, chosen by key as in the closed list."""
        box = self.window.bar.group
        box.setFocus()
        keys = [Qt.Key.Key_Down] * (box.count() - 1) + [Qt.Key.Key_Up] * (box.count() - 1)
        return max(self.timed(lambda key=key: QTest.keyClick(box, key)) for key in keys)

    def bulk(self) -> dict[str, object]:
        last = min(BULK, self.model.rowCount()) - 1
        self.grid.setFocus()
        QTest.keyClick(self.grid, Qt.Key.Key_Home)
        wait(200)
        self.grid.scrollTo(self.model.index(last))
        wait(300)
        spot = self.grid.visualRect(self.model.index(last)).center()
        click(self.grid.viewport(), spot, keys=Qt.KeyboardModifier.ShiftModifier)
        chosen = len(self.grid.selected_photos())
        assert chosen == last + 1, f"{chosen} photos are selected in place of {last + 1}"
        wait(300)
        self.grid.setFocus()
        bulk = self.timed(lambda: QTest.keyClick(self.grid, Qt.Key.Key_2), written=True)
        wait(2500)
        self.heart.begin("undo")
        keys = Qt.KeyboardModifier.ControlModifier
        undo = self.timed(lambda: QTest.keyClick(self.grid, Qt.Key.Key_Z, keys), written=True)
        wait(2500)
        return {"bulk_ms": bulk, "undo_ms": undo}

    def confirm(self) -> dict[str, object]:
        self.heart.begin("confirm")
        click(self.photos.filter.chips[Show.NEEDS_YOU])
        wait(300)
        QTest.keyClick(self.grid, Qt.Key.Key_Home)
        self.grid.setFocus()
        wait(300)
        bar, line = self.grid.verticalScrollBar(), self.grid.grid_layout.cell.height()
        moved = followed = largest = done = 0
        begun = time.perf_counter()
        for _ in range(min(CONFIRMATIONS, self.model.rowCount() - 1)):
            row, place = self.grid.currentIndex().row(), bar.value()
            ahead = self.grid.visualRect(self.model.index(row + 1))
            in_sight = self.grid.viewport().rect().contains(ahead)
            self.timed(lambda: hold(self.grid, Qt.Key.Key_Space))
            done += self.model.finding_at(row).user is not None
            step = abs(bar.value() - place)
            moved += bool(step and in_sight)
            followed += bool(step and not in_sight)
            largest = max(largest, step)
        took = time.perf_counter() - begun
        return {
            "confirmations": done,
            "confirmations_per_s": done / took,
            "viewport_moved": moved,
            "lines_followed": followed,
            "largest_step_lines": largest / line,
        }

    def timed(self, act: Callable[[], object], *, written: bool = False) -> float:
        """Milliseconds from an act until the grid is painted and, on wish, the words are in the store."""
        words: list[bool] = []
        self.photos.session.words_written.connect(lambda: words.append(True))
        self.painted.seen = False
        begun = time.perf_counter()
        act()
        wait_until(lambda: self.painted.seen and bool(words or not written))
        return 1000 * (time.perf_counter() - begun)


def click(
    widget: QWidget, spot: QPoint | None = None, *, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, keys, spot or widget.rect().center())


def handle_of(bar: QScrollBar) -> QPoint:
    """The middle of what is dragged."""
    option = QStyleOptionSlider()
    bar.initStyleOption(option)
    style = QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider
    return bar.style().subControlRect(*style, bar).center()


def hold(widget: QWidget, key: Qt.Key) -> None:
    """One more press of a key that is held down: nothing is let go between two of them."""
    QTest.keyPress(widget, key)


def wait(milliseconds: int) -> None:
    """In the real event loop."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        wait(1)


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("the system does not say how much memory is resident")
