"""PPML and least squares with absorbed effects, against statsmodels and against what must hold for any
data."""

import numpy as np
import pandas as pd
import pytest
from sales_panel import panel

from engine.errors import EffectRefused
from engine.stats.design import build_design, keep_estimable
from engine.stats.fixed_effects import absorb, fixed_effects
from engine.stats.model import estimate
from engine.stats.ppml import fit_ols, fit_ppml
from engine.stats.separation import separated

REGRESSORS = ("on model", "worn", "ln price")


def ppml(frame: pd.DataFrame, *, outcome: str = "units"):
    design = build_design(frame, regressors=REGRESSORS)
    values = frame[outcome].to_numpy(float)
    return fit_ppml(outcome=values, columns=design.regressors, groups=design.groups, periods=design.periods)


def separated_rows(frame: pd.DataFrame, design):
    return separated(
        outcome=frame["units"].to_numpy(float),
        columns=design.regressors,
        groups=design.groups,
        periods=design.periods,
    )


def test_ppml_gives_the_published_number_of_t20():
    assert ppml(panel(200, 52)).beta[0] == pytest.approx(0.10157833, abs=5e-9)


def test_ppml_equals_statsmodels_with_all_dummies():
    import statsmodels.api as sm

    frame = panel(20, 26, seed=3)
    design = build_design(frame, regressors=REGRESSORS)
    dummies = (design.groups[:, None] == np.arange(20)).astype(float)
    oracle = sm.GLM(
        frame["units"].to_numpy(float), np.hstack([design.columns, dummies]), family=sm.families.Poisson()
    ).fit(tol=1e-12)
    fit = ppml(frame)
    np.testing.assert_allclose(fit.beta, oracle.params[: len(fit.beta)], atol=1e-9)
    np.testing.assert_allclose(fit.mean, oracle.fittedvalues, rtol=1e-9)


def test_ols_equals_dummies():
    frame = panel(12, 20, seed=4)
    design = build_design(frame, regressors=REGRESSORS)
    dummies = (design.groups[:, None] == np.arange(12)).astype(float)
    outcome = np.log1p(frame["units"].to_numpy(float))
    full = np.linalg.lstsq(np.hstack([design.columns, dummies]), outcome, rcond=None)[0]
    fit = fit_ols(outcome=outcome, columns=design.regressors, groups=design.groups, periods=design.periods)
    np.testing.assert_allclose(fit.beta, full[: len(fit.beta)], atol=1e-10)


def test_absorb_leaves_weighted_means_of_zero():
    rng = np.random.default_rng(0)
    groups, weights = np.array([0, 0, 1, 1, 1]), rng.random(5) + 0.1
    rest = absorb(rng.random((5, 2)), groups, weights)
    for group in (0, 1):
        mine = groups == group
        np.testing.assert_allclose(weights[mine] @ rest[mine], 0, atol=1e-12)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return panel(40, 26, seed=7)


@pytest.fixture(scope="module")
def beta(frame) -> np.ndarray:
    return ppml(frame).beta[:3]


def test_order_of_rows_does_not_matter(frame, beta):
    shuffled = frame.sample(frac=1, random_state=1, ignore_index=True)
    np.testing.assert_allclose(ppml(shuffled).beta[:3], beta, atol=1e-9)


def test_names_of_products_do_not_matter(frame, beta):
    names = frame["product"].unique()
    renamed = dict(zip(names, np.random.default_rng(2).permutation(names), strict=True))
    relabelled = frame.assign(product=frame["product"].map(renamed))
    np.testing.assert_allclose(ppml(relabelled).beta[:3], beta, atol=1e-9)


def test_another_reference_gives_the_difference(frame, beta):
    turned = frame.assign(category=frame["category"].map({1: 1, 2: 3, 3: 2}))
    assert ppml(turned).beta[0] == pytest.approx(beta[0] - beta[1], abs=1e-9)


def test_the_unit_of_sales_does_not_matter(frame, beta):
    np.testing.assert_allclose(ppml(frame.assign(units=frame["units"] * 1000)).beta[:3], beta, atol=1e-9)


