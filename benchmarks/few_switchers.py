"""How often an effect that is not there is shown at 5 %, by how many products changed to the photo type:
python -m benchmarks.few_switchers [SHOPS]. Right is 5 % or less, or no number at all."""

import sys

import numpy as np
import pandas as pd

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.effects import Effect, category_effects
from engine.stats.model import estimate

WEEKS = 40
PERSISTENCE = 0.6
NOISE = 0.25
Plan = tuple[int, int]


def main(shops: int) -> None:
    """Print for shops of 14 and of 210 products: share with a number, and share of those that show one."""
    for products in (14, 210):
        for changed in (1, 2, 3, 5):
            still = products - 8 - changed
            plans = [*[(3, 1)] * 8, *[(3, 2)] * changed, *[(3, 3)] * still]
            found = [_worn(plans, seed=seed) for seed in range(shops)]
            values = np.array([one.p for one in found if one is not None and one.p is not None])
            shown = (
                f"{np.mean(values < 0.05):.1%} of them show an effect" if len(values) else "none shows one"
            )
            print(f"{products} products, {changed} changed: {len(values) / shops:.0%} have a number, {shown}")


def _worn(plans: list[Plan], *, seed: int) -> Effect | None:
    try:
        return category_effects(estimate(_null_cells(plans, seed=seed), outcome="units"))[1]
    except EffectRefused:
        return None


def _null_cells(plans: list[Plan], *, seed: int) -> pd.DataFrame:
    """Product-weeks whose sales drift on their own (AR(1), overdispersed): no photo does anything."""
    rng = np.random.default_rng(seed)
    weeks = pd.date_range("2024-01-01", periods=WEEKS, freq="7D")
    parts = []
    for place, plan in enumerate(plans):
        drift = np.zeros(WEEKS)
        for week in range(1, WEEKS):
            drift[week] = PERSISTENCE * drift[week - 1] + rng.normal(0, NOISE)
        price = np.round(20 * np.exp(rng.normal(0, 0.1, WEEKS)), 2)
        mean = np.exp(rng.normal(3.5, 0.5) + drift) * (price / 20) ** -1.5
        parts.append(
            pd.DataFrame(
                {
                    "product": f"p{place:03}",
                    "week": weeks,
                    "units": rng.poisson(mean),
                    "price": price,
                    "category": [
                        Category(one) for one in np.where(np.arange(WEEKS) < rng.integers(10, 30), *plan)
                    ],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
