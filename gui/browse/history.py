"""What the user has said about photos, step by step, to be undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from engine.records import Category, Photo
from gui.browse import words
from gui.browse.finding_table import Words
from gui.shared.category_words import category_name

STEPS_AT_MOST = 1000

translate = QCoreApplication.translate
Say = Callable[[Sequence[Photo], Words], None]
Reveal = Callable[[Sequence[Photo]], None]


class WordsStep(QUndoCommand):
    """Words about one photo or thousands as one step; `said` and `before` have one for each, 0 for none."""

    def __init__(
        self, text: str, photos: Sequence[Photo], *, said: Words, before: Words, say: Say, reveal: Reveal
    ) -> None:
        super().__init__(text)
        self._photos, self._said, self._before = photos, said, before
        self._say, self._reveal = say, reveal
        self._again = False

    def redo(self) -> None:
        """Say it; from the second time on, show about which photos."""
        self._say(self._photos, self._said)
        if self._again:
            self._reveal(self._photos)
        self._again = True

    def undo(self) -> None:
        """Say what held before, and show about which photos."""
        self._say(self._photos, self._before)
        self._reveal(self._photos)


def text_of(category: Category | None, photos: Sequence[Photo]) -> str:
    """What a step did, as it goes on after "Undo" and "Redo"."""
    about = photos[0].name.rpartition("/")[2] if len(photos) == 1 else words.photos(len(photos))
    if category is None:
        return translate("History", "taking back what was set: {0}").format(about)
    return translate("History", "“{0}”: {1}").format(category_name(category).lower(), about)
