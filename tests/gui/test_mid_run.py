"""Closing the window while the real networks are at work."""

from __future__ import annotations

import multiprocessing

from engine.paths import DataPaths
from engine.vision.process import DetectorProcesses


def test_closing_in_mid_run_leaves_no_process(qtbot, open_window, paths: DataPaths, tmp_path, portrait):
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.jpg").write_bytes(portrait.read_bytes() + bytes([number]))
    window = open_window(DetectorProcesses(log=paths.networks_log))
    window.open_folder(folder)
    qtbot.waitUntil(lambda: len(window.photos.categories()) >= 3, timeout=60_000)
    assert multiprocessing.active_children()
    window.close()
    assert multiprocessing.active_children() == []
    assert len(window.photos.categories()) < 60
