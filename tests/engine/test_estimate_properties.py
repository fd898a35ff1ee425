"""T20: what must hold for any shop, to 1e-9, and simulated coverage. The shops are drawn by hypothesis."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from benchmarks.coverage import NOTHING, TRUTH, intervals, shop
from engine.errors import EffectRefused
from engine.stats.cluster import clustered
from engine.stats.design import REGRESSORS, build_design
from engine.stats.model import drop_silent, estimate
from engine.stats.ppml import Fit, fit_ols, fit_ppml

few = settings(max_examples=8, deadline=None, database=None, derandomize=True)


@some.composite
def shops(draw) -> pd.DataFrame:
    """Product-weeks with all three categories, some rows missing, every product and week with some sales."""
    seed, products = draw(some.integers(0, 10_000)), draw(some.integers(8, 14))
    cells = shop(seed=seed, lift=TRUTH, products=products, weeks=draw(some.integers(16, 26)))
    kept = np.random.default_rng(seed).random(len(cells)) < draw(some.sampled_from([0.7, 1.0]))
    cells = cells[kept].reset_index(drop=True)
    assume(all(cells.groupby(by)["units"].sum().min() > 0 for by in ("product", "week")))
    assume(len(build_design(cells, regressors=REGRESSORS).names) == 3)
    return cells


def fit(cells: pd.DataFrame, *, outcome: str = "units") -> Fit:
    design = build_design(cells, regressors=REGRESSORS)
    return fit_ppml(
        outcome=cells[outcome].to_numpy(float),
        columns=design.regressors,
        groups=design.groups,
        periods=design.periods,
    )


def log_fit(cells: pd.DataFrame, values: pd.Series) -> Fit:
    design = build_design(cells, regressors=REGRESSORS)
    return fit_ols(
        outcome=np.log(values.to_numpy(float)),
        columns=design.regressors,
        groups=design.groups,
        periods=design.periods,
    )


def same(first: Fit, second: Fit) -> None:
    """Coefficients to 1e-9, and errors with them."""
    np.testing.assert_allclose(first.beta, second.beta, atol=1e-9)
    np.testing.assert_allclose(clustered(first).se, clustered(second).se, rtol=1e-7)


@few
@given(shops(), some.integers(0, 1000))
def test_t20_order_and_names_of_rows_do_not_matter(cells, seed):
    names = cells["product"].unique()
    renamed = dict(zip(names, np.random.default_rng(seed).permutation(names), strict=True))
    shuffled = cells.assign(product=cells["product"].map(renamed)).sample(frac=1, random_state=seed)
    same(fit(cells), fit(shuffled))


@few
@given(shops())
def test_t20_another_reference_category_gives_differences(cells):
    first = fit(cells).beta
    turned = fit(cells.assign(category=cells["category"].map({1: 1, 2: 3, 3: 2}))).beta
    np.testing.assert_allclose(turned, [first[0] - first[1], -first[1], first[2]], atol=1e-9)


@few
@given(shops())
def test_t20_the_unit_of_the_outcome_and_of_the_price_do_not_matter(cells):
    same(fit(cells), fit(cells.assign(units=cells["units"] * 1000)))
    same(fit(cells), fit(cells.assign(price=cells["price"] * 1000)))


@few
@given(shops())
def test_t20_revenue_says_what_units_say_and_the_price_itself(cells):
    cells = cells[cells["units"] > 0]
    assume(len(build_design(cells, regressors=REGRESSORS).names) == 3)
    units, revenue = log_fit(cells, cells["units"]), log_fit(cells, cells["units"] * cells["price"])
    np.testing.assert_allclose(revenue.beta - units.beta, [0, 0, 1], atol=1e-9)


@few
@given(shops())
def test_t20_absorbed_effects_are_effects_with_a_column_each(cells):
    design = build_design(cells, regressors=REGRESSORS)
    outcome = np.log1p(cells["units"].to_numpy(float))
    products = (design.groups[:, None] == np.arange(design.groups.max() + 1)).astype(float)
    full = np.linalg.lstsq(np.hstack([design.columns, products]), outcome, rcond=None)[0]
    ours = fit_ols(outcome=outcome, columns=design.regressors, groups=design.groups, periods=design.periods)
    np.testing.assert_allclose(ours.beta, full[:3], atol=1e-9)


@few
@given(shops())
def test_t20_fitted_sums_are_those_of_the_data(cells):
    fitted = cells.assign(mean=fit(cells).mean)
    for by in ("product", "week", "category"):
        sums = fitted.groupby(by)[["units", "mean"]].sum()
        np.testing.assert_allclose(sums["mean"], sums["units"], rtol=1e-9)


@few
@given(shops())
def test_t20_rows_twice_give_the_same_coefficients(cells):
    twice = pd.concat([cells, cells], ignore_index=True)
    np.testing.assert_allclose(fit(twice).beta, fit(cells).beta, atol=1e-9)


@few
@given(shops())
def test_t20_silent_products_change_nothing(cells):
    own = cells[cells["product"] == cells["product"].iloc[0]]
    silent, single = own.assign(product="silent", units=0), own.iloc[:1].assign(product="single", units=7)
    more, reasons = drop_silent(pd.concat([single, cells, silent], ignore_index=True), outcome="units")
    assert [int(mask.sum()) for _, mask in reasons] == [1, len(silent)]
    same(fit(cells), fit(more))
    # Even where nobody took it out, a product with one week tells nothing.
    np.testing.assert_allclose(fit(pd.concat([single, cells])).beta, fit(cells).beta, atol=1e-9)


@few
@given(shops())
def test_t20_no_switcher_is_an_error_and_no_number(cells):
    still = cells.assign(category=cells.groupby("product")["category"].transform("first"))
    with pytest.raises(EffectRefused, match="cannot be told"):
        estimate(still, outcome="units")


@pytest.mark.parametrize("lift", [TRUTH, NOTHING], ids=["+9 and +4", "nothing"])
def test_t20_simulated_coverage(lift):
    """A chance of 1 in 10,000 to fail where the intervals are right; benchmarks/coverage.py draws more."""
    found = intervals(40, lift=lift, products=20, weeks=26)
    # The two intervals of a shop share its product-only weeks: count shops, not intervals.
    low, high = scipy.stats.binom.ppf([1e-4, 1 - 1e-4], 40, 0.95) / 40
    assert len(found) > 60
    assert low <= found[:, 0].mean() <= high
    if lift is NOTHING:
        assert found[:, 1].mean() <= 1 - low
