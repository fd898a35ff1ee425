"""What a name in the sheets stands for: the category and the picture of its photo."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QPixmap

from engine.join.photos import PhotoIndex
from engine.records import Category

Thumbnail = Callable[[str], QPixmap | None]
"""Gives the picture of a photo by its own name, None where there is none yet."""


class PhotoLookup:
    """Finds photos as the join does: by path, address, file name, with or without size and suffix."""

    def __init__(self, photos: Mapping[str, Category | None], *, thumbnail: Thumbnail) -> None:
        self._index = PhotoIndex(photos)
        self._thumbnail = thumbnail

    def category(self, image: str) -> Category | None:
        """The category of the photo that `image` names; None where there is none or it is in doubt."""
        return self._index.find(image)[0]

    def picture(self, image: str) -> QPixmap | None:
        """The picture of the photo that `image` names."""
        photos = self._index.named(image)
        return self._thumbnail(photos[0]) if photos else None
