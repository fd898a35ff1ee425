"""A list view whose layout is arithmetic: any number of rows is laid out at once, with headings above groups.

Qt's own layout of icons comes in batches, and each of them would lose the user's place.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionRubberBand,
    QStyleOptionViewItem,
    QWidget,
)

from gui.browse import words
from gui.browse.grid_layout import GridLayout
from gui.browse.heading_painter import HEADING, paint_heading
from gui.browse.photo_model import AnyIndex, PhotoModel

Cursor = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint
Flag = QItemSelectionModel.SelectionFlag
State = QStyle.StateFlag


class GridView(QListView):
    """Lays out, paints, scrolls, moves and selects; `lay_out` follows every change of rows or sizes."""

    def __init__(self, model: PhotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = model
        self._layout = GridLayout(0, np.zeros(1, np.int64), QSize(1, 1), 1)
        self._band = QRect()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Fixed)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def grid_layout(self) -> GridLayout:
        """Where the photos lie."""
        return self._layout

    def lay_out(self, cell: QSize) -> None:
        """Lay out all rows in cells of at least this size; what is left of a line is shared among them."""
        width = max(self.viewport().width() - 1, cell.width())
        columns = max(1, width // cell.width())
        self._layout = GridLayout(
            total=self._photos.rowCount(),
            starts=self._photos.group_starts(),
            cell=QSize(width // columns, cell.height()),
            columns=columns,
            heading=HEADING if self._photos.grouped else 0,
        )
        self.updateGeometries()
        self.viewport().update()

    def seen_rows(self) -> range:
        """The rows in sight."""
        top = self.verticalOffset()
        return self._layout.rows_between(top, top + self.viewport().height())

    def doItemsLayout(self) -> None:
        """Qt's own layout is passed over."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._layout.height - height))
        bar.setPageStep(height)
        bar.setSingleStep(max(1, self._layout.cell.height() // 3))
        QAbstractItemView.updateGeometries(self)

    def verticalOffset(self) -> int:
        """Pixels above what is seen."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """None: the lines fit the width."""
        return 0

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already; with a heading that stays, paint anew."""
        if self._layout.heading:
            self.viewport().update()
        else:
            self.viewport().scroll(dx, dy)

    def visualRect(self, index: AnyIndex) -> QRect:
        """Where a photo lies in the viewport, be it out of sight."""
        if not index.isValid() or index.row() >= self._layout.total:
            return QRect()
        return self._layout.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The photo at a point of the viewport; none on a heading."""
        if self._layout.heading and point.y() < self._kept_free():
            return QModelIndex()
        row = self._layout.row_at(point.x(), point.y() + self.verticalOffset())
        return self._photos.index(row) if row >= 0 else QModelIndex()

    def scrollTo(self, index: AnyIndex, hint: Hint = Hint.EnsureVisible) -> None:
        """Show a photo, moving no more than is needed."""
        if not index.isValid() or index.row() >= self._layout.total:
            return
        rect, bar, height = self._layout.rect(index.row()), self.verticalScrollBar(), self.viewport().height()
        highest = rect.top() - self._layout.heading
        lowest = rect.bottom() + 1 - height
        if hint is Hint.PositionAtTop:
            bar.setValue(highest)
        elif hint is Hint.PositionAtCenter:
            bar.setValue(rect.center().y() - height // 2)
        elif bar.value() > highest:
            bar.setValue(highest)
        elif bar.value() < lowest:
            bar.setValue(min(lowest, highest))

    def moveCursor(self, action: Cursor, keys: Qt.KeyboardModifier) -> QModelIndex:
        """The photo that a key leads to; headings are passed over."""
        total, row = self._layout.total, self.currentIndex().row()
        if not total:
            return QModelIndex()
        return self._photos.index(self._target(action, row) if row >= 0 else 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select from one photo to another in reading order, or what the rubber band touches."""
        offset = self.verticalOffset()
        if self.state() is QAbstractItemView.State.DragSelectingState:
            self._band = rect
            runs = self._layout.runs_in(rect.normalized().translated(0, offset))
        else:
            ends = [
                self._layout.row_near(p.x(), p.y() + offset) for p in (rect.topLeft(), rect.bottomRight())
            ]
            point = rect.topLeft() if rect.width() <= 1 and rect.height() <= 1 else None
            nothing = not self._layout.total or (point is not None and not self.indexAt(point).isValid())
            runs = [] if nothing else [(min(ends), max(ends))]
        self.selectionModel().select(self.selection_of(runs), command)

    def selection_of(self, runs: list[tuple[int, int]]) -> QItemSelection:
        """Runs of rows as Qt selects them."""
        chosen = QItemSelection()
        for first, last in runs:
            chosen.select(self._photos.index(first), self._photos.index(last))
        return chosen

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What of a selection is in sight."""
        region, seen = QRegion(), self.seen_rows()
        for part in selection.toList():
            for row in range(max(part.top(), seen.start), min(part.bottom() + 1, seen.stop)):
                region += self.visualRect(self._photos.index(row)).adjusted(-2, -2, 2, 2)
        return region

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The rubber band goes."""
        super().mouseReleaseEvent(event)
        self._band = QRect()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photos and headings that are to be painted anew."""
        painter = QPainter(self.viewport())
        self._paint_photos(painter, event.rect())
        if self._layout.heading:
            self._paint_headings(painter)
        if not self._band.isNull():
            band = QStyleOptionRubberBand()
            band.initFrom(self)
            band.rect = self._band.normalized()
            self.style().drawControl(QStyle.ControlElement.CE_RubberBand, band, painter)
        painter.end()

    def _target(self, action: Cursor, row: int) -> int:
        layout, last = self._layout, self._layout.total - 1
        forward = Cursor.MoveRight, Cursor.MoveNext
        back = Cursor.MoveLeft, Cursor.MovePrevious
        if action in (*forward, *back):
            return max(0, min(row + (1 if action in forward else -1), last))
        if action is Cursor.MoveUp:
            return layout.above(row)
        if action is Cursor.MoveDown:
            return layout.below(row)
        if action in (Cursor.MovePageUp, Cursor.MovePageDown):
            return self._page_from(row, down=action is Cursor.MovePageDown)
        return 0 if action is Cursor.MoveHome else last

    def _page_from(self, row: int, *, down: bool) -> int:
        """A viewport further, but at least one line."""
        layout, place = self._layout, self._layout.rect(row).center()
        page = max(1, self.viewport().height() - layout.cell.height())
        y = place.y() + (page if down else -page)
        if not 0 <= y < layout.height:
            return layout.total - 1 if down else 0
        target, line = layout.row_near(place.x(), y), layout.below(row) if down else layout.above(row)
        return max(target, line) if down else min(target, line)

    def _kept_free(self) -> int:
        """The bottom of the heading that stays at the top of the viewport."""
        group = self._layout.group_at(self.verticalOffset())
        following = self._layout.heading_top(group + 1) - self.verticalOffset()
        return min(self._layout.heading, following)

    def _paint_photos(self, painter: QPainter, area: QRect) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(State.State_MouseOver | State.State_HasFocus | State.State_Selected)
        hovered = self._hovered_row()
        current = self.currentIndex().row() if self.hasFocus() else -1
        offset, chosen = self.verticalOffset(), self.selectionModel()
        for row in self._layout.rows_between(area.top() + offset, area.bottom() + 1 + offset):
            index = self._photos.index(row)
            option.rect = self.visualRect(index)
            state = plain
            if chosen.isSelected(index):
                state |= State.State_Selected
            if row == current:
                state |= State.State_HasFocus
            if row == hovered:
                state |= State.State_MouseOver
            option.state = state
            self.itemDelegate().paint(painter, option, index)

    def _hovered_row(self) -> int:
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()

    def _paint_headings(self, painter: QPainter) -> None:
        """The first one stays in sight as long as photos of its group are."""
        layout, top, width = self._layout, self.verticalOffset(), self.viewport().width()
        for group in reversed(layout.groups_between(top, top + self.viewport().height())):
            y = max(layout.heading_top(group) - top, min(0, layout.heading_top(group + 1) - top - HEADING))
            row = int(layout.starts[group])
            paint_heading(
                painter,
                QRectF(0, y, width, HEADING),
                name=self._photos.heading(row),
                count=words.photos(layout.size_of(group)),
            )
