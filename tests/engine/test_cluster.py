"""Clustered errors, against statsmodels, against full dummies and against what defines CR2."""

import numpy as np
import pytest

from engine.stats.cluster import clustered, cr1, cr2, cr3
from engine.stats.ppml import Fit, fit_ols, fit_ppml


def data(products: int = 12, weeks: int = 9, *, seed: int = 0):
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(products), weeks)
    columns = rng.normal(size=(len(groups), 2))
    columns[:, 0] = (columns[:, 0] > 0) * (groups < 4)
    noise = rng.normal(size=products)[groups] * columns[:, 1] + rng.normal(size=len(groups))
    return groups, columns, 1 + columns @ [0.3, -0.5] + noise


def test_cr1_is_statsmodels_up_to_the_documented_factor():
    import statsmodels.api as sm

    groups, columns, outcome = data()
    dummies = (groups[:, None] == np.arange(12)).astype(float)
    oracle = sm.OLS(outcome, np.hstack([columns, dummies])).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    n, k, g = len(groups), 2, 12
    theirs = g / (g - 1) * (n - 1) / (n - k - g)
    ours = g / (g - 1) * (n - 1) / (n - k - 1)
    errors = cr1(fit_ols(outcome=outcome, columns=columns, groups=groups))
    np.testing.assert_allclose(errors.se, oracle.bse[:2] * np.sqrt(ours / theirs), rtol=1e-9)
    # Four products carry the first coefficient, twelve the second.
    assert 2 < errors.df[0] < 3.5
    assert 8 < errors.df[1] < 11


def full_dummy_cr2(groups, columns, outcome, weights):
    """CR2 and its degrees of freedom by their definitions, every effect a column, every matrix n by n."""
    clusters = int(groups.max()) + 1
    root = np.sqrt(weights)
    design = np.hstack([columns, (groups[:, None] == np.arange(clusters)).astype(float)]) * root[:, None]
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    residual = (np.eye(len(groups)) - hat) @ (outcome * root)
    k = columns.shape[1]
    meat = np.zeros_like(bread)
    pulls = np.zeros((k, len(groups), clusters))
    for cluster in range(clusters):
        mine = groups == cluster
        values, vectors = np.linalg.eigh(np.eye(mine.sum()) - hat[np.ix_(mine, mine)])
        kept = values > 1e-10
        stretch = vectors[:, kept] / np.sqrt(values[kept]) @ vectors[:, kept].T
        score = design[mine].T @ stretch @ residual[mine]
        meat += np.outer(score, score)
        annihilator = (np.eye(len(groups)) - hat)[:, mine]
        pulls[:, :, cluster] = (annihilator @ stretch @ design[mine] @ bread[:, :k]).T
    df = [np.trace(p.T @ p) ** 2 / np.sum((p.T @ p) ** 2) for p in pulls]
    return np.sqrt(np.diag(bread @ meat @ bread))[:k], np.array(df)


@pytest.mark.parametrize("seed", [0, 1])
def test_cr2_on_demeaned_columns_is_cr2_with_full_dummies(seed):
    groups, columns, outcome = data(seed=seed)
    errors = cr2(fit_ols(outcome=outcome, columns=columns, groups=groups))
    se, df = full_dummy_cr2(groups, columns, outcome, np.ones(len(groups)))
    np.testing.assert_allclose(errors.se, se, rtol=1e-9)
    np.testing.assert_allclose(errors.df, df, rtol=1e-9)


def test_cr2_of_ppml_is_that_of_its_last_weighted_step():
    groups, columns, outcome = data(seed=2)
    counts = np.random.default_rng(3).poisson(np.exp(outcome / 2)).astype(float)
    fit = fit_ppml(outcome=counts, columns=columns, groups=groups)
    working = np.log(fit.mean) + (counts - fit.mean) / fit.mean
    se, df = full_dummy_cr2(groups, columns, working, fit.mean)
    errors = cr2(fit)
    np.testing.assert_allclose(errors.se, se, rtol=1e-9)
    np.testing.assert_allclose(errors.df, df, rtol=1e-9)


def thinned(*, seed: int):
    """A panel with gaps: groups, periods, a dummy per period but the first, columns, outcome."""
    groups, columns, outcome = data(seed=seed)
    kept = np.random.default_rng(seed).random(len(groups)) < 0.8
    periods = np.tile(np.arange(9), 12)[kept]
    weeks = (periods[:, None] == np.arange(1, 9)).astype(float)
    return groups[kept], periods, weeks, columns[kept], outcome[kept]


