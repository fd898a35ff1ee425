"""Calculates the effects of a Stylelift report anew, with statsmodels and without Stylelift.

    pip install statsmodels
    python reproduce.py

Beside this file: cells.csv, one row per product and period as the estimate used it (product, period as a
number, outcome, offset in logs, one column per regressor), and model.json, which names the model and holds
the numbers of the report.

Model: Poisson pseudo-maximum-likelihood (least squares of the logarithm for a price) with an effect for each
product and each period. Up to 200 products every effect is a column of zeros and ones; with more, product
effects are taken out by subtracting weighted means in each step of the fit, which gives the same numbers
(Frisch-Waugh-Lovell theorem).

Standard errors: clustered by product. CR2 (Bell & McCaffrey 2002) stretches the residuals of a product by
(I - H)^(-1/2); its degrees of freedom are Satterthwaite's. CR1 is the usual sandwich times
G / (G - 1) * (n - 1) / (n - K), where K counts regressors, period effects and 1 for all product effects;
statsmodels would count every product effect. Its degrees of freedom are the effective number of products
behind a coefficient, less one (Carter, Schnepel & Steigerwald 2017).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

HERE = Path(__file__).resolve().parent


def fit_with_dummies(cells, outcome, regressors, periods, model):
    """Coefficients of the regressors, weighted design (n, K) with all dummies, weighted residuals (n,)."""
    products = pd.get_dummies(cells["product"], dtype=float).to_numpy()
    design = np.column_stack([regressors, periods, products])
    if model["estimator"] == "poisson":
        offset = cells["offset"].to_numpy()
        made = sm.GLM(outcome, design, family=sm.families.Poisson(), offset=offset)
        fit = made.fit(tol=1e-13, maxiter=300)
        root = np.sqrt(fit.fittedvalues)
        return fit.params[: regressors.shape[1]], design * root[:, None], (outcome - fit.fittedvalues) / root
    fit = sm.OLS(np.log(outcome) - cells["offset"].to_numpy(), design).fit()
    return fit.params[: regressors.shape[1]], design, fit.resid


def fit_by_demeaning(cells, outcome, regressors, periods, model):
    """The same with product effects taken out: design (n, K) without product dummies."""
    groups = pd.factorize(cells["product"])[0]
    columns = np.column_stack([regressors, periods])
    offset = cells["offset"].to_numpy()
    if model["estimator"] != "poisson":
        ones = np.ones(len(outcome))
        target = np.log(outcome) - offset
        design = demeaned(columns, groups, ones)
        fit = sm.OLS(demeaned(target[:, None], groups, ones)[:, 0], design).fit()
        return fit.params[: regressors.shape[1]], design, fit.resid
    level = np.bincount(groups, outcome) / np.bincount(groups, np.exp(offset))
    linear = np.log((outcome + level[groups] * np.exp(offset)) / 2)
    for _ in range(300):
        mean = np.exp(linear)
        working = linear - offset + (outcome - mean) / mean
        both = demeaned(np.column_stack([working, columns]), groups, mean)
        fit = sm.WLS(both[:, 0], both[:, 1:], weights=mean).fit()
        step = working - fit.resid + offset - linear
        linear = linear + step
        if np.max(np.abs(step)) < 1e-11:
            break
    mean = np.exp(linear)
    root = np.sqrt(mean)
    design = demeaned(columns, groups, mean) * root[:, None]
    return fit.params[: regressors.shape[1]], design, (outcome - mean) / root


def demeaned(columns, groups, weights):
    """Columns (n, k) less their weighted mean in each group."""
    total = np.bincount(groups, weights)
    means = np.stack([np.bincount(groups, weights * one) for one in columns.T], axis=1) / total[:, None]
    return columns - means[groups]


def cr2(design, residuals, groups, wanted):
    """Standard errors and degrees of freedom of the first `wanted` coefficients."""
    bread = np.linalg.pinv(design.T @ design, hermitian=True)
    scores, pulls, lengths = [], [], []
    for group in range(groups.max() + 1):
        own, rest = design[groups == group], residuals[groups == group]
        values, vectors = np.linalg.eigh(np.eye(len(own)) - own @ bread @ own.T)
        kept = values > 1e-8
        stretch = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
        moved = stretch @ own @ bread[:, :wanted]
        scores.append(moved.T @ rest)
        pulls.append(own.T @ moved)
        lengths.append((moved**2).sum(axis=0))
    errors = np.sqrt((np.array(scores) ** 2).sum(axis=0))
    pulls, lengths = np.array(pulls), np.array(lengths)
    df = []
    for one in range(wanted):
        form = np.diag(lengths[:, one]) - pulls[:, :, one] @ bread @ pulls[:, :, one].T
        df.append(np.trace(form) ** 2 / (form**2).sum())
    return errors, np.array(df)


def cr1(design, residuals, groups, wanted):
    """Standard errors and degrees of freedom of the first `wanted` coefficients; no product dummies in
    `design`."""
    bread = np.linalg.pinv(design.T @ design, hermitian=True)
    parts = (design @ bread)[:, :wanted]
    clusters, rows = groups.max() + 1, len(groups)
    factor = clusters / (clusters - 1) * (rows - 1) / (rows - design.shape[1] - 1)
    scores = np.stack([np.bincount(groups, part * residuals) for part in parts.T], axis=1)
    shares = np.stack([np.bincount(groups, part**2) for part in parts.T], axis=1)
    shares = shares / shares.sum(axis=0)
    return np.sqrt(factor * (scores**2).sum(axis=0)), 1 / (shares**2).sum(axis=0) - 1


def main():
    """Print every coefficient, and how far the report is from it."""
    model = json.loads((HERE / "model.json").read_text(encoding="utf-8"))
    cells = pd.read_csv(HERE / "cells.csv", dtype={"product": str}, keep_default_na=False)
    outcome = cells["outcome"].to_numpy(float)
    regressors = cells[model["regressors"]].to_numpy(float)
    free = np.array(model["period_effects"], dtype=int)
    periods = (cells["period"].to_numpy()[:, None] == free).astype(float)
    small = model["errors"] == "CR2"
    fit = fit_with_dummies if small else fit_by_demeaning
    beta, design, residuals = fit(cells, outcome, regressors, periods, model)
    groups = pd.factorize(cells["product"])[0]
    errors, df = (cr2 if small else cr1)(design, residuals, groups, len(beta))
    print(f"{model['formula']}\n{len(cells)} rows, {groups.max() + 1} products, {model['errors']}")
    gap = 0.0
    for name, b, se, nu in zip(model["regressors"], beta, errors, df, strict=True):
        reach = stats.t.ppf(0.975, nu) * se
        found = {"beta": b, "se": se, "df": nu, "p": 2 * stats.t.sf(abs(b) / se, nu)}
        told = "   ".join(f"{key} {value:.10f}" for key, value in found.items())
        print(f"{name}: {told}")
        if name in ("on model", "worn"):
            percent, low, high = (100 * np.expm1(one) for one in (b, b - reach, b + reach))
            print(f"    {percent:+.6f} % ({low:+.6f} to {high:+.6f})")
        told = model["report"].get(name)
        gap = max([gap, *(abs(found[key] - told[key]) for key in told or {})])
    print(f"largest difference from the report: {gap:.2e}")


if __name__ == "__main__":
    main()
