"""The program from start to end, in a process of its own: a second QApplication cannot live in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from photo_fakes import make_photos

PROJECT = Path(__file__).resolve().parents[2]
START = """
import sys
from pathlib import Path
sys.path[:0] = [{project!r}, {fakes!r}]
from PySide6.QtCore import QTimer
from photo_fakes import ThreadDetectors
from engine.paths import DataPaths
from gui import app
from gui.main_window import MainWindow

def look(window, timer):
    if window.photos.session.scanning or not window.photos.model.findings():
        return
    timer.stop()
    {act}
    window.close()

shown = MainWindow.show
def show(window):
    shown(window)
    timer = QTimer(window, interval=20)
    timer.timeout.connect(lambda: look(window, timer))
    timer.start()
MainWindow.show = show
code = app.run(paths=DataPaths.choose(Path({data!r})), detectors=ThreadDetectors(), folder=Path({folder!r}))
print("code", code)
print("heavy", sorted({{"matplotlib", "pandas", "tensorflow", "cv2", "statsmodels"}} & set(sys.modules)))
"""


@pytest.fixture
def run_app(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    make_photos(folder, ["m1.png", "w1.png", "p1.png"])

    def run(*, act: str = "pass") -> subprocess.CompletedProcess[str]:
        fakes, data = str(Path(__file__).parent), str(tmp_path / "data")
        script = START.format(project=str(PROJECT), fakes=fakes, data=data, folder=str(folder), act=act)
        return subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )

    return run


def test_the_window_opens_a_folder_and_ends_cleanly(run_app, tmp_path):
    ended = run_app()
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["code 0", "heavy []"]
    assert (tmp_path / "data" / "stylelift.log").is_file()
    assert (tmp_path / "data" / "window.ini").is_file()


def test_an_error_in_a_slot_is_logged_and_the_window_goes_on(run_app, tmp_path):
    ended = run_app(
        act="window.photos.loader.arrived.connect(lambda: 1 / 0); window.photos.loader.arrived.emit()"
    )
    assert ended.returncode == 0, ended.stderr
    assert "ZeroDivisionError" in (tmp_path / "data" / "stylelift.log").read_text(encoding="utf-8")