def test_cr2_with_absorbed_periods_is_cr2_with_all_dummies():
    groups, periods, weeks, columns, outcome = thinned(seed=5)
    counts = np.random.default_rng(3).poisson(np.exp(outcome / 2)).astype(float)
    for fit, working in (
        (fit_ols(outcome=outcome, columns=columns, groups=groups, periods=periods), outcome),
        (fit_ppml(outcome=counts, columns=columns, groups=groups, periods=periods), None),
    ):
        weights = np.ones(len(groups)) if working is not None else fit.mean
        target = working if working is not None else np.log(fit.mean) + (counts - fit.mean) / fit.mean
        se, df = full_dummy_cr2(groups, np.hstack([columns, weeks]), target, weights)
        errors = cr2(fit)
        np.testing.assert_allclose(errors.se, se[:2], rtol=1e-9)
        np.testing.assert_allclose(errors.df, df[:2], rtol=1e-9)


def test_cr1_with_absorbed_periods_is_statsmodels_up_to_the_documented_factor():
    import statsmodels.api as sm

    groups, periods, weeks, columns, outcome = thinned(seed=6)
    dummies = (groups[:, None] == np.arange(12)).astype(float)
    oracle = sm.OLS(outcome, np.hstack([columns, weeks, dummies])).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    errors = cr1(fit_ols(outcome=outcome, columns=columns, groups=groups, periods=periods))
    n, k = len(groups), 2 + 8
    np.testing.assert_allclose(errors.se, oracle.bse[:2] * np.sqrt((n - k - 12) / (n - k - 1)), rtol=1e-9)


def test_cr3_is_what_leaving_out_each_product_does():
    groups, periods, _, columns, outcome = thinned(seed=7)
    fit = fit_ols(outcome=outcome, columns=columns, groups=groups, periods=periods)
    moves = []
    for product in range(12):
        rest = groups != product
        less = np.unique(groups[rest], return_inverse=True)[1]
        without = fit_ols(outcome=outcome[rest], columns=columns[rest], groups=less, periods=periods[rest])
        moves.append(without.beta - fit.beta)
    np.testing.assert_allclose(cr3(fit).cov, np.transpose(moves) @ moves, rtol=1e-9)
    np.testing.assert_array_equal(cr3(fit).df, 11)


def test_cr2_with_a_cluster_per_row_is_hc2():
    import statsmodels.api as sm

    rng = np.random.default_rng(5)
    design = np.column_stack([np.ones(60), rng.normal(size=(60, 2))])
    outcome = design @ [1, 2, 3] + rng.normal(size=60) * (1 + design[:, 1] ** 2)
    oracle = sm.OLS(outcome, design).fit(cov_type="HC2")
    bread = np.linalg.inv(design.T @ design)
    fit = Fit(oracle.params, bread, design, oracle.resid, oracle.fittedvalues, np.arange(60))
    np.testing.assert_allclose(cr2(fit).se, oracle.bse, rtol=1e-9)


@pytest.mark.parametrize("estimator", [cr1, cr2])
@pytest.mark.parametrize(("changing", "told"), [(1, False), (2, True), (3, True)])
def test_a_coefficient_that_hangs_on_one_product_has_no_degrees_of_freedom(estimator, changing, told):
    """The fit follows the one product that changes, its residuals there are 0 and say nothing."""
    groups = np.repeat(np.arange(12), 9)
    late = np.tile(np.arange(9) >= 4, 12)
    weeks = (np.tile(np.arange(9), 12)[:, None] == np.arange(1, 9)).astype(float)
    columns = np.column_stack([late & (groups < changing), late & (groups >= 8), weeks]).astype(float)
    outcome = np.random.default_rng(4).normal(size=len(groups))
    errors = estimator(fit_ols(outcome=outcome, columns=columns, groups=groups))
    assert (errors.df[0] > 0.9) is np.bool_(told)
    assert errors.df[1] > 1.5
    assert (errors.df[0] == 0) is np.bool_(not told)


@pytest.mark.parametrize(("products", "kind"), [(200, "CR2"), (201, "CR1")])
def test_many_products_go_over_to_cr1(products, kind):
    groups, columns, outcome = data(products, 3)
    assert clustered(fit_ols(outcome=outcome, columns=columns, groups=groups)).kind == kind
