"""Sales sheets to one checked table; every row that cannot be used is kept with its line and its reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from engine.errors import AnswersNeeded
from engine.sheets.cleaning import other_currencies, overlap
from engine.sheets.lines import Lines, read_lines
from engine.sheets.mapping import ColumnMapping, guess_mapping, header_hash, settle
from engine.sheets.questions import Answers, Question
from engine.sheets.read_table import read_table, sheet_bytes
from engine.sheets.table import Table

NOTHING: Answers = MappingProxyType({})
NO_MAPPINGS: Mapping[str, ColumnMapping] = MappingProxyType({})
ASIDE = (
    "file",
    "line",
    "product",
    "date",
    "code",
    "reason",
    "found",
    "column",
    "original",
    "units",
    "revenue",
)


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """What was read: `rows` that can be used so far and `set_aside`, the rest.

    `rows`: file, line, product, date (datetime64), units, price (NaN where unknown), revenue, image (may
    be ""); where a sheet has them also sku, title, marketplace, currency, order (texts), sessions, discount,
    list_price, stock (numbers). `set_aside`: file, line, product, date, code, reason, found (the text at
    fault), column (its header), original (the row as it stands in the file), units, revenue.
    Together they are every row of the sheets.
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame
    warnings: tuple[str, ...]

    @property
    def rows_read(self) -> int:
        """Rows below the headers of all sheets."""
        return len(self.rows) + len(self.set_aside)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the rows with what they add up to; a number that cannot be read counts as 0."""

    code: str
    """"" for the rows that are used."""
    reason: str
    rows: int
    units: float
    revenue: float


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every row that was read is in one part, and the parts add up to `read`."""

    read: Part
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """What reading the sheets gave; `sales` and `reconciliation` are None while a question is open."""

    sales: Sales | None
    questions: tuple[Question, ...]
    mappings: Mapping[str, ColumnMapping]
    """By file name, what each column was taken for."""
    notes: tuple[str, ...]
    reconciliation: Reconciliation | None

    def decided(self) -> Sales:
        """The sales; AnswersNeeded with all questions and the ways to answer while there are any."""
        if self.sales is None:
            raise AnswersNeeded("\n".join(map(asked, self.questions)))
        return self.sales


def asked(question: Question) -> str:
    """A question with the words that answer it on the command line."""
    listed = [f"  --answer '{question.key}={choice.key}'  {choice.label}" for choice in question.choices]
    return "\n".join([question.text, *(listed or [f"  --answer '{question.key}=2026-03-31'"])])


def read_sales(
    paths: Sequence[Path],
    *,
    answers: Answers = NOTHING,
    mappings: Mapping[str, ColumnMapping] = NO_MAPPINGS,
) -> Import:
    """Read one or several sheets: the plain form product, date, units, price[, revenue][, image] in six
    languages, or the exports of shop platforms.

    `mappings`: by header hash, what the user said about the columns. Raises SheetUnreadable where a sheet
    cannot be read at all or lacks a column.
    """
    kept, twins = _once_each(paths)
    tables = [read_table(path, answers=answers) for path in kept]
    settled, questions = _settled(tables, mappings, answers)
    notes = [(table.file, note) for table in tables for note in table.notes]
    if questions:
        return Import(None, tuple(questions), settled, _told_once(notes, twins), None)
    lines = [read_lines(table, settled[table.file], answers=answers) for table in tables]
    notes += [(table.file, note) for table, one in zip(tables, lines, strict=True) for note in one.warnings]
    rows, aside, questions = _cleaned(lines, answers)
    told = _told_once(notes, [*twins, *_row_warnings(rows)])
    if questions:
        return Import(None, tuple(questions), settled, told, None)
    return Import(Sales(rows, aside, told), (), settled, told, _reconciled(lines, rows, aside))


def _told_once(notes: Sequence[tuple[str, str]], others: Sequence[str]) -> tuple[str, ...]:
    """Notes of files; one that differs only in file and day between many files is told for the first."""
    alike: dict[str, list[str]] = {}
    for file, note in notes:
        alike.setdefault(re.sub(r"\d", "0", note.replace(file, "")), []).append(note)
    told = [
        first if not more else f"{first} The same for {len(more):,} more file{'s' if more[1:] else ''}."
        for first, *more in (list(dict.fromkeys(found)) for found in alike.values())
    ]
    return (*told, *others)


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


def _settled(
    tables: Sequence[Table], given: Mapping[str, ColumnMapping], answers: Answers
) -> tuple[dict[str, ColumnMapping], list[Question]]:
    """The mapping of each file that can be read; sheets with the same headers share one."""
    known: dict[str, ColumnMapping] = {}
    asked = [question for table in tables for question in table.questions]
    readable = [table for table in tables if not table.questions]
    for table in readable:
        key = header_hash(table.header)
        if key not in known:
            guess = given.get(key) or guess_mapping(table)
            known[key], questions = settle(table, guess, answers=answers)
            asked += questions
    return {table.file: known[header_hash(table.header)] for table in readable}, asked


def _cleaned(lines: Sequence[Lines], answers: Answers) -> tuple[pd.DataFrame, pd.DataFrame, list[Question]]:
    """The usable rows of all sheets, those set aside with the columns of ASIDE, and what is to be asked."""
    usable = [one.rows.drop(one.faults.index) for one in lines]
    asides = [one.rows.loc[one.faults.index].join(one.faults)[list(ASIDE)] for one in lines]
    rows = pd.concat(usable, ignore_index=True)
    questions = [question for one in lines for question in one.questions]
    if questions:
        return rows, asides[0], questions
    sheets = np.repeat(np.arange(len(lines)), [len(one) for one in usable])
    findings = [overlap(rows, sheets, answers=answers), other_currencies(rows, answers=answers)]
    left = np.ones(len(rows), dtype=bool)
    for found in findings:
        questions += [found.question] if found.question else []
        out = rows[found.wrong & left].assign(code=found.code, reason=found.reason)
        asides.append(out.assign(found="", column="", original="")[list(ASIDE)])
        left &= ~found.wrong
    asides = [one for one in asides if len(one)] or asides[:1]
    return rows[left].reset_index(drop=True), pd.concat(asides, ignore_index=True), questions


def _row_warnings(rows: pd.DataFrame) -> list[str]:
    warnings = []
    returned, broken = int((rows["units"] < 0).sum()), int((rows["units"] % 1 != 0).sum())
    if returned:
        warnings.append(f"Rows with units that came back: {returned:,}; taken off the units sold.")
    if broken:
        warnings.append(f"Rows whose units are no whole number: {broken:,}.")
    return warnings + _case_warning(rows["product"])


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


def _reconciled(lines: Sequence[Lines], rows: pd.DataFrame, aside: pd.DataFrame) -> Reconciliation:
    whole = [Part("", "read", len(one.rows), *_sums(one.rows)) for one in lines]
    read = Part(
        "",
        "read",
        sum(part.rows for part in whole),
        float(np.sum([part.units for part in whole])),
        float(np.sum([part.revenue for part in whole])),
    )
    groups = aside.groupby(["code", "reason"], sort=False)
    parts = [Part(str(key[0]), str(key[1]), len(group), *_sums(group)) for key, group in groups]
    return Reconciliation(read, (Part("", "used", len(rows), *_sums(rows)), *parts))


def _sums(rows: pd.DataFrame) -> tuple[float, float]:
    return float(rows["units"].sum()), float(rows["revenue"].sum())
