"""One sheet, whose columns have their roles, as lines of sales; a row with a fault keeps its line and its
reason."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.sheets.dates import read_dates
from engine.sheets.exclusions import (
    leave_out_cancelled,
    leave_out_copies,
    leave_out_sums,
    leave_out_totals,
    maybe_sums,
)
from engine.sheets.faults import PRICELESS, TOTALS, UNREADABLE, Faults
from engine.sheets.mapping import ColumnMapping
from engine.sheets.orders import earned, order_codes
from engine.sheets.periods import file_day
from engine.sheets.platforms import Amount, first_place, platform_named
from engine.sheets.questions import Answers, Choice, Question, question_key
from engine.sheets.reading import Floats, Reading
from engine.sheets.roles import Role
from engine.sheets.table import Table

OPTIONAL_TEXTS: tuple[Role, ...] = ("sku", "title", "marketplace", "currency", "order")
OPTIONAL_NUMBERS: tuple[Role, ...] = ("sessions", "discount", "list_price", "stock")
_WHOLE_ENOUGH = 1e-6
_BETWEEN_VARIANTS = " - "


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Every row of one sheet."""

    rows: pd.DataFrame
    """file, line, product, date (datetime64[s]), units, price, revenue, image and the optional columns that
    the sheet has; the index is the place of the row in the table, rows with a fault included."""
    faults: pd.DataFrame
    """code, reason, found, column, original of the rows set aside, by the same index."""
    questions: tuple[Question, ...]
    """While there is one, the numbers are not decided."""
    warnings: tuple[str, ...]


def read_lines(table: Table, mapping: ColumnMapping, *, answers: Answers) -> Lines:
    """Read a sheet whose mapping is settled; what it leaves open are questions. Raises SheetUnreadable."""
    reading = Reading(table, mapping, answers, Faults(len(table.cells)), platform_named(mapping.platform))
    if "order" in mapping.columns and reading.platform is not None:
        reading.codes = order_codes(reading.texts("order"))
    leave_out_totals(reading)
    leave_out_cancelled(reading)
    _check_cells(reading)
    products = _products(reading)
    dates = _dates(reading)
    rows = pd.DataFrame(
        {"file": table.file, "line": table.lines, "product": products, "date": dates, **_amounts(reading)},
        index=table.cells.index,
    )
    rows["image"] = reading.texts("image")
    _add_optional(reading, rows)
    leave_out_sums(reading, rows)
    _check_rows(reading, rows)
    leave_out_copies(reading, rows)
    faults = reading.faults.table()
    faults["original"] = [table.original_line(int(place)) for place in faults.index]
    return Lines(rows, faults, tuple(reading.questions), tuple(reading.warnings))


def _check_cells(reading: Reading) -> None:
    ragged = {row: words for row, words in reading.table.ragged.items() if row not in reading.table.shorter}
    words = pd.Series(ragged, dtype="str").reindex(reading.table.cells.index).fillna("")
    reading.faults.add(
        (words != "").to_numpy(),
        code=UNREADABLE,
        reason="more cells than the header",
        found=words,
    )
    reading.faults.add(
        (reading.texts("product") == "").to_numpy() & ~maybe_sums(reading),
        code=UNREADABLE,
        reason="no product",
        column=reading.header("product"),
    )


def _products(reading: Reading) -> pd.Series:
    names = one_spelling(reading.texts("product"))
    platform = reading.platform
    if platform is None or not platform.variants_in_product:
        return names
    known = pd.Series(names.unique())
    titles = known.str.rpartition(_BETWEEN_VARIANTS)[0]
    shared = titles[(titles != "") & titles.duplicated(keep=False)]
    key = question_key("variants", file=platform.name)
    if shared.empty and key not in reading.answers:
        return names
    first = shared.iloc[0] if len(shared) else "Tee"
    question = Question(
        key,
        reading.table.file,
        reading.header("product"),
        f"{reading.table.file} names products with their variants. Do the variants of {first} share a photo?",
        (
            Choice("title", f"yes: they are one product, {first}"),
            Choice("variant", "no: each variant is a product of its own"),
        ),
    )
    answer = question.answer(reading.answers)
    if answer is None:
        reading.questions.append(question)
    if answer != "title":
        return names
    return names.map(dict(zip(known, titles.where(titles != "", known), strict=True)))


def one_spelling(names: pd.Series) -> pd.Series:
    """The names with composed letters, so that sheets of different systems name a product alike."""
    known = names.unique()
    spelled = {name: unicodedata.normalize("NFC", name) for name in known}
    changed = {name: other for name, other in spelled.items() if name != other}
    return names.replace(changed) if changed else names


