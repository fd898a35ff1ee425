"""From product-weeks to estimated effects: which cells count, when to refuse, which model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from engine.errors import EffectRefused
from engine.records import Category, Period
from engine.stats.cluster import Errors, clustered
from engine.stats.design import REGRESSORS, SAME_WEEKS, TYPES, Design, build_design
from engine.stats.interval import Interval
from engine.stats.ppml import Bools, Fit, Floats, fit_ols, fit_ppml
from engine.stats.regressors import design_with, further_columns, usual_regressors
from engine.stats.separation import separated

Outcome = Literal["units", "revenue", "price", "conversion", "sessions"]
Estimator = Literal["poisson", "least squares"]

MIN_WEEKS_PER_CATEGORY = 4
MIN_PERIODS = 2 * MIN_WEEKS_PER_CATEGORY
MIN_RESIDUAL_DF = 20
# Two products alone have 1 degree of freedom, give or take a rounding error: one pair, not an interval.
_MIN_ERROR_DF = 1 + 1e-6


def counted(outcome: Outcome) -> str:
    """The column of the cells that is fitted: conversion is units, with the log of the sessions as offset."""
    return "units" if outcome == "conversion" else outcome


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """`cells`: the product-weeks used; `fit.mean` and the rows of `design` are in their order."""

    outcome: Outcome
    cells: pd.DataFrame
    design: Design
    fit: Fit
    errors: Errors
    estimator: Estimator = "poisson"
    """Least squares are of the logarithm of the outcome, and so is `fit.mean` then."""
    period: Period = "week"

    def told(self, name: str) -> bool:
        """Whether the coefficient called `name` was estimated and enough products stand behind its error."""
        if name not in self.design.names:
            return False
        place = self.design.names.index(name)
        return bool(self.errors.se[place] > 0 and self.errors.df[place] >= _MIN_ERROR_DF)

    def interval(self, name: str) -> Interval:
        """The coefficient called `name`, which must be told."""
        place = self.design.names.index(name)
        return Interval(
            float(self.fit.beta[place]), float(self.errors.se[place]), float(self.errors.df[place])
        )

    def covariance(self, names: list[str]) -> Floats:
        """(q, q) covariance of the coefficients called `names`."""
        places = [self.design.names.index(name) for name in names]
        return np.asarray(self.errors.cov[np.ix_(places, places)])

    def missing(self, name: str) -> str:
        """Why the coefficient called `name` has no number; empty where it is told."""
        if self.told(name):
            return ""
        return self.design.dropped.get(name, "too few products changed to give an interval")


def switchers(cells: pd.DataFrame, *, weeks: int = MIN_WEEKS_PER_CATEGORY) -> list[str]:
    """Products with at least `weeks` weeks in each of two or more categories: only they identify the
    effect."""
    lengths = cells.groupby(["product", "category"])["week"].nunique()
    types = (lengths >= weeks).groupby("product").sum()
    return [str(product) for product in types.index[types > 1]]


def drop_silent(cells: pd.DataFrame, *, outcome: Outcome) -> tuple[pd.DataFrame, list[tuple[str, Bools]]]:
    """Leave out cells that carry no information, as (reason, mask over `cells`): single weeks, products
    without sales.

    For a price nothing is silent but a product with one week. Leaving out a product can leave a week with
    zeros only, so the separation check of the caller comes after this one.
    """
    weeks = cells.groupby("product")["week"].transform("size")
    single = (weeks == 1).to_numpy()
    masks = [("the product has a single week", single)]
    if outcome != "price":
        sold = cells.groupby("product")[counted(outcome)].transform("sum")
        masks.append(("the product sold nothing", (sold == 0).to_numpy() & ~single))
    silent = np.logical_or.reduce([mask for _, mask in masks])
    return cells[~silent].reset_index(drop=True), masks


def drop_separated(cells: pd.DataFrame, *, outcome: Outcome) -> tuple[pd.DataFrame, Bools]:
    """Leave out the cells that a Poisson model would predict to be exactly 0, with their mask over
    `cells`."""
    if outcome == "price" or not (cells[counted(outcome)] == 0).any():
        return cells, np.zeros(len(cells), dtype=bool)
    design = build_design(cells, regressors=REGRESSORS)
    values = cells[counted(outcome)].to_numpy(np.float64)
    out = separated(outcome=values, columns=design.regressors, groups=design.groups, periods=design.periods)
    return cells[~out].reset_index(drop=True), out


def refuse_hopeless(cells: pd.DataFrame, *, period: Period = "week") -> None:
    """Raise EffectRefused where no honest number exists, with the reason and what data would help."""
    if cells.empty:
        raise EffectRefused("No row of the sales could be used: see the reasons with the rows set aside.")
    if cells["product"].nunique() == 1:
        raise EffectRefused(
            "All sales are of one product, so the effect of its photo cannot be told from the season. "
            f"Sales of other products in the same {period}s would help."
        )
    if cells["category"].nunique() < 2:
        raise EffectRefused(
            "All sales were made with one type of photo, so there is nothing to compare it with. "
            "Sales of the same products with another type of photo would help."
        )
    _refuse_without_switchers(cells, period)


def _refuse_without_switchers(cells: pd.DataFrame, period: Period) -> None:
    if int((cells.groupby("product")["category"].nunique() > 1).sum()) == 0:
        raise EffectRefused(
            "Every product was sold with one type of photo only, so the effect of the photo cannot be "
            "told from "
            "the product. Sales of some products before and after their photo changed its type would help."
        )
    if not switchers(cells):
        raise EffectRefused(
            f"No product was sold for {MIN_WEEKS_PER_CATEGORY} {period}s or more with each of two types of "
            "photo, so the effect of the photo cannot be told from the product. Longer sales around the "
            "change would help."
        )


def estimate(cells: pd.DataFrame, *, outcome: Outcome, period: Period = "week") -> Estimate:
    """Fit PPML for units and revenue, least squares of ln price for the price, with product and week effects.

    Discounts and marketplaces enter where the cells have them. Raises EffectRefused where no effect of a
    photo type can be estimated.
    """
    held = outcome != "price"
    if not held:
        _refuse_constant_prices(cells)
    made = fit_cells(
        cells,
        outcome=outcome,
        estimator="poisson" if held else "least squares",
        regressors=usual_regressors(price_held=held),
        extra=further_columns(cells, price_held=held),
        period=period,
    )
    if not any(made.told(name) for name in TYPES):
        raise EffectRefused(
            "The comparison with product-only photos hangs on too few products to tell an effect from what "
            "else happened to them. Sales of more products before and after a change from or to product-only "
            "photos would help."
        )
    return made


def fit_cells(
    cells: pd.DataFrame,
    *,
    outcome: Outcome,
    estimator: Estimator,
    regressors: tuple[str, ...] = REGRESSORS,
    extra: Mapping[str, Floats] | None = None,
    period: Period = "week",
) -> Estimate:
    """One model on these cells: the wanted ones of REGRESSORS and `extra` named columns (n,).

    Least squares are of the logarithm, so every outcome must then be above 0. Raises EffectRefused where the
    cells are too few or no regressor is left.
    """
    design = design_with(cells, regressors=regressors, extra=extra or {})
    if not design.names or (set(regressors) & TYPES and not set(design.names) & TYPES):
        raise EffectRefused(_not_apart(cells, design, period))
    _refuse_few_cells(cells, design)
    fit = _fitted(cells, design, outcome=outcome, estimator=estimator)
    return Estimate(outcome, cells, design, fit, clustered(fit), estimator, period)


def coefficients(cells: pd.DataFrame, *, outcome: Outcome) -> dict[str, float]:
    """The coefficients of `estimate` without their errors, for refits by the hundred."""
    held = outcome != "price"
    extra = further_columns(cells, price_held=held)
    design = design_with(cells, regressors=usual_regressors(price_held=held), extra=extra)
    _refuse_few_cells(cells, design)
    fit = _fitted(cells, design, outcome=outcome, estimator="poisson" if held else "least squares")
    return {name: float(beta) for name, beta in zip(design.names, fit.beta, strict=False)}


def _refuse_few_cells(cells: pd.DataFrame, design: Design) -> None:
    products = int(design.groups.max()) + 1
    spare = len(cells) - products - len(design.names) - len(design.effects.free)
    if spare < MIN_RESIDUAL_DF:
        raise EffectRefused(
            f"There are too few numbers ({len(cells):,}) for this many products ({products:,}) and periods "
            f"({cells['week'].nunique():,}). Sales of more products or over a longer time would help."
        )


def _not_apart(cells: pd.DataFrame, design: Design, period: Period) -> str:
    """Why no photo type can be told from what else changed, as sentences."""
    shown = {Category(code).label for code in cells["category"].unique()}
    reasons = {reason for name, reason in design.dropped.items() if name in TYPES & shown}
    if reasons == {SAME_WEEKS}:
        return (
            f"All products changed their photo in the same {period}s, so the effect of the photo cannot be "
            "told from the season. Sales of products that kept their photo would help."
        )
    why = "; ".join(f"{name}: {design.dropped[name]}" for name in sorted(TYPES & shown & set(design.dropped)))
    return f"The effect of the photo cannot be told from other things ({why})."


def _refuse_constant_prices(cells: pd.DataFrame) -> None:
    spread = cells.groupby("product")["price"].agg(lambda prices: prices.max() / prices.min() - 1)
    if float(spread.max()) < 1e-6:
        raise EffectRefused(
            "No product ever changed its price, so what goes with the price cannot be told from the product. "
            "Sales over a time in which prices changed would help."
        )


def _fitted(cells: pd.DataFrame, design: Design, *, outcome: Outcome, estimator: Estimator) -> Fit:
    columns, groups, periods = design.regressors, design.groups, design.periods
    values = cells[counted(outcome)].to_numpy(np.float64)
    offset = np.log(cells["sessions"].to_numpy(np.float64)) if outcome == "conversion" else 0.0
    if estimator == "least squares":
        return fit_ols(outcome=np.log(values) - offset, columns=columns, groups=groups, periods=periods)
    return fit_ppml(outcome=values, columns=columns, groups=groups, periods=periods, offset=offset)
