"""The photos that the witness learns from: worn photos with a mask of the wearer, and product photos."""

from __future__ import annotations

import csv
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in whole pixels, x1 and y1 outside."""

FOLDS = 5


@dataclass(frozen=True, slots=True)
class WornPhoto:
    """A street photo of one person, with the boxes of person, head and footwear."""

    path: Path
    mask_path: Path
    person: Rect
    head: Rect | None
    feet: Rect | None

    @property
    def fold(self) -> int:
        """Which of the `FOLDS` parts the photo, and everything made of it, belongs to."""
        return fold_of(self.path)


@dataclass(frozen=True, slots=True)
class ProductPhoto:
    """A photo of a garment or shoes without a wearer."""

    path: Path
    garment: str

    @property
    def fold(self) -> int:
        """Which of the `FOLDS` parts the photo, and everything made of it, belongs to."""
        return fold_of(self.path)


def worn_photos(folder: Path) -> list[WornPhoto]:
    """Read `worn.csv` of the training photos."""
    with (folder / "worn.csv").open(encoding="utf-8", newline="") as file:
        return [
            WornPhoto(
                path=folder / row["file"],
                mask_path=folder / row["mask"],
                person=_rect(row, "person") or (0, 0, int(row["width"]), int(row["height"])),
                head=_rect(row, "head"),
                feet=_rect(row, "feet"),
            )
            for row in csv.DictReader(file)
        ]


def product_photos(folder: Path) -> list[ProductPhoto]:
    """Read `product.csv` of the training photos."""
    with (folder / "product.csv").open(encoding="utf-8", newline="") as file:
        return [ProductPhoto(folder / row["file"], row["garment"]) for row in csv.DictReader(file)]


def fold_of(path: Path) -> int:
    """The same part for the same file name on every machine."""
    return hashlib.blake2b(path.name.encode(), digest_size=4).digest()[0] % FOLDS


@functools.lru_cache(maxsize=4096)
def pixels(path: Path) -> Pixels:
    """A training photo, (h, w, 3) RGB."""
    read = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if read is None:
        raise FileNotFoundError(path)
    return np.ascontiguousarray(read[:, :, ::-1])


@functools.lru_cache(maxsize=4096)
def mask(path: Path) -> Pixels:
    """A mask, (h, w), 255 where the person and what is worn are."""
    read = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if read is None:
        raise FileNotFoundError(path)
    return np.asarray(read, dtype=np.uint8)


def _rect(row: dict[str, str], name: str) -> Rect | None:
    numbers = [row[f"{name}_{corner}"] for corner in ("x0", "y0", "x1", "y1")]
    if not all(numbers):
        return None
    x0, y0, x1, y1 = (int(number) for number in numbers)
    return x0, y0, x1, y1
