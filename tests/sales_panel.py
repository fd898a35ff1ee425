"""Product-weeks with a known truth, for the tests of the estimate."""

import numpy as np
import pandas as pd


def panel(products: int, periods: int, *, seed: int = 0, mean_units: float = 8.0) -> pd.DataFrame:
    """The panel of T20 in the statistics paper: its random numbers are drawn in exactly this order.

    Truth: +9 % for category 1, +4 % for category 2, price elasticity -1.5.
    """
    rng = np.random.default_rng(seed)
    product = np.repeat(np.arange(products), periods)
    week = np.tile(np.arange(periods), products)
    level = rng.normal(0, 1, products)
    season = 0.15 * np.sin(np.arange(periods) / 52 * 2 * np.pi)
    first = rng.integers(1, 4, products)
    change = rng.integers(periods // 4, 3 * periods // 4, products)
    last = np.where(rng.random(products) < 0.5, first, rng.integers(1, 4, products))
    category = np.where(week < change[product], first[product], last[product])
    log_price = np.log(20) + 0.3 * level[product] + rng.normal(0, 0.1, len(product))
    linear = np.log(mean_units) + level[product] + season[week] - 1.5 * (log_price - np.log(20))
    linear = linear + np.log(1.09) * (category == 1) + np.log(1.04) * (category == 2)
    units = rng.poisson(np.exp(linear) * np.exp(rng.normal(-0.08, 0.4, len(product))))
    return cells(units=units, category=category, price=np.exp(log_price), product=product, week=week)


def cells(**columns) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    frame["product"] = frame["product"].map("p{:04d}".format)
    frame["week"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["week"] * 7, unit="D")
    return frame.assign(revenue=frame["units"] * frame["price"], rows=1)
