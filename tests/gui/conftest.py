"""A window on a folder of made-up photos, with made-up detectors and a real store."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

sys.path.insert(0, str(Path(__file__).resolve().parent))

from photo_fakes import NAMES, ThreadDetectors, all_found, make_photos

from engine.paths import DataPaths
from engine.store.results import ResultStore
from gui.main_window import MainWindow
from gui.shared.theme import Theme


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "shop"
    made.mkdir()
    make_photos(made, NAMES)
    return made


@pytest.fixture
def paths(tmp_path):
    return DataPaths.choose(tmp_path / "data")


@pytest.fixture
def open_window(qtbot, paths, qapp):
    """Opens windows on the same data folder, as the program would day after day."""
    theme = Theme(qapp)
    opened = []

    def make(detectors):
        store = ResultStore(paths.store)
        window = MainWindow(paths=paths, store=store, detectors=detectors, theme=theme)
        opened.append((window, store))
        window.resize(1200, 800)
        window.show()
        return window

    yield make
    for window, store in opened:
        window.close()
        store.close()
        window.deleteLater()
    theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def detectors():
    made = ThreadDetectors()
    yield made
    made.gate.set()
    made.kill()


@pytest.fixture
def window(qtbot, open_window, detectors, folder):
    made = open_window(detectors)
    made.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(made), timeout=10_000)
    return made
