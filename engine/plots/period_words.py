"""The English texts of plots are written for weeks; here for days and months."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

from engine.records import Period

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    _Words = TypeVar("_Words", bound=DataclassInstance)


def said(text: str, period: Period) -> str:
    """A text about weeks as one about the periods in use."""
    return text.replace("week", period).replace("Week", period.capitalize())


def in_periods(words: _Words, period: Period) -> _Words:
    """The texts of a plot, a dataclass with strings among its fields, about the periods in use."""
    fields = {one.name: getattr(words, one.name) for one in dataclasses.fields(words)}
    texts = {name: said(value, period) for name, value in fields.items() if isinstance(value, str)}
    return dataclasses.replace(words, **texts)
