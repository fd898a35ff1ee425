"""Sales sheets to one checked table; every row that cannot be used is kept with its line and its reason."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine.errors import SheetUnreadable
from engine.sheets.columns import dates, numbers
from engine.sheets.table import Sheet, read_sheet, sheet_bytes

ROLES = ("product", "date", "units", "price", "revenue", "image")


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """What was read: `rows` that can be used so far and `set_aside`, the rest.

    `rows`: file, line, product, date (datetime64), units, price (NaN where unknown), revenue, image (may
    be ""). `set_aside`: file, line, product, date, code, reason, found (the text at fault).
    Together they are every row of the sheets.
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame
    warnings: tuple[str, ...]

    @property
    def rows_read(self) -> int:
        """Rows below the headers of all sheets."""
        return len(self.rows) + len(self.set_aside)


def read_sales(paths: Sequence[Path], *, needs_image: bool = False) -> Sales:
    """Read one or several sheets with the columns product, date, units, price[, revenue][, image].

    Header names are matched without case and spaces. `needs_image`: nothing but the column image can name the
    photos. Raises SheetUnreadable where a sheet cannot be read at all.
    """
    kept, warnings = _once_each(paths)
    parts = [_read_one(path, needs_image=needs_image) for path in kept]
    rows = pd.concat([part[0] for part in parts], ignore_index=True)
    aside = pd.concat([part[1] for part in parts], ignore_index=True)
    columns = ["product", "date", "units", "price", "revenue", "image"]
    twins = int(rows.duplicated(columns).sum())
    if twins:
        warnings.append(f"Rows that are exact copies of another row: {twins:,}; added up, not dropped.")
    return Sales(rows, aside, (*warnings, *_case_warning(rows["product"])))


def _case_warning(products: pd.Series) -> list[str]:
    """Products whose names differ only in capitals are likely one product; they are not made one unasked."""
    names = pd.Series(products.unique(), dtype=object)
    twins = names.groupby(names.map(str.casefold)).agg(list)
    twins = twins[twins.map(len) > 1]
    if twins.empty:
        return []
    example = " and ".join(sorted(twins.iloc[0]))
    return [
        f"Product names that differ only in capitals: {len(twins):,}, for example {example}; counted as "
        "different products."
    ]


def _once_each(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Leave out a file whose bytes were already given under another name: its sales would count twice."""
    seen: dict[bytes, Path] = {}
    warnings = []
    for path in paths:
        key = hashlib.blake2b(sheet_bytes(path)).digest()
        if key in seen:
            warnings.append(f"{path.name} has the same content as {seen[key].name}; it was read once.")
        else:
            seen[key] = path
    return list(seen.values()), warnings


def find_column(sheet: Sheet, role: str) -> int | None:
    """The place of the column called `role`, whatever its case and spaces; None where there is none."""
    names = ["".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in sheet.header]
    return names.index(role) if role in names else None


def raw_texts(sheet: Sheet, role: str) -> pd.Series | None:
    """The texts of the column called `role` as they stand, "" where a row is too short; None without the
    column."""
    place = find_column(sheet, role)
    if place is None:
        return None
    return pd.Series([row[place] if place < len(row) else "" for row in sheet.rows], dtype=object)


def column_texts(sheet: Sheet, role: str) -> pd.Series | None:
    """The same without the blanks around them."""
    texts = raw_texts(sheet, role)
    return None if texts is None else texts.map(str.strip)


def one_spelling(product: str) -> str:
    """The product with composed letters, so that sheets of different systems name it alike."""
    return unicodedata.normalize("NFC", product)


def needed_texts(sheet: Sheet, role: str, *, stripped: bool = True) -> pd.Series:
    """The texts of a column that must be there; SheetUnreadable where it is not."""
    texts = (column_texts if stripped else raw_texts)(sheet, role)
    if texts is None:
        raise _missing(sheet, [role])
    return texts


def _missing(sheet: Sheet, names: Sequence[str]) -> SheetUnreadable:
    listed = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    found = ", ".join(name for name in sheet.header if name) or "none"
    return SheetUnreadable(f"{sheet.name} has no column {listed}. Headers found: {found}.")


def _refuse_missing(sheet: Sheet, there: set[str], *, needs_image: bool) -> None:
    """Name all columns that are missing at once, and what else can name the photos."""
    missing = [role for role in ("product", "date", "units") if role not in there]
    if not there & {"price", "revenue"}:
        missing.append("price (or revenue)")
    if needs_image and "image" not in there:
        missing.append("image (the photo shown; a photo history can name it instead)")
    if missing:
        raise _missing(sheet, missing)


def _read_one(path: Path, *, needs_image: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    sheet = read_sheet(path)
    texts = {role: column_texts(sheet, role) for role in ROLES}
    there = {role for role, column in texts.items() if column is not None}
    _refuse_missing(sheet, there, needs_image=needs_image)
    blank = pd.Series([""] * len(sheet.rows), dtype=object)
    cells = pd.DataFrame({role: blank if column is None else column for role, column in texts.items()})
    values = pd.DataFrame({role: numbers(cells[role], column=role) for role in ("units", "price", "revenue")})
    rows = _typed(sheet, cells, values)
    faults = _faults(sheet, cells, values, rows)
    bad = faults["code"] != ""
    aside = pd.concat([rows.loc[bad, ["file", "line", "product", "date"]], faults[bad]], axis=1)
    return rows[~bad], aside


def _typed(sheet: Sheet, cells: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    units, price, revenue = (values[role].to_numpy() for role in ("units", "price", "revenue"))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        price = np.where(np.isnan(price), np.where(units != 0, revenue / units, np.nan), price)
    # A product that sold nothing earned nothing, whether or not its price is known.
    earned = np.where(units == 0, 0.0, units * price)
    return pd.DataFrame(
        {
            "file": sheet.name,
            "line": sheet.lines,
            "product": cells["product"].map(one_spelling),
            "date": dates(cells["date"], column="date"),
            "units": units,
            "price": np.where((price > 0) & np.isfinite(price), price, np.nan),
            "revenue": np.where(np.isnan(revenue), earned, revenue),
            "image": cells["image"],
        }
    )


def _faults(sheet: Sheet, cells: pd.DataFrame, values: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Code, reason and the text at fault of each row, "" where nothing is wrong; the first fault counts."""
    extra = pd.Series([" ".join(row[len(sheet.header) :]).strip() for row in sheet.rows], dtype=object)
    none = pd.Series("", index=rows.index, dtype=object)
    unread = (cells[values.columns] != "") & values.isna()
    checks: list[tuple[pd.Series, str, str, pd.Series]] = [
        (extra != "", "W10", "more cells than the header", extra),
        (rows["product"] == "", "W10", "no product", none),
        (rows["date"].isna(), "W10", "the date cannot be read", cells["date"]),
        (values["units"].isna(), "W10", "the units cannot be read", cells["units"]),
        (unread["price"], "W10", "the price cannot be read", cells["price"]),
        (unread["revenue"], "W10", "the revenue cannot be read", cells["revenue"]),
        ((rows["units"] != 0) & rows["price"].isna(), "W11", "units without a price above 0", cells["price"]),
    ]
    faults = pd.DataFrame("", index=rows.index, columns=["code", "reason", "found"], dtype=object)
    for wrong, code, reason, found in checks:
        fresh = wrong & (faults["code"] == "")
        faults.loc[fresh, ["code", "reason"]] = [code, reason]
        faults.loc[fresh, "found"] = found[fresh]
    return faults
