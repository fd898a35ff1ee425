"""The bootstrap by sums per cluster, against one that fits every draw with statsmodels."""

import numpy as np
import pytest

from engine.stats import wild_bootstrap
from engine.stats.ppml import fit_ols, fit_ppml
from engine.stats.wild_bootstrap import _draws, bootstrap_ols, bootstrap_ppml

PRODUCTS, WEEKS = 9, 10


@pytest.fixture
def fewer_draws(monkeypatch):
    """Every draw costs the slow side a fit."""
    monkeypatch.setattr(wild_bootstrap, "DRAWS", 199)


@pytest.fixture(scope="module")
def shop():
    """Four of nine products change; a tenth of the rows is missing; the noise of a product is its own."""
    rng = np.random.default_rng(0)
    groups, periods = np.repeat(np.arange(PRODUCTS), WEEKS), np.tile(np.arange(WEEKS), PRODUCTS)
    kept = rng.random(len(groups)) < 0.9
    groups, periods = groups[kept], periods[kept]
    columns = np.column_stack([(periods > 4) & (groups < 4), rng.normal(size=len(groups))]).astype(float)
    noise = rng.normal(size=PRODUCTS)[groups] * periods / 8 + rng.normal(size=len(groups))
    return groups, periods, columns, columns @ [0.9, -0.5] + noise


def dummies(groups, periods):
    effects = [groups[:, None] == np.arange(PRODUCTS), periods[:, None] == np.arange(1, WEEKS)]
    return np.hstack(effects).astype(float)


def slow_p(shop, value: float, draws) -> float:
    """p-value of a null, every draw a fit with all dummies and statsmodels' clustered error."""
    import statsmodels.api as sm

    groups, periods, columns, outcome = shop
    full = np.hstack([columns, dummies(groups, periods)])

    def t(values):
        fit = sm.OLS(values, full).fit(cov_type="cluster", cov_kwds={"groups": groups})
        return abs(fit.params[0] - value) / fit.bse[0]

    null = sm.OLS(outcome - value * full[:, 0], full[:, 1:]).fit()
    fitted = null.fittedvalues + value * full[:, 0]
    found = np.array([t(fitted + null.resid * draw[groups]) for draw in draws])
    return float(np.mean(found > t(outcome) * (1 + 1e-9)))


@pytest.mark.usefixtures("fewer_draws")
def test_the_p_value_is_that_of_a_fit_for_each_draw(shop):
    groups, periods, columns, outcome = shop
    fit = fit_ols(outcome=outcome, columns=columns, groups=groups, periods=periods)
    draws, name = _draws(PRODUCTS)
    found = bootstrap_ols(fit, place=0)
    assert found.weights == name == "Webb"
    assert found.p_value(0.0) == slow_p(shop, 0.0, draws)


@pytest.mark.usefixtures("fewer_draws")
def test_the_interval_ends_where_the_p_value_falls_below_5_percent(shop):
    groups, periods, columns, outcome = shop
    found = bootstrap_ols(fit_ols(outcome=outcome, columns=columns, groups=groups, periods=periods), place=0)
    draws, _ = _draws(PRODUCTS)
    low, high = found.interval()
    for end, side in ((low, -1), (high, 1)):
        assert slow_p(shop, end, draws) == pytest.approx(0.05, abs=0.011)
        assert slow_p(shop, end + side * 0.5, draws[:100]) < 0.05
    assert low < 0.9 < high


def test_weights_have_mean_0_and_variance_1():
    for clusters, name, values in ((11, "Webb", 6), (12, "Rademacher", 2)):
        draws, used = _draws(clusters)
        assert (used, draws.shape, len(np.unique(draws))) == (name, (999, clusters), values)
        assert draws.mean() == pytest.approx(0, abs=4 / np.sqrt(draws.size))
        assert draws.var() == pytest.approx(1, abs=0.05)


@pytest.mark.usefixtures("fewer_draws")
def test_the_score_bootstrap_is_the_wild_one_on_the_last_step_under_the_null(shop):
    """Weighted least squares with statsmodels on the working outcome of the restricted Poisson fit."""
    import statsmodels.api as sm

    groups, periods, columns, linear = shop
    counts = np.random.default_rng(4).poisson(np.exp(1 + linear / 3)).astype(float)
    fit = fit_ppml(outcome=counts, columns=columns, groups=groups, periods=periods)
    found = bootstrap_ppml(fit, place=0, outcome=counts, columns=columns, periods=periods)
    full = np.hstack([columns, dummies(groups, periods)])
    null = sm.GLM(counts, full[:, 1:], family=sm.families.Poisson()).fit(tol=1e-12)
    root = np.sqrt(null.mu)
    design, residual = full * root[:, None], (counts - null.mu) / root

    def t(values):
        step = sm.OLS(values, design).fit(cov_type="cluster", cov_kwds={"groups": groups})
        return abs(step.params[0]) / step.bse[0]

    draws, _ = _draws(PRODUCTS)
    expected = np.mean([t(residual * draw[groups]) > t(residual) * (1 + 1e-9) for draw in draws])
    assert found.p_value(0.0) == pytest.approx(float(expected), abs=1e-12)
    low, high = found.interval()
    assert low < fit.beta[0] < high


def test_few_products_that_changed_have_a_wide_interval():
    """With one product that changed the null is hardly ever rejected, as MacKinnon & Webb (2018) warn."""
    rng = np.random.default_rng(1)
    groups, periods = np.repeat(np.arange(20), 12), np.tile(np.arange(12), 20)
    columns = ((periods > 5) & (groups < 1)).astype(float)[:, None]
    outcome = 3 * columns[:, 0] + rng.normal(size=240)
    found = bootstrap_ols(fit_ols(outcome=outcome, columns=columns, groups=groups, periods=periods), place=0)
    assert found.p_value(0.0) > 0.05
    assert found.interval()[0] < 0
