"""What the user said a name means: accepted suggestions, kept as a table of `product,image`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.join.catalogue import read_catalogue
from engine.join.history import save_sheet
from engine.join.suggest import Suggestion
from engine.sheets.formula_guard import guarded


@dataclass(frozen=True, slots=True)
class Links:
    """`photos`: photo name by the name that it answers, a product's or an image's that no photo has."""

    photos: Mapping[str, str] = field(default_factory=dict)

    def with_accepted(self, suggestions: Iterable[Suggestion]) -> Links:
        """These links and the accepted suggestions; the newer word on a name counts."""
        return Links({**self.photos, **accept(suggestions).photos})


def accept(suggestions: Iterable[Suggestion]) -> Links:
    """The links that these suggestions make."""
    return Links({one.name: one.photo for one in suggestions})


def read_links(path: Path) -> Links:
    """Read what `write_links` wrote. Raises SheetUnreadable."""
    return Links(dict(read_catalogue(path)))


def write_links(links: Links, path: Path) -> None:
    """Write a CSV of `product,image`, which can serve as a catalogue as well. Raises ExportFailed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("product", "image"))
    writer.writerows((guarded(name), guarded(photo)) for name, photo in sorted(links.photos.items()))
    save_sheet(path, text.getvalue())
