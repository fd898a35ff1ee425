"""How long the window's event loop is ever held up while a folder is scanned.

    python benchmarks/event_loop.py FOLDER [--data-dir DIR] [--close-after SECONDS]

A 10 ms timer notes the time between its ticks. Printed are a histogram of the gaps, the worst one, and, with
--close-after, how long closing the window in mid-run took. A fresh data folder means a real scan.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from itertools import pairwise
from pathlib import Path

TICK_MS = 10
EDGES = (12, 16, 20, 30, 50, 100, 200, 500)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--close-after", type=float)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as fresh:
        measure(asked.folder, data=asked.data_dir or Path(fresh), close_after=asked.close_after)


def measure(folder: Path, *, data: Path, close_after: float | None) -> None:
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from engine.paths import DataPaths
    from engine.store.results import ResultStore
    from engine.vision.process import DetectorProcesses
    from gui.main_window import MainWindow
    from gui.shared.theme import Theme

    application = QApplication([])
    paths = DataPaths.choose(data)
    ticks: list[float] = []
    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    with ResultStore(paths.store) as store:
        window = MainWindow(
            paths=paths,
            store=store,
            detectors=DetectorProcesses(log=paths.networks_log),
            theme=Theme(application),
        )
        window.resize(1280, 720)
        window.show()
        application.processEvents()
        closing: list[float] = []

        def close() -> None:
            timer.stop()
            before = time.perf_counter()
            window.close()
            closing.append(time.perf_counter() - before)

        window.photos.session.scan_ended.connect(lambda: QTimer.singleShot(500, close))
        if close_after is not None:
            QTimer.singleShot(round(close_after * 1000), close)
        timer.start()
        window.open_folder(folder)
        application.exec()
        found = len(window.photos.model.findings())
    print_gaps([1000 * (after - before) for before, after in pairwise(ticks)])
    print(f"photos found: {found}; closing took {closing[0]:.2f} s")


def print_gaps(gaps: list[float]) -> None:
    """Milliseconds between two ticks, as a histogram."""
    for low, high in pairwise((0, *EDGES, float("inf"))):
        number = sum(low <= gap < high for gap in gaps)
        print(f"{low:4.0f} .. {high:4.0f} ms  {number:7d}")
    print(f"worst gap: {max(gaps, default=0):.0f} ms of {len(gaps)} ticks")


if __name__ == "__main__":
    main()
