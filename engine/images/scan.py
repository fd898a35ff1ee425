"""From a folder to the list of its photos; no photo is opened."""

from __future__ import annotations

import heapq
import logging
import os
import re
import stat
from collections import deque
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from engine.errors import FolderUnreadable, readable_name
from engine.records import Photo

IMAGE_SUFFIXES = frozenset(
    {
        ".jpg", ".jpeg", ".jpe", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif",
    }
)  # fmt: skip

_ENDINGS = tuple(IMAGE_SUFFIXES)

_FOLDERS_OF_OTHER_PROGRAMS = frozenset({"@eadir", "__macosx", "#recycle", "$recycle.bin"})

_RUN = 5000
"""Photos that are sorted at once."""

_first = itemgetter(0)
_DIGITS = re.compile(r"([0-9]+)")
_Counted = list[str | int]
_log = logging.getLogger(__name__)


def scan(folder: Path, *, recursive: bool = False) -> list[Photo]:
    """List the photos in `folder`, in the order in which a person would count their names.

    Hidden files and folders are left out. A link to a file counts as that file, and a link that leads nowhere
    is listed, so that its row can say so. With `recursive`, links to folders are followed, each folder once.
    Names are kept as the file system spells them (no Unicode normalisation), with forward slashes.
    A folder below that cannot be listed is logged and left out. Raises FolderUnreadable for `folder` itself.
    """
    photos: list[Photo] = []
    seen: set[tuple[int, int]] = set()
    folders, links = deque([folder]), deque[Path]()
    while folders or links:
        here = folders.popleft() if folders else links.popleft()
        try:
            if _is_new(here, seen=seen):
                _read_folder(here, top=folder, photos=photos, folders=folders, links=links)
        except OSError as error:
            if here is folder:
                raise FolderUnreadable(_sentence(folder, error)) from error
            _log.warning("left out the folder %s: %s", readable_name(str(here)), error.strerror)
        if not recursive:
            break
    return _in_order(photos)


def _in_order(photos: list[Photo]) -> list[Photo]:
    """By name, in runs that are merged: one sort of 100,000 would stop all other threads for long."""
    named = [(_natural(photo.name), photo) for photo in photos]
    runs = (named[start : start + _RUN] for start in range(0, len(named), _RUN))
    merged = heapq.merge(*(sorted(run, key=_first) for run in runs), key=_first)
    return [photo for _, photo in merged]


def _is_new(folder: Path, *, seen: set[tuple[int, int]]) -> bool:
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _read_folder(
    here: Path, *, top: Path, photos: list[Photo], folders: deque[Path], links: deque[Path]
) -> None:
    """Add what is in one folder to the lists; real folders come before links, whatever the disk's order."""
    below = "" if here == top else f"{here.relative_to(top).as_posix()}/"
    with os.scandir(here) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if _is_hidden(entry):
            continue
        if entry.is_dir():
            if entry.name.casefold() not in _FOLDERS_OF_OTHER_PROGRAMS:
                (links if entry.is_symlink() else folders).append(here / entry.name)
        elif entry.name.lower().endswith(_ENDINGS):
            photo = _photo(entry, name=below + entry.name, top=top)
            if photo is not None:
                photos.append(photo)


def _photo(entry: os.DirEntry[str], *, name: str, top: Path) -> Photo | None:
    """The photo behind an entry; None for a pipe or device, which reading might wait on for ever."""
    try:
        status = entry.stat()
    except OSError:
        return Photo(folder=top, name=name, size=0, mtime_ns=0)
    if not stat.S_ISREG(status.st_mode):
        return None
    return Photo(folder=top, name=name, size=status.st_size, mtime_ns=status.st_mtime_ns)


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _natural(name: str) -> tuple[tuple[_Counted, ...], str]:
    """Sort key: folder by folder, case ignored, runs of digits as numbers; the name itself settles ties."""
    folder, _, file = name.casefold().rpartition("/")
    return (*_folders(folder), _counted(file)), name


@lru_cache(maxsize=64)
def _folders(below: str) -> tuple[_Counted, ...]:
    """The key of a folder, the same for all its photos."""
    return tuple(_counted(part) for part in below.split("/")) if below else ()


def _counted(text: str) -> _Counted:
    """`text` cut so that every second piece, and no other, is a run of the digits 0-9."""
    return [int(run) if run.isdigit() else run for run in _DIGITS.split(text)]


def _sentence(folder: Path, error: OSError) -> str:
    name = readable_name(str(folder))
    if isinstance(error, FileNotFoundError):
        return f"There is no folder {name}: check the name, or choose the folder again."
    if isinstance(error, NotADirectoryError):
        return f"{name} is a file: choose the folder that it is in."
    if isinstance(error, PermissionError):
        return f"You may not read the folder {name}: ask its owner, or copy the photos to a folder of yours."
    return f"The folder {name} cannot be read ({error.strerror}): check the drive, then try again."
