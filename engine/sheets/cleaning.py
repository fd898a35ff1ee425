"""What several sheets together leave open: sales that are in two files, and several currencies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.faults import COPY, OTHER_CURRENCY
from engine.sheets.questions import Answers, Choice, Question


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What was found: a question, or rows to set aside."""

    question: Question | None
    wrong: NDArray[np.bool_]
    """(n,) rows to set aside for `reason`; none while the question is open."""
    code: str = ""
    reason: str = ""


def overlap(rows: pd.DataFrame, files: NDArray[np.intp], *, answers: Answers) -> Finding:
    """Rows whose order and product, or day and product, an earlier file has as well (W17).

    `files`: (n,) the number of the file of each row.
    """
    none = np.zeros(len(rows), dtype=bool)
    if not len(files) or files.max() == 0:
        return Finding(None, none)
    by_order = "order" in rows and bool(rows["order"].fillna("").ne("").all())
    keys = ["order", "product"] if by_order else ["product", "date"]
    keys += ["marketplace"] if "marketplace" in rows and not by_order else []
    group = rows.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    first = np.full(int(group.max()) + 1, files.max())
    np.minimum.at(first, group, files)
    again = files != first[group]
    if not again.any():
        return Finding(None, none)
    place = int(np.argmax(again))
    names = [str(rows["file"].iat[int(np.argmax(group == group[place]))]), str(rows["file"].iat[place])]
    what = "orders and products" if by_order else "products and days"
    question = Question(
        "overlap",
        "",
        "",
        f"Rows for {what} that another file has too: {int(again.sum()):,}, for example in "
        f"{' and '.join(names)}. What are they?",
        (
            Choice("sales", "sales of their own, such as those of another shop, which are added up"),
            Choice("copies", "the same sales, of which those of the file named first count"),
        ),
    )
    answer = question.answer(answers)
    if answer is None:
        return Finding(question, none)
    return Finding(None, again if answer == "copies" else none, COPY, "an earlier file has the same sales")


def other_currencies(rows: pd.DataFrame, *, answers: Answers) -> Finding:
    """Rows in another currency than the one asked for, since their prices cannot be compared (W20)."""
    none = np.zeros(len(rows), dtype=bool)
    if "currency" not in rows:
        return Finding(None, none)
    currency = rows["currency"].fillna("").astype(object)
    counts = currency[currency != ""].value_counts()
    if len(counts) < 2:
        return Finding(None, none)
    question = Question(
        "currency",
        "",
        "currency",
        "The sheets hold several currencies, whose amounts cannot be added up. Which one is to be studied?",
        tuple(Choice(str(name), f"the rows in {name}: {count:,}") for name, count in counts.items()),
    )
    answer = question.answer(answers)
    if answer is None:
        return Finding(question, none)
    return Finding(None, (currency != answer).to_numpy(), OTHER_CURRENCY, f"not in {answer}")
