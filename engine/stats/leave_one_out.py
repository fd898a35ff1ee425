"""How much the effects hang on single products."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.records import Category
from engine.stats.model import Estimate


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The effect of one category without one product."""

    product: str
    percent: float | None
    """None where the effect cannot be told without this product."""


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The effects of one category without each product that has a part in it, most influential first."""

    category: Category
    percent: float
    """With all products."""
    low: float | None
    """Smallest effect without one product."""
    high: float | None
    left_out: tuple[LeftOut, ...]


def leave_one_out(result: Estimate, *, stopped: Callable[[], bool]) -> tuple[LeaveOneOut, ...]:
    """For each category that can be told; empty where `stopped` says so before the end."""
    raise NotImplementedError
