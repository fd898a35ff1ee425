"""How much the effects hang on single products."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.effects import changed_products
from engine.stats.model import Estimate, coefficients, counted
from engine.stats.percent import percent
from engine.stats.sentences import signed

MOST = 100


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
    """For each category that can be told; empty where `stopped` says so before the end.

    One refit for each product that changed its photo, of the 100 that sell most where there are more; the
    others have no direct part in the effects.
    """
    told = [one for one in (Category.ON_MODEL, Category.WORN) if result.told(one.label)]
    refits: dict[str, dict[Category, float | None]] = {}
    for product in _changed_by_size(result):
        if stopped():
            return ()
        refits[product] = _without(result, product, told)
    return tuple(_summary(result, one, refits) for one in told)


def _changed_by_size(result: Estimate) -> list[str]:
    cells = result.cells
    changed = cells.groupby("product")["category"].transform("nunique") > 1
    sold = cells[changed].groupby("product")[counted(result.outcome)].sum()
    return [str(name) for name in sold.sort_values(ascending=False, kind="stable").index[:MOST]]


def _without(result: Estimate, product: str, told: list[Category]) -> dict[Category, float | None]:
    cells = result.cells[result.cells["product"] != product].reset_index(drop=True)
    try:
        beta = coefficients(cells, outcome=result.outcome)
    except EffectRefused:
        return dict.fromkeys(told)
    return {
        one: percent(beta[one.label]) if one.label in beta and changed_products(cells, one) > 1 else None
        for one in told
    }


def _summary(
    result: Estimate, category: Category, refits: dict[str, dict[Category, float | None]]
) -> LeaveOneOut:
    whole = result.interval(category.label).percent
    left = [LeftOut(product, found[category]) for product, found in refits.items()]
    values = [one.percent for one in left if one.percent is not None]
    ordered = sorted(left, key=lambda one: -abs((one.percent if one.percent is not None else 1e9) - whole))
    return LeaveOneOut(category, whole, min(values, default=None), max(values, default=None), tuple(ordered))


def most_influential(found: LeaveOneOut) -> str:
    """A sentence on the product without which the effect moves most; empty where there is none."""
    if not found.left_out:
        return ""
    top = found.left_out[0]
    name = f"Without '{top.product}' the effect of {found.category.label} photos"
    if top.percent is None:
        return f"{name} cannot be told."
    return f"{name} is {signed(top.percent)} % instead of {signed(found.percent)} %."
