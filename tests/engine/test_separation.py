"""Separated rows: published examples of Correia, Guimaraes & Zylkin, and a programme on all columns."""

import numpy as np
import pytest
import scipy.optimize

from engine.stats.ppml import fit_ppml
from engine.stats.separation import separated

# "Statistical separation in Poisson models across different statistical packages", in the guides of ppmlhdfe.
NO_CONVERGENCE = """0 0 1 0/0 0 0 0/0 0 0 0/0 0 0 0/0 1 9 0/2 21 21 21/3 0 0 0/5 0 0 0/7 0 0 0/10 -18 -18 0"""
WRONG_NUMBER = """0 0 0 2 10/0 0 0 0 -2/0 0 0 0 6/0 0 0 4 5/0 1 0 0 3/2 0 0 0 3/2 0 0 0 4/2 0 0 -2 15/
2 0 0 0 -7/4 0 0 -3 15/6 -3 -3 0 4/6 0 0 0 4"""
TWO_EFFECTS = """0 0 1 1/0 3 1 1/0 -2 1 1/0 2 1 3/0 2 1 5/0 0 1 6/0 7 4 1/0 1 4 4/0 2 4 5/0 1 6 1/0 -2 8 4/
0 3 8 6/1 -5 1 1/1 1 1 3/5 -2 6 3/7 2 1 3"""


def table(text: str) -> np.ndarray:
    return np.array([line.split() for line in text.replace("\n", "").split("/")], dtype=float)


def test_published_example_in_which_other_programs_do_not_converge():
    data = table(NO_CONVERGENCE)
    outcome, columns, one = data[:, 0], data[:, 1:], np.zeros(len(data), dtype=np.int64)
    out = separated(outcome=outcome, columns=columns, groups=one)
    np.testing.assert_array_equal(np.flatnonzero(out) + 1, [1, 5])
    kept = columns[~out][:, [0, 2]]  # x1 and x2 are equal in the rows that are left
    assert fit_ppml(outcome=outcome[~out], columns=kept, groups=one[~out]).beta[1] == pytest.approx(
        0.066, abs=5e-4
    )


def test_published_example_in_which_other_programs_print_a_wrong_number():
    data = table(WRONG_NUMBER)
    outcome, columns, one = data[:, 0], data[:, 1:], np.zeros(len(data), dtype=np.int64)
    out = separated(outcome=outcome, columns=columns, groups=one)
    np.testing.assert_array_equal(np.flatnonzero(out) + 1, [5])
    fit = fit_ppml(outcome=outcome[~out], columns=columns[~out][:, [0, 2, 3]], groups=one[~out])
    np.testing.assert_allclose(fit.beta[1:], [-0.47085, -0.03779], atol=5e-6)
    constant = np.log(fit.mean) - columns[~out][:, [0, 2, 3]] @ fit.beta
    np.testing.assert_allclose(constant, 0.59095, atol=5e-6)


def test_published_example_with_two_effects():
    outcome, x, i, j = table(TWO_EFFECTS).T
    # The combination that the guide prints as its proof. The guide speaks of eight rows; where its own proof
    # is positive are seven, and a linear programme on all columns finds no eighth.
    proof = (
        2 * (i == 4) - 2 * (i == 1) - 2 * (i == 6) - 6 * (j == 1) - 6 * (j == 3) - 2 * (j == 4) - (j == 5) + 8
    )
    assert np.all(proof >= 0)
    groups, periods = (np.unique(index, return_inverse=True)[1] for index in (i, j))
    out = separated(outcome=outcome, columns=x[:, None], groups=groups, periods=periods)
    np.testing.assert_array_equal(out, proof > 0)
    np.testing.assert_array_equal(out, by_all_columns(outcome, x[:, None], groups, periods))


def by_all_columns(outcome, columns, groups, periods) -> np.ndarray:
    """Clarkson & Jennrich's programme with every effect a column."""
    dummies = [
        groups[:, None] == np.arange(groups.max() + 1),
        periods[:, None] == np.arange(periods.max() + 1),
    ]
    full = np.hstack([columns, *dummies]).astype(float)
    zero = outcome == 0
    count, k = int(zero.sum()), full.shape[1]
    answer = scipy.optimize.linprog(
        np.concatenate([np.zeros(k), -np.ones(count)]),
        A_ub=np.hstack([full[zero], np.eye(count)]),
        b_ub=np.zeros(count),
        A_eq=np.hstack([full[~zero], np.zeros((len(full) - count, count))]),
        b_eq=np.zeros(len(full) - count),
        bounds=[(None, None)] * k + [(0, 1)] * count,
    )
    out = zero.copy()
    out[zero] = answer.x[k:] > 0.5
    return out


@pytest.mark.parametrize("seed", range(12))
def test_separation_is_that_of_all_columns(seed):
    rng = np.random.default_rng(seed)
    groups, periods = np.repeat(np.arange(7), 6), np.tile(np.arange(6), 7)
    kept = rng.random(42) < 0.8
    groups, periods = np.unique(groups[kept], return_inverse=True)[1], periods[kept]
    columns = np.column_stack([rng.random(len(groups)) < 0.3, rng.normal(size=len(groups))]).astype(float)
    outcome = rng.poisson(0.7 * np.exp(-columns[:, 0] * 3 * (seed % 2))).astype(float)
    outcome[(columns[:, 0] == 1) & (seed % 3 == 0)] = 0
    expected = by_all_columns(outcome, columns, groups, periods)
    found = separated(outcome=outcome, columns=columns, groups=groups, periods=periods)
    np.testing.assert_array_equal(found, expected)
    assert expected.any() or seed % 3 != 0
