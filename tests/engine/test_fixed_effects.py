"""Effects taken out without columns, against numpy's least squares with a column for each."""

import numpy as np
import pytest
import scipy.sparse

import engine.stats.fixed_effects as room
from engine.stats.fixed_effects import fixed_effects


def rows(seed: int = 0, *, products: int = 8, weeks: int = 7, share: float = 0.7):
    rng = np.random.default_rng(seed)
    groups, periods = np.repeat(np.arange(products), weeks), np.tile(np.arange(weeks), products)
    kept = rng.random(len(groups)) < share
    groups = np.unique(groups[kept], return_inverse=True)[1]
    return groups, periods[kept], rng


def residual_by_dummies(column, groups, periods, weights):
    dummies = [
        groups[:, None] == np.arange(groups.max() + 1),
        periods[:, None] == np.arange(periods.max() + 1),
    ]
    full, root = np.hstack(dummies).astype(float), np.sqrt(weights)
    beta = np.linalg.lstsq(full * root[:, None], column * root, rcond=1e-12)[0]
    return column - full @ beta


@pytest.mark.parametrize("sparse", [False, True])
def test_residuals_are_those_of_weighted_least_squares_with_dummies(monkeypatch, sparse):
    if sparse:
        monkeypatch.setattr(room, "_EMPTY_PLACES", 0)
    groups, periods, rng = rows()
    weights = rng.random(len(groups)) + 0.1
    columns = rng.normal(size=(len(groups), 2))
    absorbed = fixed_effects(groups, periods).weigh(weights)
    assert scipy.sparse.issparse(absorbed.share) is sparse
    found = absorbed.residual(columns)
    for place in (0, 1):
        expected = residual_by_dummies(columns[:, place], groups, periods, weights)
        np.testing.assert_allclose(found[:, place], expected, atol=1e-11)


def test_products_that_never_meet_cost_a_week_effect_each():
    groups = np.repeat(np.arange(4), 3)
    periods = np.concatenate([np.tile([0, 1, 2], 2), np.tile([3, 4, 5], 2)])
    effects = fixed_effects(groups, periods)
    dummies = np.hstack([groups[:, None] == np.arange(4), periods[:, None] == np.arange(6)]).astype(float)
    assert len(effects.free) + 4 == np.linalg.matrix_rank(dummies)
    column = np.random.default_rng(0).normal(size=12)
    found = effects.weigh(np.ones(12)).residual(column[:, None])[:, 0]
    np.testing.assert_allclose(found, residual_by_dummies(column, groups, periods, np.ones(12)), atol=1e-12)


def test_effects_add_up_to_what_was_taken_out():
    groups, periods, rng = rows(3)
    column = rng.normal(size=len(groups))
    absorbed = fixed_effects(groups, periods).weigh(np.ones(len(groups)))
    level, season = absorbed.coefficients(column)
    rest = absorbed.residual(column[:, None])[:, 0]
    np.testing.assert_allclose(level[groups] + season[periods] + rest, column, atol=1e-12)
