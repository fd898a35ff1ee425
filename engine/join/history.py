"""The photo history: which photo a product showed from which day to which; read and written."""

from __future__ import annotations

import csv
import datetime as dt
import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from pathlib import Path

import pandas as pd

from engine.errors import ExportFailed, SheetUnreadable
from engine.files import replace_file
from engine.sheets.catalogue import read_named_columns
from engine.sheets.formula_guard import guarded, unguarded
from engine.sheets.lines import one_spelling
from engine.sheets.named_columns import day_column, needed_column
from engine.sheets.questions import Answers
from engine.sheets.sales import NOTHING

DAY = dt.timedelta(days=1)
COLUMNS = ("product", "image", "from", "to")


@dataclass(frozen=True, slots=True, order=True)
class Showing:
    """One photo of one product from `start` to `end`, both included.

    `end` None: until the next showing of the product begins, or still.
    """

    product: str
    start: dt.date
    image: str
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Showings sorted by product and start; `History.of` sorts them."""

    showings: tuple[Showing, ...] = ()

    @classmethod
    def of(cls, showings: Iterable[Showing]) -> History:
        """The history of these showings; of two that begin on one day the later one in the file counts."""
        return cls(tuple(sorted(showings, key=lambda one: (one.product, one.start))))

    @property
    def products(self) -> list[str]:
        """Products with a history, sorted."""
        return [product for product, _ in groupby(self.showings, key=product_of)]

    def product_showings(self, product: str) -> tuple[Showing, ...]:
        """The showings of one product in order of time."""
        first = bisect_left(self.showings, product, key=product_of)
        return self.showings[first : bisect_right(self.showings, product, lo=first, key=product_of)]

    def with_product(self, product: str, showings: Iterable[Showing]) -> History:
        """The same history with other showings for one product."""
        first = bisect_left(self.showings, product, key=product_of)
        last = bisect_right(self.showings, product, lo=first, key=product_of)
        own = sorted(showings, key=lambda one: one.start)
        return History((*self.showings[:first], *own, *self.showings[last:]))

    def frame(self) -> pd.DataFrame:
        """The columns product, image, start, end (datetime64, NaT for an open end), sorted."""
        return pd.DataFrame(
            {
                "product": pd.Series([one.product for one in self.showings], dtype=object),
                "image": pd.Series([one.image for one in self.showings], dtype=object),
                "start": pd.to_datetime(pd.Series([one.start for one in self.showings], dtype="object")),
                "end": pd.to_datetime(pd.Series([one.end for one in self.showings], dtype="object")),
            }
        )

    def settled(self) -> History:
        """The same without overlaps and impossible showings: an end is before the next start."""
        kept: list[Showing] = []
        for _, group in groupby(self.showings, key=product_of):
            kept += _settled(list(group))
        return History(tuple(kept))


def product_of(showing: Showing) -> str:
    """The product of a showing, by which histories are sorted first."""
    return showing.product


def _settled(showings: list[Showing]) -> Iterator[Showing]:
    possible = [one for one in showings if one.end is None or one.end >= one.start]
    for one, after in zip_longest(possible, possible[1:]):
        if after is not None and after.start == one.start:
            continue
        overlaps = after is not None and one.end is not None and one.end >= after.start
        yield replace(one, end=after.start - DAY) if overlaps and after is not None else one


def read_history(path: Path, *, answers: Answers = NOTHING) -> History:
    """Read the photo history `product,image,from[,to]`.

    Raises SheetUnreadable for a day that cannot be read: a lost change would give rows the wrong photo; and
    AnswersNeeded.
    """
    table, texts = read_named_columns(path, ("product", "image"), answers=answers)
    blank = needed_column(table, "from") == ""
    if blank.any():
        line = table.lines[int(blank.to_numpy().argmax())]
        raise SheetUnreadable(
            f"{table.file}, line {line}: the day from which the photo was shown is missing."
        )
    rows = pd.DataFrame(
        {
            "product": one_spelling(texts["product"]).map(unguarded),
            "image": texts["image"].map(unguarded),
            "start": day_column(table, "from", answers=answers),
            "end": day_column(table, "to", answers=answers),
        }
    )
    return History.of(
        Showing(product, start.date(), image, None if end is pd.NaT else end.date())
        for product, image, start, end in rows.itertuples(index=False)
    )


def write_history(history: History, path: Path) -> None:
    """Write the CSV that `read_history` reads. A file of that name is replaced once the new one is whole.

    Raises ExportFailed.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in history.showings:
        end = "" if one.end is None else one.end.isoformat()
        writer.writerow([guarded(one.product), guarded(one.image), one.start.isoformat(), end])
    save_sheet(path, text.getvalue())


def save_sheet(path: Path, text: str) -> None:
    """Write a CSV; raises ExportFailed with a sentence where the file system refuses."""
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise ExportFailed(
            f"{path.name} cannot be written ({error.strerror or error}): close it elsewhere and try again."
        ) from error
