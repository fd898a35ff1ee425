import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist
from scipy.stats import binomtest

from engine.rules.logistic import alike, dealt, fit, log_probability, luck, probability


def a_problem(rows=120, columns=6):
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=(rows, columns))
    offset = rng.normal(size=rows) * 2
    answers = (rng.random(rows) < probability(offset + inputs[:, 0])).astype(float)
    return inputs, answers, offset, rng.uniform(0, 3, rows)


@pytest.mark.parametrize("penalty", [0.5, 30.0])
def test_the_fit_is_the_one_that_scipy_finds(penalty):
    inputs, answers, offset, counts = a_problem()

    def loss(slopes):
        z = offset + inputs @ slopes
        return penalty / 2 * slopes @ slopes + counts @ np.log1p(np.exp(np.where(answers > 0, -z, z)))

    start = np.zeros(inputs.shape[1])
    slopes = fit(inputs, answers, offset=offset, counts=counts, penalty=penalty, start=start)
    assert slopes == pytest.approx(minimize(loss, start, method="BFGS").x, abs=1e-3)


def test_a_far_start_comes_back():
    inputs, answers, offset, counts = a_problem()
    given = {"offset": offset, "counts": counts, "penalty": 1.0}
    near = fit(inputs, answers, start=np.zeros(6), **given)
    assert fit(inputs, answers, start=np.full(6, 40.0), **given) == pytest.approx(near, abs=1e-3)


def test_probabilities_far_out_are_numbers():
    far = np.array([-1e4, 0.0, 1e4])
    assert probability(far) == pytest.approx([0, 0.5, 1])
    assert log_probability(np.array([1.0, 1.0, 0.0]), far) == pytest.approx([-1e4, np.log(0.5), -1e4])


def test_near_points_are_grouped_as_scipy_groups_them():
    points = np.random.default_rng(1).normal(size=(1200, 3))
    groups = alike(points, distance=0.25)
    _, expected = connected_components(cdist(points, points) < 0.25)
    assert 10 < len(np.unique(expected)) < 1190
    pairs = set(zip(groups.tolist(), expected.tolist(), strict=True))
    assert len(pairs) == len(np.unique(groups)) == len(np.unique(expected))


def test_no_points_are_no_groups():
    assert alike(np.empty((0, 4)), distance=1.0).size == 0


def test_folds_keep_groups_together_and_share_out_the_kinds():
    rng = np.random.default_rng(2)
    groups = rng.integers(0, 60, size=200)
    kinds = (groups % 3 == 0).astype(float)
    folds = dealt(groups, kinds, folds=5)
    assert all(len(np.unique(folds[groups == group])) == 1 for group in np.unique(groups))
    for fold in range(5):
        assert len(np.unique(groups[(folds == fold) & (kinds == 1)])) == pytest.approx(4, abs=1)
        assert len(np.unique(groups[(folds == fold) & (kinds == 0)])) == pytest.approx(8, abs=1)


@pytest.mark.parametrize(
    ("found", "of", "chance"), [(4, 4, 0.5), (7, 10, 0.3), (0, 5, 0.2), (900, 2000, 0.44)]
)
def test_luck_is_the_exact_binomial_test(found, of, chance):
    expected = binomtest(found, of, chance, alternative="greater").pvalue
    assert luck(found, of=of, chance=chance) == pytest.approx(expected)


def test_luck_at_the_ends():
    assert luck(0, of=0, chance=0.5) == 1
    assert luck(3, of=3, chance=1.0) == 1
    assert luck(1, of=3, chance=0.0) == 0
