"""What would go with other photos: the use of the estimate for what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.records import Category
from engine.stats.attributable import Effects, told_effects
from engine.stats.model import Estimate
from engine.stats.ppml import Floats


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
    """Each product shown with its own wanted type of photo.

    A product sells per period what it was expected to sell in a mean period of its own, had it shown the
    photo type of its last one; the gain is exp(b_wanted - b_last) - 1 of that, with a delta-method interval.
    """
    effects = told_effects(result)
    if effects is None:
        return _untold("no effect of a photo type on this outcome can be told")
    last = result.cells.groupby("product")["category"].last()
    unknown = sorted(set(wanted) - set(last.index))
    if unknown:
        return _untold(f"no sales of {unknown[0]} were used")
    moves = {name: (Category(last[name]), to) for name, to in wanted.items() if last[name] != to}
    blind = sorted({one.label for move in moves.values() for one in move if one not in effects.beta})
    if blind:
        return _untold(f"the effect of {' and of '.join(blind)} photos cannot be told")
    return _gain(result, effects, moves)


def _untold(missing: str) -> WhatIf:
    return WhatIf((), None, None, None, False, None, missing)


def _gain(result: Estimate, effects: Effects, moves: Mapping[str, tuple[Category, Category]]) -> WhatIf:
    cells = result.cells[result.cells["product"].isin(moves)]
    mean = pd.Series(result.fit.mean, index=result.cells.index)[cells.index]
    now, gain, slope = 0.0, 0.0, np.zeros(len(effects.order))
    for product, own in cells.groupby("product"):
        last, to = moves[str(product)]
        for shown, expected in mean[own.index].groupby(own["category"]):
            base = float(expected.sum()) / len(own)
            as_now, as_wanted = (
                _moved(base, (Category(int(str(shown))), kind), effects) for kind in (last, to)
            )
            now, gain = now + as_now[0], gain + as_wanted[0] - as_now[0]
            slope += as_wanted[1] - as_now[1]
    reach = effects.reach(slope)
    return WhatIf(
        tuple(moves), gain, gain - reach, gain + reach, abs(gain) > reach, 100 * gain / now if now else 0.0
    )


def _moved(base: float, move: tuple[Category, Category], effects: Effects) -> tuple[float, Floats]:
    """What is sold after a change of photo, and its slope (q,) in the coefficients."""
    shown, kind = move
    sold = base * float(np.exp(effects.beta[kind] - effects.beta[shown]))
    signs = [float(one == kind) - float(one == shown) for one in effects.order]
    return sold, sold * np.array(signs)
