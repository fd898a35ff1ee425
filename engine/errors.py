"""What can go wrong in the world outside the program, each told as a sentence for the user."""


class StyleliftError(Exception):
    """A fault that the user can do something about; `str(error)` says what, where and what to do.

    Anything raised that is not a StyleliftError is a bug of ours.
    """


class FolderUnreadable(StyleliftError):
    """A folder cannot be listed."""


class PhotoUnreadable(StyleliftError):
    """A photo cannot be decoded: the sentence becomes the `problem` of its row, the batch goes on."""


class ModelRefused(StyleliftError):
    """A network's file is missing or is not the file that the manifest names."""


class StoreUnusable(StyleliftError):
    """The results database cannot be opened, or a newer version of the program wrote it."""


class SheetUnreadable(StyleliftError):
    """A sales sheet or photo table cannot be read, or lacks a column that is needed."""


class EffectRefused(StyleliftError):
    """The data cannot answer the question; the sentence says why and what data would help."""


class ExportFailed(StyleliftError):
    """A result file cannot be written."""
