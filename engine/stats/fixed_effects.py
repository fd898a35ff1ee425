"""Product and period effects taken out of weighted columns, without a column for any of them.

Product effects go by subtracting means; the period effects that are left are solved from cross products of
periods with periods, so that nothing has rows times periods entries. Source: Frisch-Waugh-Lovell theorem;
the solution in one step instead of alternating means follows Somaini & Wolak (2016), "An algorithm to
estimate the two-way fixed effects model".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
import scipy.sparse
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
# An array of floats, dense or sparse: numpy and scipy share the operators, but no type.
Table = Any

# A product by period table with more empty places than this for each row is kept sparse.
_EMPTY_PLACES = 16


def absorb(columns: Floats, groups: Ints, weights: Floats) -> Floats:
    """Take the weighted mean of each group out of (n, k) columns; groups (n,) in 0..G-1, weights (n,) > 0."""
    return fixed_effects(groups).weigh(weights).residual(columns)


@dataclass(frozen=True, slots=True, eq=False)
class FixedEffects:
    """Which product and period effect each of n rows has."""

    groups: Ints
    """(n,) product of each row, 0..G-1."""
    periods: Ints
    """(n,) period of each row, 0..T-1; all 0 where there are no period effects."""
    shape: tuple[int, int]
    """(G, T)."""
    islands: Ints
    """(T,) periods that no product connects lie on different islands; one period of each is the reference."""
    free: Ints
    """(f,) periods that are no reference: those with an effect of their own."""

    def table(self, weights: Floats) -> Table:
        """(G, T) sums of weights (n,)."""
        return _table(weights, self.groups, self.periods, self.shape)

    def weigh(self, weights: Floats) -> Absorbed:
        """The same effects for weights (n,) >= 0."""
        table = self.table(weights)
        mass: Floats = np.asarray(table.sum(axis=1))
        share = _share(table, mass)
        cross = _dense(table.T @ share)[np.ix_(self.free, self.free)]
        schur = np.diag(np.asarray(table.sum(axis=0))[self.free]) - cross
        return Absorbed(self, weights, mass, share, schur, _inverse(schur))


@dataclass(frozen=True, slots=True, eq=False)
class Absorbed:
    """Product and period effects for one set of weights."""

    effects: FixedEffects
    weights: Floats
    """(n,)."""
    mass: Floats
    """(G,) sum of the weights of each product."""
    share: Table
    """(G, T) part of each period in the weights of a product; rows add up to 1."""
    schur: Floats
    """(f, f) cross product of the period dummies after product effects."""
    inverse: Floats
    """(f, f) its inverse."""

    @property
    def parameters(self) -> int:
        """Period effects, and one for all product effects: fixest's count of effects nested in clusters."""
        return len(self.effects.free) + 1

    def residual(self, columns: Floats) -> Floats:
        """(n, k) columns less their weighted projection on the effects."""
        rest = np.array(columns, order="F")
        for place in range(rest.shape[1]):
            self._take_out(rest[:, place])
        return rest

    def coefficients(self, column: Floats) -> tuple[Floats, Floats]:
        """Product effects (G,) and period effects (T,) of one column (n,), 0 where no row has weight."""
        groups, periods = self.effects.groups, self.effects.periods
        weighted = self.weights * column
        level = _per(sum_by(groups, weighted, self.effects.shape[0]), self.mass)
        weighted -= self.weights * level[groups]
        season = np.zeros(self.effects.shape[1])
        free = self.effects.free
        season[free] = self.inverse @ np.bincount(periods, weighted, len(season))[free]
        return level - np.asarray(self.share @ season), season

    def _take_out(self, column: Floats) -> None:
        for _ in range(2):  # the second pass takes out what rounding left of the first
            level, season = self.coefficients(column)
            column -= level[self.effects.groups]
            if len(self.effects.free):
                column -= season[self.effects.periods]

    def season_sums(self, values: Floats) -> Floats:
        """(G, f) cross products, product by product, of the weighted period dummies less product means with
        weighted values (n,); both weighted by the square root of the weights."""
        table = self.effects.table(values * np.sqrt(self.weights))
        levels = np.asarray(table.sum(axis=1))
        means = scipy.sparse.diags_array(levels) @ self.share
        return _dense(table - means)[:, self.effects.free]

    def leverage(self) -> Floats:
        """(n,) diagonal of the projection on the effects."""
        groups, periods = self.effects.groups, self.effects.periods
        free = self.effects.free
        inverse = np.zeros((self.effects.shape[1],) * 2)
        inverse[np.ix_(free, free)] = self.inverse
        pulled = np.asarray(self.share @ inverse)
        spread = np.asarray((self.share * pulled).sum(axis=1))
        own = np.diag(inverse)[periods] - 2 * pulled[groups, periods] + spread[groups]
        return np.asarray(self.weights * (own + _per(np.ones_like(self.mass), self.mass)[groups]))

    def season_rows(self, rows: Ints) -> Floats:
        """(m, f) period dummies of some rows of one product, less its weighted means."""
        group = self.effects.groups[rows[0]]
        share = _dense(self.share[[group]])[0, self.effects.free]
        dummies = (self.effects.periods[rows][:, None] == self.effects.free).astype(np.float64)
        return np.asarray(dummies - share)


def fixed_effects(
    groups: Ints, periods: Ints | None = None, *, shape: tuple[int, int] | None = None
) -> FixedEffects:
    """Effects of the rows with products (n,) 0..G-1 and periods (n,) 0..T-1, None for no period effects.

    `shape` is (G, T) where products or periods without rows are meant too.
    """
    if periods is None:
        periods = np.zeros(len(groups), dtype=np.int64)
    if shape is None:
        shape = int(groups.max()) + 1, int(periods.max()) + 1
    met = _table(np.ones(len(groups)), groups, periods, shape)
    islands = scipy.sparse.csgraph.connected_components(
        scipy.sparse.csr_array((_dense(met.T @ met) > 0).astype(np.int8)), directed=False
    )[1].astype(np.int64)
    references = np.unique(islands, return_index=True)[1]
    free = np.setdiff1d(np.arange(shape[1]), references)
    return FixedEffects(groups, periods, shape, islands, free)


def sum_by(index: Ints, values: Floats, count: int) -> Floats:
    """(count,) sums of values (n,) by their index (n,) in 0..count-1."""
    return np.asarray(np.bincount(index, values, count), dtype=np.float64)


def sums_by(index: Ints, columns: Floats, count: int) -> Floats:
    """(count, k) sums of the rows of (n, k) columns by their index (n,) in 0..count-1."""
    sums = np.empty((count, columns.shape[1]))
    for place in range(columns.shape[1]):
        sums[:, place] = sum_by(index, columns[:, place], count)
    return sums


def _table(weights: Floats, groups: Ints, periods: Ints, shape: tuple[int, int]) -> Table:
    if shape[0] * shape[1] > _EMPTY_PLACES * len(groups):
        return scipy.sparse.csr_array((weights, (groups, periods)), shape=shape)
    return sum_by(groups * shape[1] + periods, weights, shape[0] * shape[1]).reshape(shape)


def _share(table: Table, mass: Floats) -> Table:
    return scipy.sparse.diags_array(_per(np.ones_like(mass), mass)) @ table


def _per(sums: Floats, mass: Floats) -> Floats:
    return np.divide(sums, mass, out=np.zeros_like(mass), where=mass > 0)


def _inverse(square: Floats) -> Floats:
    return np.asarray(np.linalg.inv(square), dtype=np.float64)


def _dense(table: Table) -> Floats:
    return np.asarray(table if isinstance(table, np.ndarray) else table.toarray())
