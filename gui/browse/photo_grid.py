"""The grid of photos: a list view tuned for a hundred thousand rows that never loses the user's place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from engine.records import Photo
from engine.settings import Thresholds
from gui.browse.photo_delegate import PhotoDelegate
from gui.browse.photo_model import AnyIndex, PhotoModel
from gui.browse.thumb_loader import ThumbLoader
from gui.shared.tokens import THUMB_MAX, THUMB_MIN

BATCH = 1000
MANY = 200
NEAR_ROWS = 3
LOOK_MS = 30
SETTLE_MS = 250
ZOOM_STEP = 16


class PhotoGrid(QListView):
    """`current_changed` brings the current photo's name (or ""), `edge_changed` the thumbnail size."""

    current_changed = Signal(str)
    edge_changed = Signal(int)

    def __init__(
        self, *, model: PhotoModel, loader: ThumbLoader, thresholds: Thresholds, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photos, self._loader = model, loader
        self._anchor: tuple[str, int] | None = None
        self._kept = ""
        self._picked: list[Photo] = []
        self.delegate = PhotoDelegate(thumb=loader.cache.get, thresholds=thresholds, parent=self)
        self._set_up_view()
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._want_thumbs)
        # A layout may start twice after one change, so the place is kept until a whole one has come to rest.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._forget_place)
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(lambda _: self._forget_place())
        bar.valueChanged.connect(lambda: self._look.start())
        bar.rangeChanged.connect(self._on_range_changed)
        loader.arrived.connect(self.viewport().update)
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._on_model_reset)
        model.rowsAboutToBeInserted.connect(self._remember_place)
        model.rowsInserted.connect(lambda: self._look.start())
        self._share_width()

    def set_edge(self, edge: int) -> None:
        """Change the size of the thumbnails; the photo at the top stays at the top."""
        edge = max(THUMB_MIN, min(THUMB_MAX, edge))
        if edge == self.delegate.edge:
            return
        self._remember_place()
        self.delegate.edge = edge
        self._share_width()
        self.edge_changed.emit(edge)

    def set_overlay(self, shown: bool) -> None:
        """Draw the boxes, or the clean photos."""
        self.delegate.overlay = shown
        self.viewport().update()

    def current_name(self) -> str:
        """The current photo, or "" where there is none."""
        index = self.currentIndex()
        return self._photos.photo_at(index.row()).name if index.isValid() else ""

    def go_to(self, row: int) -> None:
        """Make a row the current and only selected one, and show it."""
        index = self._photos.index(row)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            if not self.viewport().rect().intersects(self.visualRect(index)):  # not laid out yet
                self._anchor = (self._photos.photo_at(row).name, self.viewport().height() // 3)

    def selected_photos(self) -> list[Photo]:
        """The selected photos, read from ranges: asking for every index is slow in a large folder."""
        return [
            self._photos.photo_at(row)
            for part in self.selectionModel().selection().toList()
            for row in range(part.top(), part.bottom() + 1)
        ]

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Many rows are only painted again: their sizes never change, and Qt would ask for each."""
        if last.row() - first.row() < MANY:
            super().dataChanged(first, last, roles)
        else:
            self.viewport().update()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell the inspector."""
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current_name())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns; the photo at the top stays at the top."""
        if event.size().width() != event.oldSize().width():
            self._remember_place()
        super().resizeEvent(event)
        self._share_width()
        self._look.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel change the size of the thumbnails."""
        self._forget_place()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            self.set_edge(self.delegate.edge + (ZOOM_STEP if turned > 0 else -ZOOM_STEP))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving by key ends the wait for an old place."""
        self._forget_place()
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are commands here, and the search of a list view reads every row."""

    def changeEvent(self, event: QEvent) -> None:
        """A larger font needs another cell."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_width()

    def _set_up_view(self) -> None:
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setUniformItemSizes(True)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setWordWrap(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self.tr("Photos"))

    def _share_width(self) -> None:
        """Give each column the same part of the width, so that no ragged edge is left."""
        cell = self.delegate.cell()
        width = max(self.viewport().width() - 1, cell.width())
        columns = max(1, width // cell.width())
        self.setGridSize(QSize(width // columns, cell.height()))
        self.setBatchSize(BATCH // columns * columns)  # whole lines: a batch that ends within one breaks it
        self.verticalScrollBar().setSingleStep(cell.height() // 3)

    def _remember_place(self) -> None:
        """Note the current photo if it is seen, else the first one seen, and how far below the top it is."""
        self._kept = self.current_name()
        self._picked = self.selected_photos() if self._photos.growing else []
        if self._anchor is not None or self.verticalScrollBar().value() == 0:
            return
        index = self.currentIndex()
        if not self.viewport().rect().intersects(self.visualRect(index)):
            cell = self.gridSize()
            index = self.indexAt(QPoint(cell.width() // 2, cell.height() // 2))
        if index.isValid():
            self._anchor = (self._photos.photo_at(index.row()).name, self.visualRect(index).top())

    def _on_model_reset(self) -> None:
        row = self._photos.row_of(self._kept) if self._kept else -1
        if row >= 0:
            index = self._photos.index(row)
            picked = self._rows_of(self._picked) if self._picked else QItemSelection(index, index)
            self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self.current_changed.emit("")
        self._look.start()

    def _rows_of(self, photos: Sequence[Photo]) -> QItemSelection:
        """A selection of these photos, neighbours joined."""
        rows = self._photos.rows_of(photos)
        chosen = QItemSelection()
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
            chosen.select(self._photos.index(int(run[0])), self._photos.index(int(run[-1])))
        return chosen

    def _on_range_changed(self) -> None:
        """The layout comes in batches: go back to the remembered place as soon as it is laid out."""
        self._look.start()
        if self._anchor is None:
            return
        name, below = self._anchor
        row, line, seen = self._photos.row_of(name), self.gridSize().height(), self.viewport().height()
        lines = -(-self._photos.rowCount() // self._columns())
        place = row // self._columns() * line - max(0, min(below, seen - line))
        most = self.verticalScrollBar().maximum()
        whole = most + seen >= (lines - 1) * line
        if row >= 0 and (whole or most >= place):
            self.verticalScrollBar().setValue(place)
        if whole:
            self._settle.start()
        else:
            self._settle.stop()

    def _forget_place(self) -> None:
        self._anchor = None

    def _columns(self) -> int:
        return max(1, self.viewport().width() // self.gridSize().width())

    def _want_thumbs(self) -> None:
        """Ask for what is seen, then for the rows around it."""
        total = self._photos.rowCount()
        if not total:
            self._loader.want([])
            return
        grid, columns = self.gridSize(), self._columns()
        first = self.verticalOffset() // grid.height() * columns
        last = (self.verticalOffset() + self.viewport().height()) // grid.height() * columns + columns
        near = NEAR_ROWS * columns
        seen = range(max(0, first), min(total, last))
        after = range(seen.stop, min(total, seen.stop + near))
        before = range(max(0, seen.start - near), max(0, seen.start))
        self._loader.want([self._photos.photo_at(row) for part in (seen, after, before) for row in part])
