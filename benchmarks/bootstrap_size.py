"""How often each test shows at 5 % an effect that is not there: python -m benchmarks.bootstrap_size [SHOPS].

26 weeks of sales that drift on their own (AR(1) 0.5, counts overdispersed), some products change their photo.
Compared: t with CR2 errors and Bell-McCaffrey degrees of freedom on PPML, the score bootstrap on PPML, the
wild cluster bootstrap on least squares of the log of the true mean. Right is 5 %.
"""

import sys

import numpy as np
import scipy.stats

from engine.stats.cluster import cr2
from engine.stats.ppml import fit_ols, fit_ppml
from engine.stats.wild_bootstrap import bootstrap_ols, bootstrap_ppml

WEEKS, PERSISTENCE, NOISE = 26, 0.5, 0.4
CASES = ((6, 3, 5), (10, 2, 5), (10, 5, 5), (20, 3, 5), (20, 10, 5), (20, 10, 1), (40, 20, 5))


def p_values(rng: np.random.Generator, *, products: int, changed: int, units: float) -> tuple[float, ...]:
    """CR2, score bootstrap, wild bootstrap for one shop in which no photo does anything."""
    groups, periods = np.repeat(np.arange(products), WEEKS), np.tile(np.arange(WEEKS), products)
    drift = rng.normal(size=(products, WEEKS))
    for week in range(1, WEEKS):
        drift[:, week] = PERSISTENCE * drift[:, week - 1] + np.sqrt(1 - PERSISTENCE**2) * drift[:, week]
    late = periods >= rng.integers(7, 19, products)[groups]
    photo = (late ^ (rng.random(products) < 0.5)[groups]) & (groups < changed)
    price = rng.normal(0, 0.1, len(groups))
    columns = np.column_stack([photo, price]).astype(float)
    linear = np.log(units) + rng.normal(0, 0.7, products)[groups] - 1.5 * price + NOISE * drift.ravel()
    sold = rng.poisson(np.exp(linear)).astype(float)
    logs = fit_ols(outcome=linear, columns=columns, groups=groups, periods=periods)
    kept = np.bincount(groups, sold)[groups] > 0
    sold, columns, periods = sold[kept], columns[kept], periods[kept]
    groups = np.unique(groups[kept], return_inverse=True)[1]
    counts = fit_ppml(outcome=sold, columns=columns, groups=groups, periods=periods)
    errors = cr2(counts)
    t = abs(counts.beta[0]) / errors.se[0]
    score = bootstrap_ppml(counts, place=0, outcome=sold, columns=columns, periods=periods)
    return (
        float(2 * scipy.stats.t.sf(t, errors.df[0])),
        score.p_value(0.0),
        bootstrap_ols(logs, place=0).p_value(0.0),
    )


def main(shops: int) -> None:
    for products, changed, units in CASES:
        rng = np.random.default_rng(100 * products + changed)
        found = np.array(
            [p_values(rng, products=products, changed=changed, units=units) for _ in range(shops)]
        )
        shown = ", ".join(
            f"{name} {share:.1%}"
            for name, share in zip(("CR2", "score", "wild"), np.mean(found < 0.05, axis=0), strict=True)
        )
        print(f"{products} products, {changed} changed, {units} units a week: {shown}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
