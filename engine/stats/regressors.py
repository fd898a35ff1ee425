"""The named columns of a model, and designs that hold more of them than the usual three."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from engine.stats.design import REGRESSORS, Design, build_design, keep_estimable
from engine.stats.ppml import Floats

PRICE = "ln price"
DISCOUNT = "discount"
MARKETPLACE = "marketplace "


def design_with(cells: pd.DataFrame, *, regressors: tuple[str, ...], extra: Mapping[str, Floats]) -> Design:
    """The design of the wanted ones of REGRESSORS and of further named columns (n,), in this order.

    A column whose coefficient the data cannot tell is dropped with its reason, as in `build_design`.
    """
    if not extra:
        return build_design(cells, regressors=regressors)
    season = build_design(cells, regressors=())
    usual = {
        "on model": (cells["category"] == 1).to_numpy(np.float64),
        "worn": (cells["category"] == 2).to_numpy(np.float64),
        PRICE: np.log(cells["price"].to_numpy(np.float64)),
    }
    wanted = {name: usual[name] for name in regressors} | dict(extra)
    kept, dropped, inflation = keep_estimable(wanted, effects=season.effects)
    columns = np.stack([wanted[name] for name in kept], axis=1) if kept else np.empty((len(cells), 0))
    return replace(season, names=kept, regressors=columns, dropped=dropped, inflation=inflation)


def further_columns(cells: pd.DataFrame, *, price_held: bool) -> dict[str, Floats]:
    """What the sheet offers beside the price: the marketplaces but the most frequent one and, where the price
    is held, the discount."""
    columns: dict[str, Floats] = {}
    if price_held and DISCOUNT in cells:
        columns[DISCOUNT] = cells[DISCOUNT].fillna(0.0).to_numpy(np.float64)
    if "marketplace" in cells:
        places = cells["marketplace"].value_counts().index[1:]
        columns |= {
            f"{MARKETPLACE}{place}": (cells["marketplace"] == place).to_numpy(np.float64) for place in places
        }
    return {name: column for name, column in columns.items() if np.ptp(column) > 0}


def usual_regressors(*, price_held: bool) -> tuple[str, ...]:
    """The photo types, and the price where it is held."""
    return REGRESSORS if price_held else REGRESSORS[:2]
