"""What can go wrong in the world outside the program, each told as a sentence for the user."""

from __future__ import annotations

import os
from pathlib import Path


def readable_name(name: str) -> str:
    """`name` as text that can be shown and written: bytes that are not UTF-8 become escapes like \\xe4."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


class StyleliftError(Exception):
    """A fault that the user can do something about; `str(error)` says what, where and what to do.

    Anything raised that is not a StyleliftError is a bug of ours.
    """


class FolderUnreadable(StyleliftError):
    """A folder cannot be listed."""


class PhotoUnreadable(StyleliftError):
    """A photo cannot be decoded: the sentence becomes the `problem` of its row, the batch goes on."""


class PhotoUnreachable(PhotoUnreadable):
    """A photo's file cannot be opened now: gone, barred or on a drive that does not answer; try it again."""

    @classmethod
    def at(cls, path: Path, *, error: OSError) -> PhotoUnreachable:
        """The sentence for what the file system said about `path`."""
        name = readable_name(path.name)
        if isinstance(error, FileNotFoundError):
            return cls(f"{name} is gone: it was moved, renamed or deleted. Open the folder again.")
        if isinstance(error, PermissionError):
            return cls(f"You may not read {name}: ask its owner, or copy it to a folder of yours.")
        if isinstance(error, IsADirectoryError):
            return cls(f"{name} is a folder, not a photo: rename it.")
        return cls(f"{name} cannot be read ({error.strerror or error}): check the drive, then try again.")


class DetectorsFailed(StyleliftError):
    """The process that runs the networks ends again and again, whatever the photo."""


class ModelRefused(StyleliftError):
    """A network's file is missing or is not the file that the manifest names."""


class StoreUnusable(StyleliftError):
    """The results database cannot be opened, or a newer version of the program wrote it."""


class SheetUnreadable(StyleliftError):
    """A sales sheet or photo table cannot be read, or lacks a column that is needed."""


class SheetMistaken(SheetUnreadable):
    """A sheet can be read, but not as what it was given for; `file` is its name."""

    def __init__(self, sentence: str, *, file: str) -> None:
        super().__init__(sentence)
        self.file = file


class ColumnsMissing(SheetMistaken):
    """A sheet lacks a needed column, or its header is not recognised: the user can say which column it is."""


class CatalogueGiven(SheetMistaken):
    """What was given as sales lists products: it can be used as the catalogue."""


class AnswersNeeded(StyleliftError):
    """A sheet can be read in several ways; the text lists every question and how to answer it."""


class EffectRefused(StyleliftError):
    """The data cannot answer the question; the sentence says why and what data would help."""


class ExportFailed(StyleliftError):
    """A result file cannot be written."""
