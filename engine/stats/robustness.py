"""The same question asked in other ways: one line each, the main answer first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.stats.effects import Effect
from engine.stats.model import Estimate

AlternativeKey = Literal[
    "main",
    "log_linear",
    "without_price",
    "trends",
    "without_top_product",
    "without_change_weeks",
    "changed_only",
    "stacked",
    "sure_labels",
    "negative_binomial",
    "placebo",
]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One line of the strip: effects of on model and worn, or why there are none."""

    key: AlternativeKey
    title: str
    effects: tuple[Effect, ...]
    note: str = ""
    """What is different, with figures: "12 product-weeks without a sale left out"."""
    missing: str = ""
    """Why there are no numbers; empty where there are."""


def alternatives(result: Estimate, *, stopped: Callable[[], bool]) -> tuple[Alternative, ...]:
    """All lines; those not reached when `stopped` says so are left out."""
    raise NotImplementedError