def test_twice_the_same_rows_give_the_same(frame, beta):
    np.testing.assert_allclose(ppml(pd.concat([frame, frame], ignore_index=True)).beta[:3], beta, atol=1e-9)


def test_fitted_sums_are_the_products_own(frame):
    sums = frame.assign(mean=ppml(frame).mean).groupby("product")[["units", "mean"]].sum()
    np.testing.assert_allclose(sums["mean"], sums["units"], rtol=1e-9)


def test_low_counts_settle_too():
    thin = panel(30, 26, seed=5, mean_units=0.4)
    thin = thin[thin.groupby("product")["units"].transform("sum") > 0].reset_index(drop=True)
    fit = ppml(thin)
    assert np.all(np.isfinite(fit.beta))
    design = build_design(thin, regressors=REGRESSORS)
    score = design.columns.T @ (thin["units"] - fit.mean)
    np.testing.assert_allclose(score, 0, atol=1e-6)


def test_separated_rows_are_found():
    frame = panel(20, 20, seed=1)
    dead = (frame["category"] == 2).to_numpy()
    frame.loc[dead, "units"] = 0
    design = build_design(frame, regressors=REGRESSORS)
    out = separated_rows(frame, design)
    # A product that was always worn sold nothing at all, and its own effect takes the blame: still separated.
    np.testing.assert_array_equal(out, dead)


def test_nothing_is_separated_in_ordinary_zeros():
    frame = panel(20, 20, seed=1, mean_units=1.0)
    frame = frame[frame.groupby("product")["units"].transform("sum") > 0].reset_index(drop=True)
    design = build_design(frame, regressors=REGRESSORS)
    out = separated_rows(frame, design)
    assert (frame["units"] == 0).sum() > 50
    assert not out.any()


def test_collinear_columns_are_dropped_with_a_reason():
    frame = panel(10, 12, seed=2)
    groups = build_design(frame, regressors=REGRESSORS).groups
    week = frame["week"].factorize()[0]
    rng = np.random.default_rng(0)
    good = rng.random(len(frame))
    kept, dropped, _ = keep_estimable(
        {"good": good, "fixed": groups.astype(float), "season": week**2.0, "twin": 3 * good + week},
        effects=fixed_effects(groups, week),
    )
    assert kept == ("good",)
    assert dropped == {
        "fixed": "it never changes within a product",
        "season": "it changes in the same weeks for all products alike",
        "twin": "it always changes together with good",
    }


def test_no_switchers_give_a_refusal_not_a_number():
    frame = panel(20, 20, seed=1)
    frame["category"] = frame.groupby("product")["category"].transform("first")
    with pytest.raises(EffectRefused, match="cannot be told"):
        estimate(frame, outcome="units")


def test_a_wild_outlier_is_settled_too():
    """One week of a million units among threes: Newton's first steps would overshoot by far."""
    frame = panel(12, 20, seed=6, mean_units=3.0)
    frame.loc[7, "units"] = 1_000_000
    fit, design = ppml(frame), build_design(frame, regressors=REGRESSORS)
    np.testing.assert_allclose(design.columns.T @ (frame["units"] - fit.mean), 0, atol=1e-4)
    sums = frame.assign(mean=fit.mean).groupby("product")[["units", "mean"]].sum()
    np.testing.assert_allclose(sums["mean"], sums["units"], rtol=1e-9)


def test_nothing_to_estimate_leaves_the_effects():
    frame = panel(6, 8, seed=2)
    design = build_design(frame, regressors=())
    fit = fit_ppml(
        outcome=frame["units"].to_numpy(float),
        columns=design.regressors,
        groups=design.groups,
        periods=design.periods,
    )
    # Without regressors every cell of a full panel is product sum times week sum over the total.
    product, week = (frame.groupby(by)["units"].transform("sum") for by in ("product", "week"))
    np.testing.assert_allclose(fit.mean, product * week / frame["units"].sum(), rtol=1e-9)
