"""How long the import takes: a CSV of 1,000,000 rows and an XLSX of 100,000, six columns each.

Run: python -m benchmarks.import_speed. Prints seconds of processor time and of wall time for reading the file
and for parsing its number and date columns, then for the whole of `read_sales` and for the join with photos.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from engine.join.panel import join
from engine.join.photos import PhotoIndex
from engine.records import Category
from engine.sheets.dates import read_dates
from engine.sheets.numbers import read_numbers
from engine.sheets.read_table import read_table
from engine.sheets.sales import read_sales

CSV_ROWS, XLSX_ROWS = 1_000_000, 100_000
NUMBERS = ("units", "price", "revenue")


def sales(rows: int) -> pd.DataFrame:
    """Seeded sales of 10,000 products over 700 days."""
    rng = np.random.default_rng(1)
    product = rng.integers(0, 10_000, rows)
    units, price = rng.poisson(4, rows), np.round(rng.uniform(5, 99, rows), 2)
    return pd.DataFrame(
        {
            "product": np.char.mod("Product %d", product),
            "date": rng.choice(pd.date_range("2024-01-01", periods=700), rows),
            "units": units,
            "price": price,
            "revenue": np.round(units * price, 2),
            "image": np.char.mod("photo_%d.jpg", product),
        }
    )


def write_xlsx(path: Path, table: pd.DataFrame) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("sales")
        page.write_row(0, 0, list(table.columns))
        for row, cells in enumerate(table.astype(object).itertuples(index=False), start=1):
            page.write_row(row, 0, cells)


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, used = time.perf_counter(), time.process_time()
    yield
    print(f"{what:40} {time.process_time() - used:6.2f} s used {time.perf_counter() - wall:6.2f} s passed")


def measure(path: Path) -> None:
    with timed(f"{path.name}: read"):
        table = read_table(path)
    about = {"file": path.name, "answers": {}}
    with timed(f"{path.name}: three columns of numbers"):
        for name in NUMBERS:
            place = table.header.index(name)
            typed = table.typed_numbers.get(place)
            read_numbers(table.cells[place], column=name, whole=name == "units", typed=typed, **about)
    with timed(f"{path.name}: the column of dates"):
        place = table.header.index("date")
        read_dates(table.cells[place], column="date", typed=table.typed_days.get(place), **about)
    with timed(f"{path.name}: all of it, checked"):
        found = read_sales([path], answers={f"copies:{path.name}": "sales"}).decided()
    photos = PhotoIndex(
        {image: Category(1 + place % 3) for place, image in enumerate(found.rows["image"].unique())}
    )
    with timed(f"{path.name}: joined with photos"):
        join(found, found.rows["image"], photos, fill_missing=None)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        text, book = Path(folder, "sales.csv"), Path(folder, "sales.xlsx")
        sales(CSV_ROWS).to_csv(text, index=False)
        write_xlsx(book, sales(XLSX_ROWS))
        for path in (text, book):
            measure(path)


if __name__ == "__main__":
    main()
