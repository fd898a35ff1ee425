"""What the sheets and the photo table offer beside the sales, added up to the cells of a panel."""

from __future__ import annotations

import numpy as np
import pandas as pd


def with_extras(cells: pd.DataFrame, rows: pd.DataFrame, *, confidence: pd.Series | None) -> pd.DataFrame:
    """The cells with what is known of them: `confidence`, the lowest of the rows, NaN where unknown;
    `sessions`, their sum; `discount`, the share of the list value that was let off, 0..1."""
    told = rows.groupby("cell")
    extras = {}
    if confidence is not None:
        extras["confidence"] = confidence.groupby(rows["cell"]).min()
    if "sessions" in rows:
        extras["sessions"] = told["sessions"].sum(min_count=1)
    if "discount" in rows:
        off, paid = told["discount"].sum().abs(), told["revenue"].sum().clip(lower=0)
        extras["discount"] = (off / (off + paid).replace(0, np.nan)).fillna(0.0)
    numbers = cells["cell"]
    return cells.assign(**{name: numbers.map(values).astype(float) for name, values in extras.items()})
