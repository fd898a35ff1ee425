"""One photo large: zoom around the cursor, pan, fit or 100 %, boxes over it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.records import Finding
from engine.settings import Thresholds
from gui.browse.overlay_painter import OverlayStyle, paint_overlay
from gui.shared.theme import current_tokens

ZOOM = 1.2
MOST_SCALE = 8.0


class PictureView(QWidget):
    """`scale` is screen pixels per photo pixel; `zoomed` tells a new one."""

    zoomed = Signal(float)
    double_clicked = Signal()

    def __init__(self, *, thresholds: Thresholds, weak: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thresholds = thresholds
        self._weak = weak
        self._pixmap: QPixmap | None = None
        self._finding: Finding | None = None
        self._full = QSizeF()
        self._centre = QPointF()
        self._grip: QPointF | None = None
        self._fitted = True
        self.scale = 1.0
        self.overlay = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Large picture"))

    def show_picture(self, pixmap: QPixmap | None, *, full: QSize, finding: Finding | None) -> None:
        """Show `pixmap` as a photo of `full` upright pixels; the zoom stays while the photo's size does."""
        same = QSizeF(full) == self._full
        self._pixmap, self._full, self._finding = pixmap, QSizeF(full), finding
        if self._fitted or not same:
            self.fit()
        self.update()

    def set_overlay(self, shown: bool) -> None:
        """Draw the boxes, or the clean photo."""
        self.overlay = shown
        self.update()

    def fit(self) -> None:
        """Show the whole photo."""
        self._fitted = True
        self._centre = QPointF(self._full.width() / 2, self._full.height() / 2)
        self._set_scale(self._fit_scale())

    def full_size(self) -> None:
        """Show one photo pixel as one screen pixel, around the middle of what is seen."""
        self._fitted = False
        self._set_scale(1 / self.devicePixelRatioF())

    def sizeHint(self) -> QSize:
        """The inspector's share."""
        return QSize(320, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo, then its boxes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_tokens().card))
        if self._pixmap is None or self._full.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._target(), self._pixmap, QRectF(self._pixmap.rect()))
        if self.overlay and self._finding is not None:
            corner = self._target().topLeft()
            style = OverlayStyle(corner.x(), corner.y(), self.scale, self._thresholds, weak=self._weak)
            paint_overlay(painter, self._finding, style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted photo stays fitted."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom so that the spot under the cursor stays there."""
        self.zoom_by(ZOOM if event.angleDelta().y() > 0 else 1 / ZOOM, around=event.position())
        event.accept()

    def zoom_by(self, factor: float, *, around: QPointF | None) -> None:
        """Zoom around a spot of the screen, or around the middle; not further out than the whole photo."""
        least = self._fit_scale()
        scale = min(max(MOST_SCALE, least), self.scale * factor)
        if scale <= least:
            self.fit()
            return
        place = around or self._middle()
        spot = self._photo_point(place)
        self._fitted = False
        self._centre = spot - (place - self._middle()) / scale
        self._set_scale(scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the photo."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan."""
        if self._grip is not None and not self._fitted:
            self._centre -= (event.position() - self._grip) / self.scale
            self._grip = event.position()
            self._keep_inside()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the photo."""
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Whoever shows this view decides what a double click means."""
        self.double_clicked.emit()

    def _fit_scale(self) -> float:
        if self._full.isEmpty():
            return 1.0
        across, down = self.width() / self._full.width(), self.height() / self._full.height()
        return min(across, down)

    def _set_scale(self, scale: float) -> None:
        self.scale = scale
        self._keep_inside()
        self.update()
        self.zoomed.emit(scale)

    def _keep_inside(self) -> None:
        """The photo never leaves the view; a side that is smaller than the view is centred."""
        self._centre = QPointF(
            _inside(self._centre.x(), self._full.width(), self.width() / self.scale),
            _inside(self._centre.y(), self._full.height(), self.height() / self.scale),
        )

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def _photo_point(self, screen: QPointF) -> QPointF:
        return self._centre + (screen - self._middle()) / self.scale

    def _target(self) -> QRectF:
        size = self._full * self.scale
        corner = self._middle() - self._centre * self.scale
        return QRectF(corner, size)


def _inside(centre: float, full: float, seen: float) -> float:
    if seen >= full:
        return full / 2
    return min(full - seen / 2, max(seen / 2, centre))
