"""The columns of one sheet by their roles: texts and numbers, and what came up while they were read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.faults import TOTALS, UNREADABLE, Faults
from engine.sheets.mapping import ColumnMapping
from engine.sheets.numbers import Numbers, read_numbers
from engine.sheets.orders import filled_from_order
from engine.sheets.platforms import Platform
from engine.sheets.questions import Answers, Question
from engine.sheets.roles import Role
from engine.sheets.table import Table

Floats = NDArray[np.float64]
_WHOLE = frozenset({"units", "sessions", "stock"})


@dataclass(slots=True, eq=False)
class Reading:
    """The columns of one sheet by their roles, and what came up while they were read."""

    table: Table
    mapping: ColumnMapping
    answers: Answers
    faults: Faults
    platform: Platform | None
    codes: NDArray[np.intp] | None = None
    questions: list[Question] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    currencies: list[NDArray[np.object_]] = field(default_factory=list)

    def header(self, role: Role) -> str:
        """The header of the role's column, "" where there is none."""
        return self.table.header[self.mapping.columns[role]] if role in self.mapping.columns else ""

    def texts(self, role: Role) -> pd.Series:
        """The (n,) cells of the role's column, all blank where there is none."""
        place = self.mapping.columns.get(role)
        if place is None:
            return pd.Series("", index=self.table.cells.index, dtype="str")
        return self.table.cells[place]

    def of_order(self, role: Role) -> pd.Series:
        """The texts of what an order has once, on each of its lines."""
        return self.texts(role) if self.codes is None else filled_from_order(self.texts(role), self.codes)

    def numbers(self, place: int, *, whole: bool = False) -> Numbers:
        """The numbers of a column, blank in totals rows and lines of text."""
        skipped = self.faults.having(TOTALS)
        texts, typed = self.table.cells[place], self.table.typed_numbers.get(place)
        if skipped.any():
            texts = texts.mask(skipped, "")
            typed = None if typed is None else np.where(skipped, np.nan, typed)
        header = self.table.header[place]
        found = read_numbers(
            texts, file=self.table.file, column=header, answers=self.answers, whole=whole, typed=typed,
            lines=self.table.lines,
        )  # fmt: skip
        self.note(found.question, found.warnings)
        return found

    def note(self, question: Question | None, warnings: tuple[str, ...]) -> None:
        """Keep what a column left open and what is to be told about it."""
        self.questions += [question] if question is not None else []
        self.warnings += warnings

    def amount(self, role: Role) -> Floats | None:
        """The values of a role's column, None without one; a cell that is no number is a fault of its row."""
        if role not in self.mapping.columns:
            return None
        place = self.mapping.columns[role]
        found = self.numbers(place, whole=role in _WHOLE)
        if role in ("price", "revenue"):
            self.currencies.append(found.currencies)
        if role in ("units", "price", "revenue"):
            self.faults.add(
                found.bad,
                code=UNREADABLE,
                reason=f"the {role} cannot be read",
                column=self.header(role),
                found=self.table.cells[place],
            )
        return found.values
