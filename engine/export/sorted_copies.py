"""Copies of the photos in a folder per category; the photos themselves are only read."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from engine.errors import ExportFailed, PhotoUnreachable, readable_name
from engine.export.exporting import Exported, Watch, no_category, watched
from engine.records import Category, Finding, Photo

FOLDERS = {category: f"{int(category)} {category.label}" for category in Category}


def copy_sorted(findings: Sequence[Finding], folder: Path, *, watch: Watch | None = None) -> Exported:
    """Copy each photo into the folder of its category below `folder`, which is made where it is not there.

    Nothing is overwritten: where another file has the name, the copy is called "boot (2).jpg"; a copy that is
    there already, byte for byte, is not made again. Times stay those of the photo. A photo that cannot be
    copied becomes a problem. Raises ExportFailed where `folder` cannot be written to or lies among the
    photos, ExportStopped where the `watch` ends it: what was copied until then stays.
    """
    _check_place(findings, folder)
    written = there = 0
    problems: list[str] = []
    for finding in watched(findings, watch=watch or Watch()):
        if finding.category is None:
            problems.append(no_category(finding))
            continue
        try:
            copied = _copy(finding.photo, folder / FOLDERS[finding.category])
        except OSError as error:
            problems.append(_sentence(finding.photo, folder, error))
            continue
        written, there = written + copied, there + (not copied)
    return Exported(written, there, tuple(problems))


def _check_place(findings: Sequence[Finding], folder: Path) -> None:
    """Refuse a place where copies would be taken for photos of the shop, and make the folders."""
    target = folder.resolve()
    for source in {finding.photo.folder for finding in findings}:
        if target == source.resolve() or source.resolve() in target.parents:
            raise ExportFailed(
                f"{folder} lies in the folder of the photos, where the copies would be taken for further "
                "photos: choose a folder outside it."
            )
    try:
        for name in FOLDERS.values():
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed(
            f"No folders can be made in {folder} ({error.strerror or error}): choose another folder."
        ) from error


def _copy(photo: Photo, folder: Path) -> bool:
    """Copy under the first name that is free; False where the copy is there already. Raises OSError."""
    name = Path(photo.name)
    number = 1
    while True:
        target = folder / (name.name if number == 1 else f"{name.stem} ({number}){name.suffix}")
        try:
            with photo.path.open("rb") as source, target.open("xb") as copy:
                _fill(source, copy, target)
        except FileExistsError:
            if target.is_file() and filecmp.cmp(photo.path, target, shallow=False):
                return False
            number += 1
            continue
        shutil.copystat(photo.path, target)
        return True


def _fill(source: BinaryIO, copy: BinaryIO, target: Path) -> None:
    """Copy the bytes; half a copy is taken away again, as it would pass for a photo."""
    try:
        shutil.copyfileobj(source, copy)
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _sentence(photo: Photo, folder: Path, error: OSError) -> str:
    name = readable_name(photo.name)
    if error.filename is not None and Path(str(error.filename)) == photo.path:
        return str(PhotoUnreachable.at(photo.path, error=error))
    return f"{name} cannot be copied to {folder} ({error.strerror or error}): check the drive and its space."
