"""Correcting: the user's word about photos, and the way from one photo to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from engine.records import Category, Finding, Photo
from gui.browse.photo_grid import PhotoGrid
from gui.browse.photo_model import PhotoModel
from gui.browse.session import PhotoSession


class Review(QObject):
    """Changes the model at once and has the session write the word down; photos never move under the user."""

    def __init__(self, *, model: PhotoModel, grid: PhotoGrid, session: PhotoSession) -> None:
        super().__init__(grid)
        self._model, self._grid, self._session = model, grid, session

    def set_category(self, category: Category | None) -> None:
        """Give the selected photos a category; None takes the user's word back."""
        self._say(self._grid.selected_photos(), category)

    def accept(self) -> None:
        """Take a doubtful decision on the current photo as right, and go to the next photo."""
        row = self._grid.currentIndex().row()
        if row < 0:
            return
        finding = self._model.finding_at(row)
        if finding is not None and finding.needs_review:
            self._say([finding.photo], finding.category)
        self.step(1)

    def go_to_next_needing_you(self) -> bool:
        """Make the next shown photo that needs the user the current one; false where there is none."""
        row = self._model.next_needing_you(self._grid.currentIndex().row())
        if row >= 0:
            self._grid.go_to(row)
        return row >= 0

    def step(self, by: int) -> None:
        """Go to the photo before or after the current one; stay at the ends."""
        row = self._grid.currentIndex().row() + by
        if 0 <= row < self._model.rowCount():
            self._grid.go_to(row)

    def _say(self, photos: Sequence[Photo], category: Category | None) -> None:
        if not photos:
            return
        found = ((photo, self._model.finding_of(photo.name) or Finding(photo)) for photo in photos)
        self._model.set_findings([replace(finding, user=category) for _, finding in found])
        self._session.say(photos, category)
