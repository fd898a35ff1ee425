"""Turns product-weeks into regressors, and drops every column whose coefficient the data cannot tell, with
a reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.stats.fixed_effects import FixedEffects, Floats, Ints, absorb, fixed_effects

_RANK = 1e-9
REGRESSORS = ("on model", "worn", "ln price")
SAME_WEEKS = "it changes in the same weeks for all products alike"
TYPES = frozenset(REGRESSORS[:2])


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The kept regressors, and which product and week effect each of n rows has."""

    names: tuple[str, ...]
    """Names of the kept regressors."""
    regressors: Floats
    """(n, k)."""
    effects: FixedEffects
    dropped: dict[str, str]
    """Regressor to the reason why its coefficient cannot be estimated."""
    inflation: float
    """Largest variance inflation factor among the regressors after product and week effects; 1 = none."""

    @property
    def groups(self) -> Ints:
        """(n,) product of each row, 0..G-1."""
        return self.effects.groups

    @property
    def periods(self) -> Ints:
        """(n,) week of each row, 0..T-1."""
        return self.effects.periods

    @property
    def columns(self) -> Floats:
        """(n, k + f) the regressors, then a column of zeros and ones per week effect: for small panels."""
        weeks = (self.periods[:, None] == self.effects.free).astype(np.float64)
        return np.column_stack([self.regressors, weeks])


def build_design(cells: pd.DataFrame, *, regressors: tuple[str, ...]) -> Design:
    """Design of the cells (product, week, category, price) with the wanted ones of REGRESSORS."""
    effects = fixed_effects(
        np.asarray(pd.factorize(cells["product"])[0], dtype=np.int64),
        np.asarray(pd.factorize(cells["week"], sort=True)[0], dtype=np.int64),
    )
    values = {
        "on model": (cells["category"] == 1).to_numpy(np.float64),
        "worn": (cells["category"] == 2).to_numpy(np.float64),
        "ln price": np.log(cells["price"].to_numpy(np.float64)),
    }
    wanted = {name: values[name] for name in regressors}
    kept, dropped, inflation = keep_estimable(wanted, effects=effects)
    columns = np.stack([wanted[name] for name in kept], axis=1) if kept else np.empty((len(cells), 0))
    return Design(kept, columns, effects, dropped, inflation)


def keep_estimable(
    wanted: dict[str, Floats], *, effects: FixedEffects
) -> tuple[tuple[str, ...], dict[str, str], float]:
    """Kept names, dropped names with reasons, and the variance inflation of the kept ones.

    `wanted` are columns (n,). A column is dropped where less than 1e-9 of its length is left after product
    effects, week effects, or the columns before it: least squares would otherwise return some number for it
    without a warning. Two photo types that are tied to each other are both dropped, since the one left would
    be measured against the other.
    """
    ones = np.ones(len(effects.groups))
    columns = np.array(list(wanted.values())).reshape(len(wanted), len(ones)).T
    by_product = absorb(columns, effects.groups, ones)
    by_both = effects.weigh(ones).residual(by_product)
    left: dict[str, Floats] = {}
    dropped: dict[str, str] = {}
    for name, column, within, alone in zip(wanted, columns.T, by_product.T, by_both.T, strict=True):
        if _vanished(within, column):
            dropped[name] = "it never changes within a product"
        elif _vanished(alone, within):
            dropped[name] = SAME_WEEKS
        elif partners := _partners(alone, left):
            dropped[name] = f"it always changes together with {' and '.join(partners)}"
            for partner in {name, *partners} & TYPES if name in TYPES else ():
                left.pop(partner, None)
                dropped[partner] = (
                    "photos changed only between on model and worn, never from or to product only"
                )
        else:
            left[name] = alone
    return tuple(left), dropped, _inflation(list(left.values()))


def _partners(column: Floats, others: dict[str, Floats]) -> list[str]:
    """Names of the columns that this one is a combination of; none where it says something new."""
    if not others:
        return []
    scaled = np.column_stack([other / np.linalg.norm(other) for other in others.values()])
    mix = np.linalg.lstsq(scaled, column, rcond=None)[0]
    if not _vanished(column - scaled @ mix, column):
        return []
    return [
        name for name, part in zip(others, mix, strict=True) if abs(part) > _RANK * np.linalg.norm(column)
    ]


def _vanished(rest: Floats, whole: Floats) -> bool:
    return bool(np.linalg.norm(rest) <= _RANK * np.linalg.norm(whole))


def _inflation(left: list[Floats]) -> float:
    if len(left) < 2:
        return 1.0
    scaled = np.column_stack([column / np.linalg.norm(column) for column in left])
    return float(np.max(np.diag(np.linalg.inv(scaled.T @ scaled))))
