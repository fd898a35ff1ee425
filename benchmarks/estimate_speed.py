"""Our estimate and pyfixest's in turn: python -m benchmarks.estimate_speed [ROUNDS] [PRODUCTS] [WEEKS].

Timed from a table of product-weeks to coefficients and CR1 errors, with each program's own checks for
collinear columns and, for PPML, separated rows; the time to import and the first, cold run are left out. A
second panel has lost 39 % of its rows. Needs the extra `bench`. Set OPENBLAS_NUM_THREADS=1, as main.py does.
"""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyfixest

from engine.stats.cluster import cr1
from engine.stats.design import REGRESSORS, build_design
from engine.stats.ppml import fit_ols, fit_ppml
from engine.stats.separation import separated

Estimator = Callable[[pd.DataFrame], np.ndarray]


def shop(products: int, weeks: int, *, share: float, seed: int = 0) -> pd.DataFrame:
    """Product-weeks with a known truth: +9 % on model, +4 % worn, elasticity -1.5; none without sales."""
    rng = np.random.default_rng(seed)
    product = np.repeat(np.arange(products), weeks)
    week = np.tile(np.arange(weeks), products)
    level = rng.normal(0, 1, products)
    first, last = rng.integers(1, 4, (2, products))
    change = rng.integers(weeks // 4, 3 * weeks // 4, products)
    category = np.where(week < change[product], first[product], last[product])
    log_price = 3 + 0.3 * level[product] + rng.normal(0, 0.1, len(product))
    linear = 2 + level[product] + 0.15 * np.sin(week / 8) - 1.5 * (log_price - 3)
    linear += np.log(1.09) * (category == 1) + np.log(1.04) * (category == 2)
    units = rng.poisson(np.exp(linear + rng.normal(-0.08, 0.4, len(product))))
    cells = pd.DataFrame({"product": product, "week": week, "category": category, "units": units})
    cells["price"] = np.exp(log_price)
    cells = cells[rng.random(len(cells)) < share]
    sold = cells.groupby("product")["units"].transform("sum") > 0
    return cells[sold].reset_index(drop=True)


def with_columns(cells: pd.DataFrame) -> pd.DataFrame:
    """What pyfixest's formula needs, made before the clock starts."""
    return cells.assign(
        on_model=(cells["category"] == 1).astype(float),
        worn=(cells["category"] == 2).astype(float),
        ln_price=np.log(cells["price"]),
        ln_units=np.log1p(cells["units"]),
    )


def our_ols(cells: pd.DataFrame) -> np.ndarray:
    design = build_design(cells, regressors=REGRESSORS)
    fit = fit_ols(
        outcome=np.log1p(cells["units"].to_numpy(float)),
        columns=design.regressors,
        groups=design.groups,
        periods=design.periods,
    )
    return np.stack([fit.beta, cr1(fit).se])


def our_ppml(cells: pd.DataFrame) -> np.ndarray:
    design = build_design(cells, regressors=REGRESSORS)
    columns, groups, periods = design.regressors, design.groups, design.periods
    units = cells["units"].to_numpy(float)
    assert not separated(outcome=units, columns=columns, groups=groups, periods=periods).any()
    fit = fit_ppml(outcome=units, columns=columns, groups=groups, periods=periods)
    return np.stack([fit.beta, cr1(fit).se])


def their_ols(cells: pd.DataFrame) -> np.ndarray:
    fit = pyfixest.feols(
        "ln_units ~ on_model + worn + ln_price | product + week", cells, vcov={"CRV1": "product"}
    )
    return np.stack([fit.coef().to_numpy(), fit.se().to_numpy()])


def their_ppml(cells: pd.DataFrame) -> np.ndarray:
    fit = pyfixest.fepois(
        "units ~ on_model + worn + ln_price | product + week", cells, vcov={"CRV1": "product"}
    )
    return np.stack([fit.coef().to_numpy(), fit.se().to_numpy()])


PAIRS = {"OLS": (our_ols, their_ols), "PPML": (our_ppml, their_ppml)}


def seconds(estimate: Estimator, cells: pd.DataFrame) -> float:
    started = time.perf_counter()
    estimate(cells)
    return time.perf_counter() - started


def our_memory(estimate: Estimator, cells: pd.DataFrame) -> float:
    """Most bytes held at once beyond the table, in MB."""
    tracemalloc.start()
    estimate(cells)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def compare(name: str, cells: pd.DataFrame, *, rounds: int) -> None:
    table = with_columns(cells)
    for model, pair in PAIRS.items():
        ours, theirs = pair[0](cells), pair[1](table)
        apart = np.abs(ours / theirs - 1).max(axis=1)
        times = [(seconds(pair[0], cells), seconds(pair[1], table)) for _ in range(rounds)]
        mine, yours = zip(*times, strict=True)
        print(
            f"{name:10} {model:4} {len(cells):9,} rows: "
            f"ours {min(mine):.2f} / {statistics.median(mine):.2f} s, "
            f"pyfixest {min(yours):.2f} / {statistics.median(yours):.2f} s (min / median of {rounds}); "
            f"apart: coefficients {apart[0]:.0e}, errors {apart[1]:.0e}; "
            f"our memory {our_memory(pair[0], cells):.0f} MB"
        )


def main() -> None:
    rounds, products, weeks = (
        int(word) for word in [*sys.argv[1:4], *("5", "10000", "100")[len(sys.argv) - 1 :]]
    )
    compare("balanced", shop(products, weeks, share=1.0), rounds=rounds)
    compare("unbalanced", shop(products, weeks, share=0.61, seed=1), rounds=rounds)


if __name__ == "__main__":
    main()
