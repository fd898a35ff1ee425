"""Correcting: the user's word about photos, and the way from one photo to the next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from engine.records import Category, Photo
from gui.browse.finding_table import Words
from gui.browse.history import STEPS_AT_MOST, WordsStep, text_of
from gui.browse.photo_grid import PhotoGrid
from gui.browse.photo_model import PhotoModel
from gui.browse.session import PhotoSession


class Review(QObject):
    """Changes the model at once and has the session write the word down; photos never move under the user.

    `history` has every change as a step that can be undone.
    """

    def __init__(self, *, model: PhotoModel, grid: PhotoGrid, session: PhotoSession) -> None:
        super().__init__(grid)
        self._model, self._grid, self._session = model, grid, session
        self.history = QUndoStack(self)
        self.history.setUndoLimit(STEPS_AT_MOST)

    def set_category(self, category: Category | None) -> None:
        """Give the selected photos a category; None takes the user's word back."""
        self._step(self._grid.selected_photos(), category)

    def accept(self) -> None:
        """Take the decision on the current photo as right, doubtful or not, and go to the next photo."""
        row = self._grid.currentIndex().row()
        if row < 0:
            return
        finding = self._model.finding_at(row)
        if finding is not None and finding.user is None and finding.category is not None:
            self._step([finding.photo], finding.category)
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

    def _step(self, selected: Sequence[Photo], category: Category | None) -> None:
        """One step about those of the photos about which this is new."""
        before, word = self._model.words_about(selected), int(category or 0)
        new = np.flatnonzero(before != word)
        photos = [selected[place] for place in new.tolist()]
        if photos:
            said = np.full(len(photos), word, np.int8)
            self.history.push(
                WordsStep(
                    text_of(category, photos),
                    photos,
                    said=said,
                    before=before[new],
                    say=self._say,
                    reveal=self._grid.select_photos,
                )
            )

    def _say(self, photos: Sequence[Photo], said: Words) -> None:
        """A photo that another file has replaced since then is passed over: nothing was said about that."""
        pairs = zip(photos, said.tolist(), strict=True)
        spoken = {photo: Category(word) if word else None for photo, word in pairs if self._model.has(photo)}
        self._model.say(spoken)
        self._session.say(spoken)
