"""Rows of a sheet that are no sales of their own: totals, lines of text, cancelled orders and copies."""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine.sheets.faults import CANCELLED, COPY, TOTALS, Mask
from engine.sheets.orders import cancelled, filled_from_order, partly_refunded
from engine.sheets.platforms import first_place
from engine.sheets.questions import Choice, Question, question_key
from engine.sheets.reading import Reading
from engine.sheets.roles import Role
from engine.sheets.totals import footers, labelled, sums_of_others


def leave_out_totals(reading: Reading) -> None:
    """Set aside rows that words or blanks show to be no sales, before their cells are read as values."""
    dated = "date" in reading.mapping.columns
    found = reading.table.cells[0]
    if dated:
        dates = reading.texts("date")
        wrong = labelled(dates, whole=True)
        for texts in _label_columns(reading):
            wrong = wrong | (labelled(texts, whole=False) & (dates == "").to_numpy())
        reading.faults.add(wrong, code=TOTALS, reason="a totals row", found=found)
    needed: list[Role] = ["date", "units", "price", "revenue"]
    filled = [reading.texts(role) for role in needed if role in reading.mapping.columns]
    reading.faults.add(footers(filled), code=TOTALS, reason="a line of text below the table", found=found)
    if reading.codes is not None:
        nameless = (reading.texts("product") == "").to_numpy()
        named = np.bincount(reading.codes, weights=~nameless)[reading.codes] > 0
        reading.faults.add(nameless & named, code=TOTALS, reason="the sum of an order", found=found)


def _label_columns(reading: Reading) -> list[pd.Series]:
    """Where the word for a total can stand: in the first column, the product or the title."""
    places = {0, *(reading.mapping.columns[role] for role in ("product", "title") if reading.header(role))}
    return [reading.table.cells[place] for place in sorted(places)]


def maybe_sums(reading: Reading) -> Mask:
    """(n,) rows that may be the sum of the others: without a product or with the word for a total."""
    words = np.logical_or.reduce([labelled(texts, whole=True) for texts in _label_columns(reading)])
    return np.asarray(words | (reading.texts("product") == "").to_numpy())


def leave_out_sums(reading: Reading, rows: pd.DataFrame) -> None:
    """Set aside rows that add up all others; they look like a product without a name or called Total."""
    maybe = maybe_sums(reading) & reading.faults.free
    if not maybe.any():
        return
    values = rows["units"].where(reading.faults.free).to_numpy()
    sums = sums_of_others(values, maybe)
    reading.faults.add(sums, code=TOTALS, reason="a totals row", found=reading.table.cells[0])
    rows.loc[sums, ["units", "revenue"]] = 0.0
    odd = int((maybe & ~sums & (rows["product"] != "").to_numpy()).sum())
    if odd:
        reading.warnings.append(
            f"{reading.table.file}: rows called like a total whose units are not the sum of the others: "
            f"{odd:,}; counted as products."
        )


def leave_out_cancelled(reading: Reading) -> None:
    """Set aside the lines of orders that came to nothing; those paid back in part are only told."""
    status = reading.of_order("status")
    reading.faults.add(
        cancelled(status),
        code=CANCELLED,
        reason="the order was cancelled or refunded",
        column=reading.header("status"),
        found=status,
    )
    when = reading.platform.cancelled_at if reading.platform else ""
    place = first_place(reading.table.header, [when]) if when else None
    if place is not None and reading.codes is not None:
        filled = filled_from_order(reading.table.cells[place], reading.codes)
        reading.faults.add(
            (filled != "").to_numpy(),
            code=CANCELLED,
            reason="the order was cancelled or refunded",
            column=reading.table.header[place],
            found=filled,
        )
    partly = int(partly_refunded(status).sum())
    if partly:
        reading.warnings.append(
            f"{reading.table.file}: lines of orders that were partly refunded: {partly:,}; the sheet does "
            "not say which units came back, so all count as sold."
        )


def leave_out_copies(reading: Reading, rows: pd.DataFrame) -> None:
    """Ask about rows that are the same in every cell: two sales, or one that was listed twice."""
    usable = rows[reading.faults.free]
    alike = usable.index[usable.duplicated(["product", "date", "units", "price", "revenue"], keep=False)]
    cells = reading.table.cells.loc[alike]
    copies = cells.index[cells.duplicated()]
    if copies.empty:
        return
    question = Question(
        question_key("copies", file=reading.table.file),
        reading.table.file,
        "",
        f"{reading.table.file} has rows that are exact copies of another row: {len(copies):,}, for example "
        f"in line {rows.loc[copies[0], 'line']}. What are they?",
        (
            Choice("sales", "sales of their own, which are added up"),
            Choice("copies", "the same sales listed twice, which count once"),
        ),
    )
    answer = question.answer(reading.answers)
    if answer is None:
        reading.questions.append(question)
    if answer == "copies":
        wrong = pd.Series(False, index=rows.index)
        wrong[copies] = True
        reading.faults.add(wrong.to_numpy(), code=COPY, reason="a copy of another row")
