"""How Python itself is kept from holding up the event loop of a window with a hundred thousand photos."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

SWITCH_SECONDS = 0.001
"""How long another thread may go on when the window's thread wants to run; Python's own choice is 0.005."""
NEVER = 1_000_000_000
TIDY_MS = 60_000


class SmoothInterpreter(QObject):
    """Collects old garbage from a timer only, and never looks among the photos of the folder.

    Left to itself, Python visits all of them again and again, in whichever thread makes objects, while every
    other thread waits: up to 0.5 s at 110,000 photos. Young garbage goes as always.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = gc.get_threshold(), sys.getswitchinterval()
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, NEVER)
        sys.setswitchinterval(SWITCH_SECONDS)
        self._timer = QTimer(self)
        self._timer.setInterval(TIDY_MS)
        self._timer.timeout.connect(gc.collect)
        self.keep()

    def keep(self) -> None:
        """What there is now is there to stay: visit it no more."""
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Leave everything to Python again."""
        threshold, switch_seconds = self._before
        self._timer.stop()
        gc.unfreeze()
        gc.set_threshold(*threshold)
        sys.setswitchinterval(switch_seconds)