def _dates(reading: Reading) -> pd.Series:
    index = reading.table.cells.index
    if "date" not in reading.mapping.columns:
        day, question, note = file_day(reading.table.file, answers=reading.answers)
        reading.note(question, (note,) if note else ())
        return pd.Series(np.datetime64(day or "NaT", "s"), index=index)
    place = reading.mapping.columns["date"]
    skipped = reading.faults.having(TOTALS)
    texts, typed = reading.of_order("date"), reading.table.typed_days.get(place)
    found = read_dates(
        texts.mask(skipped, "") if skipped.any() else texts,
        file=reading.table.file,
        column=reading.header("date"),
        answers=reading.answers,
        typed=typed if typed is None or not skipped.any() else np.where(skipped, np.datetime64("NaT"), typed),
    )
    reading.note(found.question, found.warnings)
    days = pd.Series(found.days, index=index)
    reading.faults.add(
        days.isna().to_numpy() & ~maybe_sums(reading),
        code=UNREADABLE,
        reason="the date cannot be read",
        column=reading.header("date"),
        found=texts,
    )
    return days


def _amounts(reading: Reading) -> dict[str, Floats]:
    """Units, price and revenue of each row; of the three the third from the other two."""
    units, price, revenue = (reading.amount(role) for role in ("units", "price", "revenue"))
    if units is None:
        units = _units_from(reading, price, revenue)
    if reading.platform is None and revenue is None and reading.header("discount"):
        reading.warnings.append(
            f"{reading.table.file}: the revenue is units x {reading.header('price')}; "
            f"{reading.header('discount')} is not taken off, since it may be in the price already."
        )
    if reading.platform is not None and revenue is None:
        revenue = _earned(reading, units, price)
        price = None if price is None else np.where(units == 0, price, np.nan)
    elif price is None:
        reading.warnings.append(
            f"{reading.table.file}: the price is computed from sales (revenue / units): noise in the units "
            "looks like a price effect."
        )
    return _completed(units, price, revenue)


def _units_from(reading: Reading, price: Floats | None, revenue: Floats | None) -> Floats:
    if revenue is None or price is None:  # the user said that each row is one unit sold
        return np.ones(len(reading.table.cells))
    reading.warnings.append(
        f"{reading.table.file}: the units are computed from revenue and price, so a wrong price gives wrong "
        "units."
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        units = np.where(price > 0, revenue / price, np.nan)
    whole = np.rint(units)
    return np.where(np.abs(units - whole) < _WHOLE_ENOUGH, whole, units)


def _earned(reading: Reading, units: Floats, price: Floats | None) -> Floats:
    assert reading.platform is not None
    amounts: dict[Amount, Floats] = {}
    for amount, names in reading.platform.amounts.items():
        place = first_place(reading.table.header, names)
        if place is not None:
            found = reading.numbers(place)
            amounts[amount] = found.values
            reading.currencies.append(found.currencies)
    result = earned(
        units=units, price=price, amounts=amounts, codes=reading.codes, counted=reading.faults.free
    )
    reading.warnings += [f"{reading.table.file}: {warning}" for warning in result.warnings]
    return result.revenue


def _completed(units: Floats, price: Floats | None, revenue: Floats | None) -> dict[str, Floats]:
    blank = np.full(len(units), np.nan)
    price, revenue = (blank if values is None else values for values in (price, revenue))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        price = np.where(np.isnan(price), np.where(units != 0, revenue / units, np.nan), price)
    # A product that sold nothing earned nothing, whether or not its price is known.
    revenue = np.where(np.isnan(revenue), np.where(units == 0, 0.0, units * price), revenue)
    return {
        "units": units,
        "price": np.where((price > 0) & np.isfinite(price), price, np.nan),
        "revenue": revenue,
    }


def _add_optional(reading: Reading, rows: pd.DataFrame) -> None:
    for role in OPTIONAL_TEXTS:
        if role in reading.mapping.columns:
            rows[role] = reading.of_order(role)
    for role in OPTIONAL_NUMBERS:
        values = reading.amount(role)
        if values is not None:
            rows[role] = values
    if "currency" not in rows:
        marks = [marks for marks in reading.currencies if (marks != "").any()]
        if marks:
            rows["currency"] = marks[0]


def _check_rows(reading: Reading, rows: pd.DataFrame) -> None:
    product, date, units = (reading.header(role) for role in ("product", "date", "units"))
    faults = reading.faults
    faults.add((rows["product"] == "").to_numpy(), code=UNREADABLE, reason="no product", column=product)
    if date:
        wrong = rows["date"].isna().to_numpy()
        faults.add(
            wrong, code=UNREADABLE, reason="the date cannot be read", column=date, found=reading.texts("date")
        )
    faults.add(
        rows["units"].isna().to_numpy(),
        code=UNREADABLE,
        reason="the units cannot be read",
        column=units,
        found=reading.texts("units"),
    )
    faults.add(
        ((rows["units"] != 0) & rows["price"].isna()).to_numpy(),
        code=PRICELESS,
        reason="units without a price above 0",
        column=reading.header("price"),
        found=reading.texts("price"),
    )
