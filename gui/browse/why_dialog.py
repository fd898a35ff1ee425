"""Why this category: the networks' steps over one photo, walked with the arrow keys, saved as pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.errors import StyleliftError
from engine.records import Photo, Trace
from engine.rules.rule import Rule
from gui.browse.session import TRACED_EDGE, PhotoSession
from gui.browse.thumb_loader import to_image
from gui.browse.why_steps import Step, steps
from gui.browse.words import score
from gui.shared.theme import current_tokens
from gui.shared.tokens import DARK, GAP, PAD

LINES = 4
MANY = 12
"""From so many boxes on, scores would hide the photo."""


class StepPicture(QWidget):
    """The photo with the boxes of one step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image, self._full, self._step = QImage(), QSize(), Step("", "")
        self.setMinimumSize(320, 240)

    def show_step(self, image: QImage, full: QSize, step: Step) -> None:
        """Show `step` over the photo of `full` upright pixels."""
        self._image, self._full, self._step = image, full, step
        self.setAccessibleName(step.title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the step."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_tokens().card))
        if not self._image.isNull():
            paint_step(painter, QRectF(self.rect()), self._image, full=self._full, step=self._step)


def paint_step(painter: QPainter, room: QRectF, image: QImage, *, full: QSize, step: Step) -> None:
    """Draw one step as large as `room` allows."""
    painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
    if step.scales:
        _paint_pyramid(painter, room, image, full=full, scales=step.scales)
        return
    x0, y0, x1, y1 = step.canvas or (0, 0, full.width(), full.height())
    scale = min(room.width() / (x1 - x0), room.height() / (y1 - y0))
    seen = QRectF(0, 0, (x1 - x0) * scale, (y1 - y0) * scale)
    seen.moveCenter(room.center())
    painter.setClipRect(seen)
    painter.fillRect(seen, QColor(127, 127, 127))
    painter.translate(seen.topLeft() - QPointF(x0, y0) * scale)
    painter.drawImage(QRectF(0, 0, full.width() * scale, full.height() * scale), image)
    for box, value in reversed(step.boxes):
        left, top, right, bottom = (edge * scale for edge in box)
        rect = QRectF(left, top, right - left, bottom - top)
        painter.setPen(QPen(QColor(DARK.category(step.colour)), 2 if len(step.boxes) <= MANY else 1))
        painter.drawRect(rect)
        if value and len(step.boxes) <= MANY:
            above = max(y0 * scale, top - 18)
            painter.fillRect(QRectF(left, above, 44, 18), QColor(DARK.category(step.colour)))
            painter.setPen(QColor(DARK.on_badge))
            painter.drawText(QPointF(left + 4, above + 14), score(value))
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1))
    painter.setBrush(QColor("#FFFFFF"))
    for x, y in step.landmarks:
        painter.drawEllipse(QPointF(x * scale, y * scale), 3, 3)


def _paint_pyramid(
    painter: QPainter, room: QRectF, image: QImage, *, full: QSize, scales: tuple[float, ...]
) -> None:
    """The copies side by side, each in its own proportion to the others."""
    fit = min(
        (room.width() - GAP * len(scales)) / (full.width() * sum(scales)),
        room.height() / (full.height() * scales[0]),
    )
    left = room.left()
    for scale in scales:
        wide, high = full.width() * scale * fit, full.height() * scale * fit
        painter.drawImage(QRectF(left, room.center().y() - high / 2, wide, high), image)
        left += wide + GAP


class WhyDialog(QDialog):
    """Asks the networks when made; Left and Right walk the steps."""

    def __init__(self, photo: Photo, *, session: PhotoSession, rule: Rule, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Why this category: {0}").format(photo.name))
        self.resize(900, 640)
        self._photo, self._rule, self._session = photo, rule, session
        self._image, self._full = QImage(), QSize()
        self.steps: list[Step] = []
        self.place = 0
        self.picture = StepPicture()
        self.title = QLabel(self.tr("The networks are looking at the photo…"))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        # The picture must not jump from step to step.
        self.text.setFixedHeight(LINES * self.fontMetrics().lineSpacing())
        self.back = QPushButton(self.tr("Back"))
        self.forth = QPushButton(self.tr("Next"))
        self.save = QPushButton(self.tr("Save this step…"))
        self.save_all = QPushButton(self.tr("Save all steps…"))
        self._lay_out()
        self._job = session.trace(photo, done=self._on_traced, failed=self._on_failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.walk(step)

    def done(self, result: int) -> None:
        """A question to the networks that nobody waits for any more is taken back."""
        self._job.stop()
        super().done(result)

    def walk(self, by: int) -> None:
        """Go to another step; the ends hold."""
        if not self.steps:
            return
        self.place = max(0, min(len(self.steps) - 1, self.place + by))
        step = self.steps[self.place]
        self.title.setText(f"{self.place + 1}/{len(self.steps)}  {step.title}")
        self.text.setText(step.text)
        self.picture.show_step(self._image, self._full, step)
        self.back.setEnabled(self.place > 0)
        self.forth.setEnabled(self.place < len(self.steps) - 1)

    def save_steps(self, file: Path, chosen: list[Step]) -> None:
        """Write PNG pictures; several get numbers behind the name."""
        for number, step in enumerate(chosen, 1):
            ending = ".png" if len(chosen) == 1 else f"-{number}.png"
            name = file.with_name(file.name.removesuffix(".png") + ending)
            image = QImage(TRACED_EDGE, TRACED_EDGE, QImage.Format.Format_RGB32)
            image.fill(QColor("#FFFFFF"))
            painter = QPainter(image)
            paint_step(painter, QRectF(image.rect()), self._image, full=self._full, step=step)
            painter.end()
            if not image.save(str(name)):
                self.text.setText(self.tr("{0} cannot be written: choose another folder.").format(name))
                return

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.back, self.forth, self.save, self.save_all):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAutoDefault(False)
            button.setEnabled(False)
            row.addWidget(button)
        self.back.clicked.connect(lambda: self.walk(-1))
        self.forth.clicked.connect(lambda: self.walk(1))
        self.save.clicked.connect(lambda: self._ask_and_save([self.steps[self.place]]))
        self.save_all.clicked.connect(lambda: self._ask_and_save(self.steps))
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        for widget in (self.title, self.text):
            column.addWidget(widget)
        column.addWidget(self.picture, 1)
        column.addLayout(row)

    def _ask_and_save(self, chosen: list[Step]) -> None:
        start = str(Path.home() / f"{Path(self._photo.name).stem}-why.png")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save as"), start, "PNG (*.png)")
        if name:
            self.save_steps(Path(name), chosen)

    def _on_traced(self, seen: tuple[Trace | None, NDArray[np.uint8]]) -> None:
        trace, pixels = seen
        if trace is None:
            return
        self._full = QSize(trace.evidence.width, trace.evidence.height)
        self._image = to_image(pixels)
        self.steps = steps(trace, self._rule)
        for button in (self.save, self.save_all):
            button.setEnabled(True)
        self.walk(0)

    def _on_failed(self, error: Exception) -> None:
        self.title.setText(self.tr("The steps cannot be shown."))
        if not isinstance(error, StyleliftError):
            raise error
        self.text.setText(str(error))
