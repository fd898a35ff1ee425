"""What in a photo history the user may not have meant, and what is done about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, get_args

from engine.join.history import DAY, History, Showing, product_of

_TOLD = 2

Fault = Literal["overlap", "gap", "backwards", "unknown_product", "same_day"]


@dataclass(frozen=True, slots=True)
class HistoryProblem:
    """Something in a history that the user may not have meant; `text` says what is done about it."""

    fault: Fault
    showing: Showing
    text: str


def history_problems(history: History, *, products: Collection[str] | None = None) -> list[HistoryProblem]:
    """Overlaps, gaps, ends before starts, two photos from one day, and products that are not in the sales.

    `products`: those of the sales; None does not ask for them.
    """
    found: list[HistoryProblem] = []
    for product, group in groupby(history.showings, key=product_of):
        showings = list(group)
        if products is not None and product not in products:
            found.append(_problem("unknown_product", showings[0], "this product is not in the sales"))
        backwards = [one for one in showings if one.end is not None and one.end < one.start]
        for one in backwards:
            text = f"it ends on {one.end}, before it begins; it is left out"
            found.append(_problem("backwards", one, text))
        for one, after in pairwise([one for one in showings if one not in backwards]):
            found += _between(one, after)
    return found


def problem_sentences(problems: Sequence[HistoryProblem]) -> list[str]:
    """What is told about a history: each problem, or of many of one kind their number and the first."""
    found: list[str] = []
    for fault in get_args(Fault):
        texts = [one.text for one in problems if one.fault == fault]
        if len(texts) <= _TOLD:
            found += texts
        else:
            found.append(f"{texts[0]} There are {len(texts) - 1:,} more like this.")
    return found


def _between(one: Showing, after: Showing) -> list[HistoryProblem]:
    if after.start == one.start:
        text = f"{after.image} is shown from the same day; the one further down in the file counts"
        return [_problem("same_day", one, text)]
    if one.end is None or one.end + DAY == after.start:
        return []
    if one.end >= after.start:
        text = f"it ends on {one.end}, but {after.image} is shown from {after.start}; it ends before that"
        return [_problem("overlap", one, text)]
    text = (
        f"nothing is said about the days from {one.end + DAY} to {after.start - DAY}; "
        "the sheet's image or the catalogue counts there"
    )
    return [_problem("gap", one, text)]


def _problem(fault: Fault, showing: Showing, text: str) -> HistoryProblem:
    named = f"Photo history, {showing.product}, {showing.image} from {showing.start}"
    return HistoryProblem(fault, showing, f"{named}: {text}.")
