"""Do the 95 % intervals hold what they promise? python -m benchmarks.coverage [SHOPS].

Simulated shops whose sales drift on their own (AR(1) 0.5, counts overdispersed). Right is: the interval
covers the truth in 91 to 98 % of shops, and where no photo does anything, 2 to 8 % of shops show an effect.
"""

import sys
from collections.abc import Sequence

import numpy as np
import pandas as pd

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.effects import Effect, category_effects
from engine.stats.model import estimate

TRUTH = {Category.ON_MODEL: 9.0, Category.WORN: 4.0, Category.PRODUCT_ONLY: 0.0}
NOTHING = dict.fromkeys(Category, 0.0)
PERSISTENCE, NOISE, ELASTICITY = 0.5, 0.3, -1.5


def shop(*, seed: int, lift: dict[Category, float], products: int, weeks: int) -> pd.DataFrame:
    """Product-weeks of which half of the products change their photo once, from or to product only or not."""
    rng = np.random.default_rng(seed)
    kinds = np.array([category.value for category in Category])
    first, last = rng.choice(kinds, (2, products))
    last = np.where(np.arange(products) % 2 == 0, last, first)
    change = rng.integers(weeks // 4, 3 * weeks // 4, products)
    drift = rng.normal(0, NOISE, (products, weeks))
    for week in range(1, weeks):
        drift[:, week] = PERSISTENCE * drift[:, week - 1] + np.sqrt(1 - PERSISTENCE**2) * drift[:, week]
    category = np.where(np.arange(weeks) < change[:, None], first[:, None], last[:, None])
    log_price = rng.normal(0, 0.1, (products, weeks))
    season = 0.15 * np.sin(np.arange(weeks) / 52 * 2 * np.pi)
    level = rng.normal(2, 0.7, (products, 1))
    lifts = np.array([0.0, *(np.log1p(lift[Category(kind)] / 100) for kind in kinds)])[category]
    units = rng.poisson(np.exp(level + season + lifts + ELASTICITY * log_price + drift - NOISE**2 / 2))
    return pd.DataFrame(
        {
            "product": np.repeat([f"p{place:03}" for place in range(products)], weeks),
            "week": np.tile(pd.date_range("2024-01-01", periods=weeks, freq="7D"), products),
            "category": category.ravel(),
            "units": units.ravel(),
            "price": 20 * np.exp(log_price.ravel()),
        }
    )


def effects(seed: int, *, lift: dict[Category, float], products: int, weeks: int) -> Sequence[Effect]:
    """Those of one shop; none where too few products changed."""
    cells = shop(seed=seed, lift=lift, products=products, weeks=weeks)
    try:
        return category_effects(estimate(cells, outcome="units"))
    except EffectRefused:
        return ()


def intervals(shops: int, *, lift: dict[Category, float], products: int = 40, weeks: int = 52) -> np.ndarray:
    """(m, 2) whether an interval covers its truth, and whether it leaves out 0, of all that were given."""
    given = [
        one
        for seed in range(shops)
        for one in effects(seed, lift=lift, products=products, weeks=weeks)
        if one.low is not None
    ]
    return np.array([(one.low <= lift[one.category] <= one.high, one.p < 0.05) for one in given])


def main(shops: int) -> None:
    for name, lift in (("+9 and +4 %", TRUTH), ("nothing", NOTHING)):
        found = intervals(shops, lift=lift)
        covered, shown = found.mean(axis=0)
        given = f"{len(found)} of {2 * shops} intervals could be given"
        print(f"truth {name}: {given}, {covered:.1%} cover it, {shown:.1%} show an effect")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
