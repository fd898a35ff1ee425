"""The grid of photos: what is seen gets its thumbnails first, and the user's place is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from engine.records import Photo
from engine.settings import Thresholds
from gui.browse.finding_table import Numbers
from gui.browse.grid_view import Flag, GridView
from gui.browse.photo_delegate import PhotoDelegate
from gui.browse.photo_model import AnyIndex, PhotoModel
from gui.browse.thumb_loader import ThumbLoader
from gui.shared.tokens import THUMB_MAX, THUMB_MIN

NEAR_LINES = 3
LOOK_MS = 30
ZOOM_STEP = 16
RUNS_AT_MOST = 3000
"""Of a selection that another order tears into more pieces, only the current photo stays selected."""


class PhotoGrid(GridView):
    """`current_changed` brings the current photo's name (or ""), `edge_changed` the thumbnail size.

    The place is a photo and how far below the top it lies. It is noted when something changes the layout, and
    kept until the user scrolls or moves: so it comes back after any number of filters, sizes and orders. The
    selection and the current photo come back in the same way.
    """

    current_changed = Signal(str)
    edge_changed = Signal(int)

    def __init__(
        self, *, model: PhotoModel, loader: ThumbLoader, thresholds: Thresholds, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, parent)
        self._loader = loader
        self._place: tuple[str, int] | None = None
        self._kept: str | None = None
        self._picked: list[Photo] | None = None
        self._folder = _folder_of(model)
        self._restoring = False
        self.delegate = PhotoDelegate(thumb=loader.cache.get, thresholds=thresholds, parent=self)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self.setAccessibleName(self.tr("Photos"))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._want_thumbs)
        self.verticalScrollBar().actionTriggered.connect(lambda _: self._forget_place())
        self.verticalScrollBar().valueChanged.connect(lambda: self._look.start())
        loader.arrived.connect(self.viewport().update)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._on_model_reset)
        model.rowsAboutToBeInserted.connect(lambda: self._remember_place())
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._lay_out_again()

    def set_edge(self, edge: int) -> None:
        """Change the size of the thumbnails; the photo at the top stays at the top."""
        edge = max(THUMB_MIN, min(THUMB_MAX, edge))
        if edge == self.delegate.edge:
            return
        self._remember_place()
        self.delegate.edge = edge
        self._lay_out_again()
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
            self._forget_place()
            # Told how: Qt would ask which keys are held, and with Ctrl add to the selection.
            self.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect)
            self.scrollTo(index)

    def select_photos(self, photos: Sequence[Photo]) -> None:
        """Select those of the photos that are shown, and show the first unless one is in sight."""
        rows = self._photos.rows_of(photos)
        if not len(rows):
            return
        self._forget_place()
        seen = self.seen_rows()
        in_sight = rows[(rows >= seen.start) & (rows < seen.stop)]
        self._select_rows(rows, current=int((in_sight if len(in_sight) else rows)[0]))
        self.scrollTo(self.currentIndex())

    def selected_photos(self) -> list[Photo]:
        """The selected photos, read from ranges: asking for every index is slow in a large folder."""
        parts = self.selectionModel().selection().toList()
        return self._photos.photos_at(row for part in parts for row in range(part.top(), part.bottom() + 1))

    def rowsInserted(self, parent: AnyIndex, first: int, last: int) -> None:
        """Make room; what is seen stays where it is."""
        self._lay_out_again()
        super().rowsInserted(parent, first, last)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell the inspector."""
        super().currentChanged(current, previous)
        if not self._restoring:
            self._kept = None
            self.current_changed.emit(self.current_name())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns; the photo at the top stays at the top."""
        if event.size().width() != event.oldSize().width():
            self._remember_place(height=event.oldSize().height())
        super().resizeEvent(event)
        self._lay_out_again()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel change the size of the thumbnails."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            self.set_edge(self.delegate.edge + (ZOOM_STEP if turned > 0 else -ZOOM_STEP))
            event.accept()
            return
        self._forget_place()
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The user looks here now."""
        self._forget_place()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving by key ends the memory of an old place."""
        self._forget_place()
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are commands here, and the search of a list view reads every row."""

    def changeEvent(self, event: QEvent) -> None:
        """A larger font needs another cell."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out_again()

    def _lay_out_again(self) -> None:
        """Lay out, and go back to the place."""
        self.lay_out(self.delegate.cell())
        if self._place is not None:
            name, below = self._place
            row = self._photos.row_near(name)
            if row >= 0:
                cell = self.grid_layout.rect(row)
                most = max(0, self.viewport().height() - cell.height())
                below = max(self.grid_layout.heading, min(below, most))
                self.verticalScrollBar().setValue(cell.top() - below)
        self._look.start()

    def _remember(self) -> None:
        """Note place, current photo and selection before the rows change."""
        self._remember_place()
        if self._kept is None:
            self._kept = self.current_name()
        if self._picked is None:
            self._picked = self.selected_photos()

    def _remember_place(self, *, height: int = 0) -> None:
        """Note the current photo if it is in sight, else the first there, and how far below the top it is."""
        if self._place is not None or self.verticalScrollBar().value() == 0:
            return
        top = self.verticalOffset()
        seen = self.grid_layout.rows_between(top, top + (height or self.viewport().height()))
        current = self.currentIndex().row()
        row = current if current in seen else next(iter(seen), -1)
        if 0 <= row < self._photos.rowCount():
            below = self.visualRect(self._photos.index(row)).top()
            self._place = (self._photos.photo_at(row).name, below)

    def _forget_place(self) -> None:
        self._place = None

    def _on_model_reset(self) -> None:
        folder = _folder_of(self._photos)
        if folder != self._folder:
            self._folder, self._place, self._kept, self._picked = folder, None, None, None
            self.verticalScrollBar().setValue(0)
        self._lay_out_again()
        row = self._photos.row_of(self._kept) if self._kept else -1
        picked = self._photos.rows_of(self._picked or [])
        self._restoring = True
        self._select_rows(picked, current=row)
        self._restoring = False
        self.current_changed.emit(self.current_name())

    def _select_rows(self, rows: Numbers, *, current: int) -> None:
        ends = np.flatnonzero(np.diff(rows) > 1) + 1
        runs = [(int(run[0]), int(run[-1])) for run in np.split(rows, ends) if len(run)]
        if len(runs) > RUNS_AT_MOST:
            runs = [(current, current)] if current >= 0 else []
        self.selectionModel().select(self.selection_of(runs), Flag.ClearAndSelect)
        self.selectionModel().setCurrentIndex(self._photos.index(current), Flag.NoUpdate)

    def _on_selection_changed(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if not self._restoring:
            self._picked = None

    def _want_thumbs(self) -> None:
        """Ask for what is in sight, then for the lines around it."""
        seen, total = self.seen_rows(), self._photos.rowCount()
        near = NEAR_LINES * self.grid_layout.columns
        after = range(seen.stop, min(total, seen.stop + near))
        before = range(max(0, seen.start - near), seen.start)
        self._loader.want([self._photos.photo_at(row) for part in (seen, after, before) for row in part])


def _folder_of(model: PhotoModel) -> Path | None:
    return next((photo.folder for photo in model.photos()), None)
