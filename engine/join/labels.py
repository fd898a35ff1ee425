"""How sure the categories of the photos shown are, and which of them a person has looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine.join.photos import PhotoIndex
from engine.sheets.formula_guard import unguarded
from engine.sheets.named_columns import needed_column, read_settled, text_column


@dataclass(frozen=True, slots=True)
class Labels:
    """By photo name: `confidence`, 0..1, where it is told; `reviewed`, those that the user set."""

    confidence: Mapping[str, float]
    reviewed: frozenset[str]


def read_labels(path: Path) -> Labels:
    """The columns `confidence` and `decided_by` of a photo table; empty without them."""
    table = read_settled(path, stripped=False)
    names = [unguarded(name) for name in needed_column(table, "path")]
    sure, deciders = text_column(table, "confidence"), text_column(table, "decided_by")
    values = [] if sure is None else pd.to_numeric(sure, errors="coerce").tolist()
    return Labels(
        {name: float(value) for name, value in zip(names, values, strict=False) if np.isfinite(value)},
        frozenset(
            name for name, decider in zip(names, [] if deciders is None else deciders, strict=False)
            if decider.strip() == "user"
        ),
    )  # fmt: skip


def label_confidence(images: pd.Series, index: PhotoIndex, labels: Labels) -> pd.Series:
    """(n,) confidence of the photo of each row, 0..1: the lowest where a name fits several photos, 1 for the
    user's own word, NaN where none is known."""
    known = {image: _lowest(index.named(str(image)), labels) for image in images.unique()}
    return images.map(known).astype(float)


def share_reviewed(images: pd.Series, index: PhotoIndex, labels: Labels) -> float | None:
    """Share of the photos shown, 0..1, whose category the user set; None where no photo is known."""
    shown = {photo for image in images.unique() for photo in index.named(str(image))}
    return len(shown & labels.reviewed) / len(shown) if shown else None


def _lowest(photos: tuple[str, ...], labels: Labels) -> float:
    values = [1.0 if photo in labels.reviewed else labels.confidence.get(photo, np.nan) for photo in photos]
    return float(np.min(values)) if values else np.nan
