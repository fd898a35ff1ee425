"""How much of the variance goes with each block of the model: the LMG shares.

Source: Lindeman, Merenda & Gold (1980), page 119; the same numbers are the Shapley values of R2 (Grömping
2007, "Estimators of relative importance in linear regression based on variance decomposition").
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import factorial

import numpy as np

from engine.stats.fixed_effects import Floats, Ints, fixed_effects

PRODUCT, PERIOD = "product", "period"


def explained_shares(
    outcome: Floats,
    *,
    blocks: Mapping[str, Floats],
    groups: Ints | None = None,
    periods: Ints | None = None,
) -> dict[str, float]:
    """Block to its part of R2, the mean over all orders in which blocks can enter; they add up to R2.

    `blocks` are columns (n, k) by name; `groups` and `periods` (n,) are the blocks "product" and "period".
    All 2^b sets of b blocks are fitted: meant for a handful.
    """
    effects = {PRODUCT: groups, PERIOD: periods}
    names = [*blocks, *(name for name, index in effects.items() if index is not None)]

    def value(chosen: frozenset[str]) -> float:
        columns = [np.empty((len(outcome), 0)), *(blocks[name] for name in blocks if name in chosen)]
        return r_squared(
            outcome,
            columns=np.hstack(columns),
            groups=groups if PRODUCT in chosen else None,
            periods=periods if PERIOD in chosen else None,
        )

    values = {
        frozenset(chosen): value(frozenset(chosen))
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
    }
    return {name: _mean_gain(name, values, len(names)) for name in names}


def _mean_gain(name: str, values: Mapping[frozenset[str], float], count: int) -> float:
    """What the block adds to the sets without it, each weighted by the orders that begin with that set."""
    return sum(
        (values[chosen | {name}] - value) * factorial(len(chosen)) * factorial(count - len(chosen) - 1)
        for chosen, value in values.items()
        if name not in chosen
    ) / factorial(count)


def r_squared(
    outcome: Floats, *, columns: Floats, groups: Ints | None = None, periods: Ints | None = None
) -> float:
    """Part of the variance (0..1) of (n,) outcome that a constant, (n, k) columns and the effects explain.

    Columns that say nothing new are no matter here: the fitted values do not depend on them.
    """
    ones, constant = np.ones(len(outcome)), np.zeros(len(outcome), dtype=np.int64)
    total = fixed_effects(constant).weigh(ones).residual(outcome[:, None])
    absorbed = fixed_effects(constant if groups is None else groups, periods).weigh(ones)
    rest = absorbed.residual(total)[:, 0]
    moved = absorbed.residual(columns)
    sizes = np.linalg.norm(columns, axis=0)
    kept = np.linalg.norm(moved, axis=0) > 1e-9 * sizes
    scaled = moved[:, kept] / np.linalg.norm(moved[:, kept], axis=0)
    left, values, _ = np.linalg.svd(scaled, full_matrices=False)
    left = left[:, values > 1e-9]
    rest = rest - left @ (left.T @ rest)
    return 1 - float(rest @ rest) / float(total[:, 0] @ total[:, 0])
