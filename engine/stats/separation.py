"""Rows that a Poisson model would predict to be exactly 0, because its likelihood rises for ever.

Source: Correia, Guimaraes & Zylkin (2019), "Verifying the existence of maximum likelihood estimates for
generalized linear models". They find such rows by repeated weighted least squares; here the columns are first
reduced to the few directions in which no row with outcome above 0 moves, and a linear programme on these
(after Clarkson & Jennrich 1991) gives the exact answer without any weight or tolerance of convergence.
"""

from __future__ import annotations

import numpy as np
import scipy.optimize
import scipy.sparse

from engine.stats.fixed_effects import Bools, FixedEffects, Floats, Ints, fixed_effects

_RANK = 1e-9
_MOVES = 1e-7


def separated(*, outcome: Floats, columns: Floats, groups: Ints, periods: Ints | None = None) -> Bools:
    """Rows (n,) with outcome 0 that a mix of (n, k) columns, groups and periods predicts as 0 for ever.

    Such rows carry no information on the other coefficients, and their own would run to minus infinity.
    """
    zero: Bools = outcome == 0
    if zero.all() or not zero.any():
        return zero
    everywhere = fixed_effects(groups, periods)
    sold = ~zero
    known = fixed_effects(groups[sold], everywhere.periods[sold], shape=everywhere.shape)
    moves = scipy.sparse.hstack(
        [
            scipy.sparse.csr_array(_unmoved(columns, everywhere, known, sold)[zero]),
            _crossings(everywhere, known)[zero],
        ],
        format="csr",
    )
    out = zero.copy()
    out[zero] = _falling(moves)
    return out


def _unmoved(columns: Floats, effects: FixedEffects, known: FixedEffects, sold: Bools) -> Floats:
    """(n, d) combinations of the columns, less effects, that are 0 wherever something was sold."""
    absorbed = known.weigh(np.ones(len(known.groups)))
    rest = np.array(columns, dtype=np.float64, order="F")
    for column in rest.T:
        size = np.linalg.norm(column)
        level, season = absorbed.coefficients(column[sold])
        column -= level[effects.groups] + season[effects.periods]
        column /= size if size > 0 else 1.0
    _, triangle = np.linalg.qr(rest[sold])
    _, sizes, directions = np.linalg.svd(triangle)
    rank = int(np.sum(sizes > _RANK))
    return np.asarray(rest @ directions[rank:].T)


def _crossings(effects: FixedEffects, known: FixedEffects) -> scipy.sparse.csr_array:
    """(n, islands) how each row moves when the level of an island of products and periods is raised.

    The sales above 0 tie products and periods into islands; the product effects of one may rise against its
    period effects without any row above 0 moving. Only rows from one island to another move.
    """
    islands = int(known.islands.max()) + 1
    of_group = islands + np.arange(effects.shape[0])  # a product without sales is an island of its own
    of_group[known.groups] = known.islands[known.periods]
    row = np.arange(len(effects.groups))
    size = (len(row), islands + effects.shape[0])
    up = scipy.sparse.csr_array((np.ones(len(row)), (row, of_group[effects.groups])), shape=size)
    down = scipy.sparse.csr_array((np.ones(len(row)), (row, known.islands[effects.periods])), shape=size)
    return up - down


def _falling(moves: scipy.sparse.csr_array) -> Bools:
    """(m,) rows of moves (m, d) that some direction lowers while it raises none."""
    size = abs(moves).max(axis=1).toarray().ravel()
    moving = np.flatnonzero(size > _MOVES)
    falling = np.zeros(moves.shape[0], dtype=bool)
    if not len(moving):
        return falling
    scaled = scipy.sparse.diags_array(1 / size[moving]) @ moves[moving]
    used = np.flatnonzero(abs(scaled).sum(axis=0))
    count = len(moving)
    # The most rows, each counted up to 1, by which the directions can fall.
    answer = scipy.optimize.linprog(
        np.concatenate([np.zeros(len(used)), -np.ones(count)]),
        A_ub=scipy.sparse.hstack([scaled[:, used], scipy.sparse.eye_array(count)], format="csr"),
        b_ub=np.zeros(count),
        bounds=[(None, None)] * len(used) + [(0, 1)] * count,
        method="highs",
    )
    falling[moving] = np.asarray(answer.x)[len(used) :] > 0.5
    return falling
