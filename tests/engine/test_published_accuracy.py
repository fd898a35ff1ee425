"""T1 to T4: digits that agree with certified values. LRE = -log10 of the relative error, NIST's measure."""

import re
from pathlib import Path

import numpy as np
import pytest
import scipy

from engine.stats.cross_section import classical_errors, fit_cross_section
from engine.stats.explained import r_squared

NIST = Path(scipy.__file__).parent / "stats" / "tests" / "data"


def lre(found, certified) -> float:
    """Digits that agree, of the worst of them; 15 where all do."""
    found, certified = np.atleast_1d(found).astype(float), np.atleast_1d(certified).astype(float)
    with np.errstate(divide="ignore"):
        return float(min(15.0, np.min(-np.log10(np.abs(found / certified - 1)))))


def residual_sd(fit) -> float:
    return float(np.sqrt(fit.residual @ fit.residual / (len(fit.residual) - fit.parameters)))


def test_t1_norris_nist():
    rows = (NIST / "nist_linregress" / "Norris.dat").read_text().splitlines()[60:]
    outcome, column = np.array([row.split() for row in rows if row.strip()], dtype=float).T
    assert len(outcome) == 36
    fit = fit_cross_section(outcome=outcome, columns=column[:, None])
    assert lre(fit.beta, [-0.262323073774029, 1.00211681802045]) >= 12
    assert lre(classical_errors(fit).se, [0.232818234301152, 0.000429796848199937]) >= 12
    assert lre(residual_sd(fit), 0.884796396144373) >= 12
    assert lre(r_squared(outcome, columns=column[:, None]), 0.999993745883712) >= 12


def test_t2_longley_nist():
    from statsmodels.datasets import longley

    data = longley.load_pandas()
    columns = data.exog[["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"]].to_numpy(float)
    fit = fit_cross_section(outcome=data.endog.to_numpy(float), columns=columns)
    certified = [
        *(-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683),
        *(-1.03322686717359, -0.0511041056535807, 1829.15146461355),
    ]
    errors = [
        *(890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699),
        *(0.214274163161675, 0.226073200069370, 455.478499142212),
    ]
    assert lre(fit.beta, certified) >= 10
    assert lre(classical_errors(fit).se, errors) >= 10
    assert lre(residual_sd(fit), 304.854073561965) >= 10
    assert lre(r_squared(data.endog.to_numpy(float), columns=columns), 0.995479004577296) >= 10


def anova(name: str):
    text = (NIST / "nist_anova" / f"{name}.dat").read_text()
    f = float(re.search(r"^Between.*?(\S+)$", text, re.MULTILINE)[1])
    r2 = float(re.search(r"R-Squared\s+(\S+)", text)[1])
    sd = float(re.search(r"Standard Deviation\s+(\S+)", text)[1])
    rows = [line.split() for line in text.splitlines()[60:] if line.strip()]
    treatment, outcome = np.array(rows, dtype=float).T
    return treatment.astype(int), outcome, f, r2, sd


@pytest.mark.parametrize(
    ("name", "digits"),
    [("SiRstv", 12), ("AtmWtAg", 9.5)]
    + [
        (f"SmLs0{number}", digits)
        for number, digits in zip(range(1, 10), [12] * 3 + [9.5] * 3 + [4] * 3, strict=True)
    ],
)
def test_t3_anova_nist(name, digits):
    treatment, outcome, f, r2, sd = anova(name)
    dummies = (treatment[:, None] == np.unique(treatment)[1:]).astype(float)
    fit = fit_cross_section(outcome=outcome, columns=dummies)
    found = r_squared(outcome, columns=dummies)
    spare, between = len(outcome) - fit.parameters, dummies.shape[1]
    assert lre(found, r2) >= digits
    assert lre(found / between / ((1 - found) / spare), f) >= digits
    assert lre(residual_sd(fit), sd) >= digits
    # The same through absorbed effects.
    assert lre(r_squared(outcome, columns=np.empty((len(outcome), 0)), groups=treatment - 1), r2) >= digits


DELTA = np.array(
    [
        *(759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048),
        *(1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759),
    ],
    dtype=float,
)
POWERS = np.arange(21.0)[:, None] ** np.arange(6)
WAMPLER = {
    1: (np.ones(6), 0.0, 8),
    2: (0.1 ** np.arange(6), 0.0, 9),
    3: (np.ones(6), 1.0, 8),
    4: (np.ones(6), 100.0, 7),
    5: (np.ones(6), 10000.0, 5),
}


@pytest.mark.parametrize("number", WAMPLER)
def test_t4_wampler_nist(number):
    beta, noise, digits = WAMPLER[number]
    fit = fit_cross_section(outcome=POWERS @ beta + noise * DELTA, columns=POWERS[:, 1:])
    assert lre(fit.beta, beta) >= digits
    if noise:
        certified = [
            *(2152.32624678170, 2363.55173469681, 779.343524331583),
            *(101.475507550350, 5.64566512170752, 0.112324854679312),
        ]
        assert lre(classical_errors(fit).se / noise, certified) >= 9
        assert lre(residual_sd(fit) / noise, 2360.14502379268) >= 9
    certified_r2 = {3: 0.999995559025820, 4: 0.957478440825662, 5: 0.00224668921574940}
    if number in certified_r2:
        found = r_squared(POWERS @ beta + noise * DELTA, columns=POWERS[:, 1:])
        assert lre(found, certified_r2[number]) >= 8
