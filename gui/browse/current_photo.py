"""The current photo, shown in the inspector and in the large view: at once from its thumbnail, then sharp."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Signal
from PySide6.QtGui import QPixmap

from engine.records import Finding, Photo
from gui.browse.inspector import Inspector
from gui.browse.large_view import LargeView
from gui.browse.photo_grid import PhotoGrid
from gui.browse.photo_model import PhotoModel
from gui.browse.picture_source import WHOLE, PictureSource
from gui.browse.thumb_loader import ThumbLoader

AnyIndex = QModelIndex | QPersistentModelIndex


class CurrentPhoto(QObject):
    """Follows the grid; `changed` after another photo has become the current one."""

    changed = Signal()

    def __init__(
        self,
        *,
        grid: PhotoGrid,
        model: PhotoModel,
        loader: ThumbLoader,
        inspector: Inspector,
        large: LargeView,
    ) -> None:
        super().__init__(grid)
        self._grid, self._model, self._loader = grid, model, loader
        self._inspector, self._large = inspector, large
        self._shown: Finding | None = None
        self._sharp: tuple[Photo, QPixmap, QSize] | None = None
        self.source = PictureSource(self)
        self.source.arrived.connect(self._on_picture)
        grid.current_changed.connect(self._on_current_changed)
        model.dataChanged.connect(self._on_data_changed)
        for picture in (inspector.picture, large.picture):
            picture.zoomed.connect(self._on_zoomed)

    def photo(self) -> Photo | None:
        """The photo with the focus."""
        index = self._grid.currentIndex()
        return self._model.photo_at(index.row()) if index.isValid() else None

    def show(self) -> None:
        """Write again what is known of the photo."""
        photo = self.photo()
        finding = self._shown = self._model.finding_of(photo.name) if photo else None
        self._inspector.show_photo(photo, finding)
        pixmap, full = self._best_picture(photo, finding)
        self._inspector.picture.show_picture(pixmap, full=full, finding=finding)
        self._large.picture.show_picture(pixmap, full=full, finding=finding)

    def _on_current_changed(self) -> None:
        self.source.want(self.photo())
        self.show()
        self.changed.emit()

    def _on_data_changed(self, first: AnyIndex, last: AnyIndex) -> None:
        row = self._grid.currentIndex().row()
        if first.row() <= row <= last.row() and self._model.finding_at(row) is not self._shown:
            self.show()

    def _on_zoomed(self, scale: float) -> None:
        """Zoomed in beyond the pixels that are there: load all that the file has."""
        photo = self.photo()
        if photo is None or self._sharp is None or self._sharp[0] != photo:
            return
        _, pixmap, full = self._sharp
        wanted = scale * self._grid.devicePixelRatioF() * full.width()
        if pixmap.width() < full.width() and wanted > 1.1 * pixmap.width():
            self.source.want(photo, edge=WHOLE)

    def _best_picture(self, photo: Photo | None, finding: Finding | None) -> tuple[QPixmap | None, QSize]:
        if photo is None:
            return None, QSize()
        if self._sharp is not None and self._sharp[0] == photo:
            return self._sharp[1], self._sharp[2]
        thumb = self._loader.cache.get(photo)
        if thumb is None or finding is None or finding.evidence is None:
            return None, QSize()
        return thumb, QSize(finding.evidence.width, finding.evidence.height)

    def _on_picture(self, photo: Photo, pixmap: QPixmap, full: QSize) -> None:
        if photo == self.photo():
            self._sharp = (photo, pixmap, full)
            self.show()
