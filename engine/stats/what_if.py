"""What would go with other photos: the use of the estimate for what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.records import Category
from engine.stats.model import Estimate


@dataclass(frozen=True, slots=True)
class WhatIf:
    """More (or less) of the outcome per period, at the same prices; None where it cannot be told."""

    products: tuple[str, ...]
    """Products whose photo type would change: those that show it already are left out."""
    gain: float | None
    """Units (or revenue, ...) per period, all products together."""
    low: float | None
    high: float | None
    clear: bool
    """Whether the interval leaves out 0; where it does not, show the number in grey."""
    percent: float | None
    """The gain in percent of what these products sell now."""
    missing: str = ""
    """Why there is no number; empty where there is one."""


def what_if(result: Estimate, *, products: Sequence[str], to_category: Category) -> WhatIf:
    """All these products shown with one type of photo."""
    return what_if_each(result, dict.fromkeys(products, to_category))


def what_if_each(result: Estimate, wanted: Mapping[str, Category]) -> WhatIf:
    """Each product shown with its own wanted type of photo."""
    raise NotImplementedError
