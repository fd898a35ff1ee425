"""The timeline: a row per product, a bar per photo shown; bars are chosen, moved and removed in it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from engine.join.history import History, Showing
from engine.join.history_edits import move_end, move_start
from gui.results.history_words import showing_words
from gui.results.photo_lookup import PhotoLookup
from gui.results.timeline_layout import GRIP, Bar, Grip, TimeScale, bars, grip_at, showing_at, span
from gui.results.timeline_painter import HEAD, NAMES, ROW, TimelinePainter, row_colour
from gui.shared.theme import current_tokens
from gui.shared.tokens import PAD

_ZOOM = 1.25
_MOST = 40.0
"""Pixels per day at most."""


class TimelineView(QAbstractScrollArea):
    """Shows a settled history; `edited` brings a new history and what was done, `selected` the chosen bar.

    Arrows choose a product and a bar; Shift with left and right moves the start of the bar by a day, with
    Ctrl by a week; Enter or a double click asks for exact dates, Delete removes.
    """

    selected = Signal(object)
    edited = Signal(object, str)
    exact_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, *, lookup: PhotoLookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = History()
        self.rows: list[str] = []
        self.showing: Showing | None = None
        self._row = 0
        self._lookup = lookup
        self._sales = (dt.date(2000, 1, 1), dt.date(2000, 1, 1))
        self._span = self._sales
        self._zoom = 1.0
        self._grip: Grip | None = None
        self._before: History | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Timeline of photos by product"))

    def set_sales(self, *, first: dt.date, last: dt.date) -> None:
        """The first and last day of the sales, which are always in sight."""
        self._sales = first, last

    def set_rows(self, products: list[str]) -> None:
        """The products to show, in this order; the chosen bar stays chosen while it is among them."""
        self.rows = products
        kept = self.showing if self.showing and self.showing.product in set(products) else None
        self._row = products.index(kept.product) if kept else 0
        self._choose(kept)
        self._measure()

    def set_history(self, history: History, *, chosen: Showing | None = None) -> None:
        """Show another state of the history, with `chosen` as the chosen bar where it is in there."""
        self.history = history
        self._span = span(history, *self._sales)
        wanted = chosen or self.showing
        known = wanted is not None and wanted in history.product_showings(wanted.product)
        self._choose(wanted if known else self._same_place(wanted))
        self._measure()

    def scale(self) -> TimeScale:
        """Where the days stand now."""
        first, last = self._span
        room = max(1, self.viewport().width() - NAMES - PAD)
        per_day = room / ((last - first).days + 1) * self._zoom
        return TimeScale(first, last, NAMES - self.horizontalScrollBar().value(), min(per_day, _MOST))

    def row_rect(self, row: int) -> QRectF:
        """Where a row stands in the viewport."""
        top = HEAD + row * ROW - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), ROW)

    def zoom(self, factor: float) -> None:
        """Show fewer (above 1) or more days at a time; never more than there are."""
        self._zoom = max(1.0, self._zoom * factor)
        self._measure()

    def zoom_in(self) -> None:
        """Fewer days at a time."""
        self.zoom(_ZOOM)

    def zoom_out(self) -> None:
        """More days at a time."""
        self.zoom(1 / _ZOOM)

    def move_chosen(self, days: int) -> None:
        """Move the start of the chosen bar by some days."""
        if self.showing is not None:
            self._move_start(self.showing, self.showing.start + dt.timedelta(days=days))

    def _move_start(self, showing: Showing, day: dt.date) -> None:
        after = move_start(self.history, showing, day)
        if after != self.history:
            self.edited.emit(after, self.tr("Move a change"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that are seen."""
        tokens, scale = current_tokens(), self.scale()
        painter = QPainter(self.viewport())
        drawing = TimelinePainter(painter, tokens, self._lookup)
        height, width = self.viewport().height(), self.viewport().width()
        painter.fillRect(self.viewport().rect(), self.palette().base())
        first = self.verticalScrollBar().value() // ROW
        seen = range(first, min(len(self.rows), first + height // ROW + 2))
        painter.setClipRect(QRectF(NAMES, HEAD, width - NAMES, height - HEAD))
        for row in seen:
            painter.fillRect(self.row_rect(row), row_colour(row, tokens, self.palette()))
        drawing.draw_lines(scale, top=HEAD, bottom=height)
        for row in seen:
            for bar in bars(self.history, self.rows[row], scale):
                chosen = bar.showing == self.showing
                top = self.row_rect(row).top()
                drawing.draw_bar(bar, top=top, selected=chosen, focused=self.hasFocus())
        painter.setClipRect(QRectF(0, HEAD, NAMES, height - HEAD))
        painter.fillRect(QRectF(0, HEAD, NAMES, height), self.palette().window())
        for row in seen:
            rect = self.row_rect(row)
            rect.setWidth(NAMES - 1)
            drawing.draw_name(self.rows[row], rect, current=row == self._row)
        painter.setClipping(False)
        drawing.draw_months(scale, QRectF(0, 0, width, HEAD))
        painter.fillRect(QRectF(0, 0, NAMES, HEAD - 1), self.palette().window())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a boundary, or choose what is under the mouse."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        row = self._row_at(event.position())
        if row is None:
            return
        self._row = row
        there, x = self._bars_at(event.position()), event.position().x()
        self._grip = grip_at(there, x)
        hit = self._grip.showing if self._grip else showing_at(there, x)
        self._before = self.history if self._grip else None
        self._choose(hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the boundary that is held; else show where one can be taken."""
        if self._grip is None or self._before is None:
            over = grip_at(self._bars_at(event.position()), event.position().x()) is not None
            self.viewport().setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
            return
        self.history = self._dragged(self._grip, self.scale().day(event.position().x()))
        self.showing = self._same_place(self._grip.showing, among=self._before)
        self._choose(self.showing)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what was moved becomes one edit."""
        if self._grip is None or self._before is None:
            return
        after, self.history = self.history, self._before
        self._grip = self._before = None
        if after != self.history:
            self.edited.emit(after, self.tr("Move a change"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for exact dates of the bar under the mouse."""
        if showing_at(self._bars_at(event.position()), event.position().x()) is not None:
            self.exact_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, remove, ask for exact dates."""
        key, held = event.key(), event.modifiers()
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        updown = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Escape and self._before is not None:
            self.history, self._grip, self._before = self._before, None, None
            self.viewport().update()
        elif sideways and held & Qt.KeyboardModifier.ShiftModifier:
            self.move_chosen(sideways * (7 if held & Qt.KeyboardModifier.ControlModifier else 1))
        elif sideways:
            self._step(sideways)
        elif updown:
            self._go_to_row(self._row + updown)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.showing is not None:
            self.exact_wanted.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM)
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the days into the new width."""
        self._measure()

    def current_product(self) -> str | None:
        """The product of the current row."""
        return self.rows[self._row] if self._row < len(self.rows) else None

    def _step(self, by: int) -> None:
        product = self.current_product()
        own = self.history.product_showings(product) if product is not None else ()
        if not own:
            return
        place = own.index(self.showing) + by if self.showing in own else 0
        self._choose(own[max(0, min(len(own) - 1, place))])

    def _go_to_row(self, row: int) -> None:
        if not self.rows:
            return
        self._row = max(0, min(len(self.rows) - 1, row))
        own = self.history.product_showings(self.rows[self._row])
        self._choose(own[0] if own else None)
        rect, bar = self.row_rect(self._row), self.verticalScrollBar()
        if rect.top() < HEAD:
            bar.setValue(bar.value() - int(HEAD - rect.top()))
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(rect.bottom() - self.viewport().height()))

    def _choose(self, showing: Showing | None) -> None:
        self.showing = showing
        self.setAccessibleDescription(
            showing_words(showing, self.history, self._lookup.category) if showing else ""
        )
        self.selected.emit(showing)
        self.viewport().update()

    def _same_place(self, showing: Showing | None, *, among: History | None = None) -> Showing | None:
        """The bar that stands where `showing` stood before an edit."""
        if showing is None:
            return None
        own = self.history.product_showings(showing.product)
        if among is not None:
            return own[among.product_showings(showing.product).index(showing)]
        return min(own, key=lambda one: abs((one.start - showing.start).days), default=None)

    def _dragged(self, grip: Grip, day: dt.date) -> History:
        assert self._before is not None
        if grip.edge == "start":
            return move_start(self._before, grip.showing, day)
        return move_end(self._before, grip.showing, day - dt.timedelta(days=1))

    def _row_at(self, place: QPointF) -> int | None:
        if place.y() < HEAD:
            return None
        row = int((place.y() - HEAD + self.verticalScrollBar().value()) // ROW)
        return row if row < len(self.rows) else None

    def _bars_at(self, place: QPointF) -> list[Bar]:
        row = self._row_at(place)
        if row is None or place.x() < NAMES - GRIP:
            return []
        return bars(self.history, self.rows[row], self.scale())

    def _measure(self) -> None:
        """Tell the scroll bars how much there is."""
        port = self.viewport()
        vertical, sideways = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, HEAD + len(self.rows) * ROW - port.height()))
        vertical.setPageStep(max(1, port.height() - HEAD))
        vertical.setSingleStep(ROW)
        sideways.setRange(0, max(0, round(NAMES + self.scale().width + PAD - port.width())))
        sideways.setPageStep(max(1, port.width() - NAMES))
        sideways.setSingleStep(ROW)
        port.update()
