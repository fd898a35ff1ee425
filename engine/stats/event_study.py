"""Sales around the change of a photo, and whether they were unusual before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.stats

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.changes import first_changes, periods, periods_to_next_change
from engine.stats.interval import Interval
from engine.stats.model import Estimate, fit_cells
from engine.stats.ppml import Floats
from engine.stats.regressors import further_columns, usual_regressors

LEADS = 4
LAGS = 8
UNUSUAL = 0.10
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class EventPoint:
    """One period before or after the change; log points and percent against the period before it."""

    period: int
    """-4..8; 0 is the first period with the new type, -1 the reference (beta 0, se 0)."""
    beta: float
    se: float
    df: float
    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Periods around the change between product only and one type; changes back are turned round."""

    category: Category
    points: tuple[EventPoint, ...]
    products: int
    turned: int
    """Of these, products that changed to product only."""
    missing: str = ""
    """Why there are no points; empty where there are."""


@dataclass(frozen=True, slots=True)
class LeadTest:
    """Whether sales in the 4 periods before a change of photo differ from earlier ones."""

    statistic: float | None
    """F."""
    df: tuple[float, float] | None
    p: float | None
    mean_percent: float | None
    """Mean of the periods before a change against all others, percent."""
    missing: str = ""
    """Why it cannot be tested; empty where it was."""

    @property
    def unusual(self) -> bool:
        """Whether the photos were changed in unusual periods (p < 0.10)."""
        return self.p is not None and self.p < UNUSUAL


def lead_test(result: Estimate) -> LeadTest:
    """Joint test of the periods -4..-1 before any change of type against all others of the same type.

    The main model with a column per lead. The F test takes the smallest degrees of freedom d of the leads for
    those of their covariance: F = (d - q + 1) / (d q) b' V^-1 b on q and d - q + 1 (Hotelling's T2, as in
    Pustejovsky & Tipton 2018); where d < q, the mean of the leads is tested alone.
    """
    ahead = periods_to_next_change(result.cells)
    leads = {f"lead -{lead}": (ahead == lead).astype(np.float64) for lead in range(1, LEADS + 1)}
    try:
        made = _refit(result, leads)
        names = [name for name in leads if made.told(name)]
        if names and min(made.interval(name).df for name in names) >= _ENOUGH * len(names):
            return _joint(made, names)
        pooled = _refit(result, {"leads": np.sum(list(leads.values()), axis=0)})
    except EffectRefused as refusal:
        return LeadTest(None, None, None, None, str(refusal))
    if not pooled.told("leads"):
        return LeadTest(None, None, None, None, pooled.missing("leads"))
    found = pooled.interval("leads")
    return LeadTest((found.beta / found.se) ** 2, (1.0, found.df), found.p, found.percent)


def _refit(result: Estimate, extra: dict[str, Floats]) -> Estimate:
    held = result.outcome != "price"
    return fit_cells(
        result.cells,
        outcome=result.outcome,
        estimator=result.estimator,
        regressors=usual_regressors(price_held=held),
        extra=further_columns(result.cells, price_held=held) | extra,
    )


def _joint(made: Estimate, names: list[str]) -> LeadTest:
    found = [made.interval(name) for name in names]
    beta, count = np.array([one.beta for one in found]), len(names)
    quadratic = float(beta @ np.linalg.solve(made.covariance(names), beta))
    d = min(one.df for one in found)
    spare = d - count + 1
    statistic = spare / (d * count) * quadratic
    p = float(scipy.stats.f.sf(statistic, count, spare))
    mean = Interval(float(beta.mean()), 0.0, d)
    return LeadTest(statistic, (float(count), spare), p, mean.percent)


def event_study(result: Estimate, category: Category) -> EventStudy:
    """Leads -4..-1 and lags 0..8 around the first change between product only and `category`.

    Product and period effects, price held; earlier and later periods have one column each, at both ends.
    Changes to product only count with the opposite sign. What a product shows after its second change is left
    out. All other products, those with other changes included, make the comparison.
    """
    first = first_changes(result.cells)
    wanted = {
        (int(Category.PRODUCT_ONLY), int(category)): 1.0,
        (int(category), int(Category.PRODUCT_ONLY)): -1.0,
    }
    sign = pd.Series(
        [wanted.get(pair, 0.0) for pair in zip(first["before"], first["after"], strict=True)],
        index=first.index,
        dtype=float,
    )
    first = first.assign(sign=sign)[sign != 0]
    turned = int((first["sign"] < 0).sum())
    if len(first) < 2:
        return EventStudy(category, (), len(first), turned, "fewer than 2 products changed that way")
    try:
        made = _event_fit(result, category, first)
    except EffectRefused as refusal:
        return EventStudy(category, (), len(first), turned, str(refusal))
    points = tuple(_point(made, period) for period in range(-LEADS, LAGS + 1) if _has(made, period))
    return EventStudy(category, points, len(first), turned)


def _event_fit(result: Estimate, category: Category, first: pd.DataFrame) -> Estimate:
    """The main model in which the event periods take the place of `category` for the changed products."""
    product = result.cells["product"]
    now = periods(result.cells)
    kept = ~(now >= product.map(first["until"]).fillna(np.inf).to_numpy(float))
    cells = result.cells[kept].reset_index(drop=True)
    now, product = now[kept], cells["product"]
    sign = product.map(first["sign"]).fillna(0.0).to_numpy(float)
    distance = now - product.map(first["period"]).fillna(0).to_numpy(float)
    columns = {
        _name(period): sign * _in_period(distance, period)
        for period in range(-LEADS - 1, LAGS + 2)
        if period != -1
    }
    others = (sign == 0).astype(np.float64)
    shown = {
        one.label: ((cells["category"] == one) & ((one != category) | (others > 0))).to_numpy(np.float64)
        for one in (Category.ON_MODEL, Category.WORN)
    }
    held = result.outcome != "price"
    types = {f"{name} (other changes)": column for name, column in shown.items() if np.ptp(column) > 0}
    return fit_cells(
        cells,
        outcome=result.outcome,
        estimator=result.estimator,
        regressors=usual_regressors(price_held=held)[2:],
        extra=columns | types | further_columns(cells, price_held=held),
    )


def _in_period(distance: Floats, period: int) -> Floats:
    """1 in the period, 0 outside; the periods at both ends stand for all beyond them too."""
    if period < -LEADS:
        inside = distance <= period
    elif period > LAGS:
        inside = distance >= period
    else:
        inside = distance == period
    return np.asarray(inside, dtype=np.float64)


def _name(period: int) -> str:
    return f"period {period:+d}"


def _has(made: Estimate, period: int) -> bool:
    return period == -1 or made.told(_name(period))


def _point(made: Estimate, period: int) -> EventPoint:
    if period == -1:
        return EventPoint(period, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    found = made.interval(_name(period))
    return EventPoint(period, found.beta, found.se, found.df, found.percent, found.low, found.high)
