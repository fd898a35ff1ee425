"""The line under the photos: what is going on, how fast, how long still, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from engine.records import Progress
from gui.browse import words
from gui.shared.icons import icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD


class ScanBar(QFrame):
    """Emits `pause_toggled` (true: wait) and `cancel_requested`."""

    pause_toggled = Signal(bool)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", True)
        self._last: Progress | None = None
        self._total = 0
        self._waiting = False
        self.text = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(320)
        self.bar.setAccessibleName(self.tr("Progress of the scan"))
        self.pause = QPushButton()
        self.pause.clicked.connect(self._on_pause_clicked)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, GAP - 2, PAD, GAP - 2)
        row.setSpacing(GAP)
        for widget, stretch in ((self.text, 1), (self.bar, 1), (self.pause, 0), (self.cancel, 0)):
            row.addWidget(widget, stretch)
        self.setFixedHeight(self.pause.sizeHint().height() + 2 * GAP)
        self.show_idle("")

    def show_idle(self, text: str) -> None:
        """Nothing is going on; `text` sums up what there is."""
        self.text.setText(text)
        for widget in (self.bar, self.pause, self.cancel):
            widget.hide()

    def show_busy(self, text: str) -> None:
        """Something is going on of which the end cannot be told."""
        self.show_idle(text)
        self.bar.setRange(0, 0)
        self.bar.show()

    def start(self, total: int) -> None:
        """A scan of `total` photos has begun."""
        self._last, self._total, self._waiting = None, total, False
        self.bar.setRange(0, total)
        self.bar.setValue(0)
        for widget in (self.bar, self.pause, self.cancel):
            widget.show()
        self._write()

    def show_progress(self, progress: Progress) -> None:
        """Write how far the scan is."""
        self._last = progress
        self.bar.setValue(progress.done)
        self._write()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        colour = current_tokens().text
        self.pause.setIcon(icon("play" if self._waiting else "pause", colour))
        self.cancel.setIcon(icon("stop", colour))

    def _on_pause_clicked(self) -> None:
        self._waiting = not self._waiting
        self._write()
        self.pause_toggled.emit(self._waiting)

    def _write(self) -> None:
        self.pause.setText(self.tr("Resume") if self._waiting else self.tr("Pause"))
        self.restyle()
        done = self._last.done if self._last else 0
        place = self.tr("{0} of {1}").format(words.count(done), words.count(self._total))
        if self._waiting:
            self.text.setText(self.tr("Paused at {0}").format(place))
        elif self._last is None:
            self.text.setText(
                self.tr("Getting the detectors ready for {0}").format(words.photos(self._total))
            )
        else:
            self.text.setText(" – ".join(part for part in (self._scanning(place), *self._pace()) if part))

    def _scanning(self, place: str) -> str:
        return self.tr("Scanning {0}").format(place)

    def _pace(self) -> tuple[str, str]:
        if self._last is None or not self._last.photos_per_second:
            return "", ""
        rate = self._last.photos_per_second
        number = QLocale().toString(rate, "f", 0 if rate >= 9.5 else 1)
        return self.tr("{0} photos/s").format(number), words.time_left(self._last.seconds_left)
