"""From nothing to the window, and from the last closed window to the exit code."""

from __future__ import annotations

import faulthandler
import logging
import signal
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtWidgets import QApplication

from engine.batch import Detectors
from engine.paths import DataPaths
from engine.store.results import ResultStore
from gui.main_window import MainWindow
from gui.shared.bug_dialog import BugHooks
from gui.shared.interpreter import SmoothInterpreter
from gui.shared.theme import Theme

LOG_BYTES = 1_000_000


def run(
    *,
    paths: DataPaths,
    detectors: Detectors,
    folder: Path | None = None,
    sales: Path | None = None,
    note: str = "",
) -> int:
    """Open the window, on `folder` and `sales` where given; returns the exit code.

    `note` says where the sales come from if they are not the user's own. Raises StoreUnusable.
    """
    _log_to(paths.log)
    application = _application()
    hooks = BugHooks(application)
    with ResultStore(paths.store) as store, paths.crash_log.open("a", encoding="utf-8") as crashes:
        faulthandler.enable(crashes)
        window = MainWindow(paths=paths, store=store, detectors=detectors, theme=Theme(application))
        smooth = SmoothInterpreter(window)
        window.photos.session.listed.connect(lambda _: smooth.keep())
        signal.signal(signal.SIGINT, lambda *_: window.close())
        window.show()
        if sales is not None:
            window.load_sales(sales, note=note)
        if folder is not None:
            window.open_folder(folder)
        code = application.exec()
        window.close()
        smooth.stop()
        faulthandler.disable()
    hooks.remove()
    return code


def _application() -> QApplication:
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Stylelift")
    application.setApplicationDisplayName("Stylelift")
    application.setDesktopFileName("stylelift")
    return application


def _log_to(file: Path) -> None:
    handler = RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
