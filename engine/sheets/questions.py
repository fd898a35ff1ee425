"""What a sheet leaves open: a question with the readings that are possible, and the answers given to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import SheetUnreadable

Answers = Mapping[str, str]
"""The key of a question -> the key of the choice that was made."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible reading; `label` is a part of a sentence that shows it: "1.234 is 1234 (thousands)"."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A decision that only the user can make; until it is made, the values are not decided.

    `key` is the same whenever the same file name and column are read again: "decimal:sales.csv:Preis".
    """

    key: str
    file: str
    column: str
    """The header of the column; "" where the question is about the whole file."""
    text: str
    choices: tuple[Choice, ...]

    def answer(self, answers: Answers) -> str | None:
        """The key of the choice made, None while it is not made.

        Raises SheetUnreadable where the answer is none of the choices.
        """
        given = answers.get(self.key)
        if given is not None and given not in {choice.key for choice in self.choices}:
            listed = ", ".join(f"{choice.key} ({choice.label})" for choice in self.choices)
            raise SheetUnreadable(f'"{given}" is no answer to {self.key}. The answers are: {listed}.')
        return given


def question_key(topic: str, *, file: str, column: str = "") -> str:
    """The key of a question, such as "decimal:sales.csv:Preis" or "sheet:sales.xlsx"."""
    return ":".join([topic, file, column] if column else [topic, file])
