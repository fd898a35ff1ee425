"""Turns product-weeks into regressors, and drops every column whose coefficient the data cannot tell, with
a reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.linalg

from engine.stats.ppml import Floats, Ints, absorb

_RANK = 1e-9
REGRESSORS = ("on model", "worn", "ln price")
SAME_WEEKS = "it changes in the same weeks for all products alike"
TYPES = frozenset(REGRESSORS[:2])


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """`columns` (n, k): the kept regressors, then a column per week but the first; `groups` (n,): the
    product."""

    names: tuple[str, ...]
    """Names of the kept regressors: the first columns."""
    columns: Floats
    groups: Ints
    dropped: dict[str, str]
    """Regressor to the reason why its coefficient cannot be estimated."""
    inflation: float
    """Largest variance inflation factor among the regressors after product and week effects; 1 = none."""


def build_design(cells: pd.DataFrame, *, regressors: tuple[str, ...]) -> Design:
    """Design of the cells (product, week, category, price) with the wanted ones of REGRESSORS."""
    groups = np.asarray(pd.factorize(cells["product"])[0], dtype=np.int64)
    week = pd.factorize(cells["week"], sort=True)[0]
    weeks = (week[:, None] == np.arange(1, week.max() + 1)).astype(np.float64)
    values = {
        "on model": (cells["category"] == 1).to_numpy(np.float64),
        "worn": (cells["category"] == 2).to_numpy(np.float64),
        "ln price": np.log(cells["price"].to_numpy(np.float64)),
    }
    wanted = {name: values[name] for name in regressors}
    weeks = _independent(weeks, groups)
    kept, dropped, inflation = keep_estimable(wanted, weeks=weeks, groups=groups)
    columns = np.column_stack([*(wanted[name] for name in kept), weeks])
    return Design(kept, columns, groups, dropped, inflation)


def keep_estimable(
    wanted: dict[str, Floats], *, weeks: Floats, groups: Ints
) -> tuple[tuple[str, ...], dict[str, str], float]:
    """Kept names, dropped names with reasons, and the variance inflation of the kept ones.

    `wanted` are columns (n,), `weeks` (n, w) columns that are independent after product effects.
    A column is dropped where less than 1e-9 of its length is left after product effects, week effects, or the
    columns before it: least squares would otherwise return some number for it without a warning. Two photo
    types that are tied to each other are both dropped, since the one left would be measured against the
    other.
    """
    ones = np.ones(len(groups))
    season = absorb(weeks, groups, ones)
    inverse = np.linalg.inv(season.T @ season)
    left: dict[str, Floats] = {}
    dropped: dict[str, str] = {}
    for name, column in wanted.items():
        within = absorb(column[:, None], groups, ones)[:, 0]
        alone = within
        for _ in range(2):  # the second pass takes out what rounding left of the first
            alone = alone - season @ (inverse @ (season.T @ alone))
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


def _independent(weeks: Floats, groups: Ints) -> Floats:
    """The week columns that are still independent after product effects.

    Products that never overlap in time cost some. The rank is read off the cross product, which is safe for
    columns of zeros and ones and needs no decomposition of all rows.
    """
    if not weeks.shape[1]:
        return weeks
    within = absorb(weeks, groups, np.ones(len(groups)))
    _, r, places = scipy.linalg.qr(within.T @ within, pivoting=True)
    sizes = np.abs(np.diag(r))
    rank = int(np.sum(sizes > _RANK * sizes.max()))
    return weeks[:, np.sort(places[:rank])]
