"""When products changed their type of photo, and how far each product-week is from a change."""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine.stats.ppml import Ints


def periods(cells: pd.DataFrame) -> Ints:
    """(n,) number of each cell's period, 0 for the first one in the data."""
    return np.asarray(pd.factorize(cells["week"], sort=True)[0], dtype=np.int64)


def photo_changes(cells: pd.DataFrame) -> pd.DataFrame:
    """One row per change of type, sorted by product and period: product, period (of the first cell with the
    new type), before, after."""
    ordered = cells[["product", "category"]].assign(period=periods(cells))
    ordered = ordered.sort_values(["product", "period"], kind="stable")
    before = ordered.groupby("product")["category"].shift()
    turned = before.notna() & (before != ordered["category"])
    found = ordered[turned].rename(columns={"category": "after"}).assign(before=before[turned].astype(int))
    return found[["product", "period", "before", "after"]].reset_index(drop=True)


def first_changes(cells: pd.DataFrame) -> pd.DataFrame:
    """The first change of each product, by product: period, before, after, and `until`, the period of the
    second change (one past the last period where there is none)."""
    found = photo_changes(cells)
    found["until"] = found.groupby("product")["period"].shift(-1)
    first = found.drop_duplicates("product").set_index("product")
    return first.assign(until=first["until"].fillna(periods(cells).max() + 1).astype(int))


def periods_to_next_change(cells: pd.DataFrame) -> Ints:
    """(n,) periods from each cell to the next change of its product's photo; 0 where none follows."""
    found = photo_changes(cells)
    here = cells[["product"]].assign(period=periods(cells), place=np.arange(len(cells)))
    here = here.astype({"product": object}).sort_values("period", kind="stable")
    coming = found[["product", "period"]].rename(columns={"period": "change"}).astype({"product": object})
    coming = coming.sort_values("change", kind="stable")
    matched = pd.merge_asof(
        here, coming, left_on="period", right_on="change", by="product",
        direction="forward", allow_exact_matches=False,
    )  # fmt: skip
    ahead = (matched["change"] - matched["period"]).fillna(0).to_numpy(np.int64)
    distance = np.zeros(len(cells), dtype=np.int64)
    distance[matched["place"].to_numpy()] = ahead
    return distance
