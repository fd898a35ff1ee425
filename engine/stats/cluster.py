"""Standard errors that let the weeks of a product resemble each other: CR1, CR2 with its own degrees of
freedom, CR3, and the conventions of other programs.

Sources: Bell & McCaffrey (2002), "Bias reduction in standard errors for linear regression with multi-stage
samples"; Pustejovsky & Tipton (2018), section 2, for CR2 with absorbed effects and the Satterthwaite
degrees of freedom; Carter, Schnepel & Steigerwald (2017), "Asymptotic behavior of a t-test robust to cluster
heterogeneity", for the effective number of clusters of CR1; Cameron, Gelbach & Miller (2011), "Robust
inference with multiway clustering". For PPML the same formulas hold on the last step of the iteration, whose
rows `Fit` carries already weighted.

No formula can tell the error of a coefficient that hangs on one product: the fit follows that product
exactly, so its residuals say nothing. Such a coefficient has 0 degrees of freedom here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import scipy.linalg

from engine.stats.fixed_effects import sums_by
from engine.stats.ppml import Bools, Fit, Floats, Ints

CR2_LIMIT = 200
_SINGULAR = 1e-8
_HANGS = 1e-6
_WEIGHTY = 0.05

Convention = Literal["CR0", "CR1", "CR1 plain", "CR1 nested", "CR1 dummies", "CR2", "CR3", "CR3 scaled"]


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """`cov`: (k, k) covariance of the coefficients; `df`: (k,) degrees of freedom of their t distributions,
    0 where a coefficient hangs on one product and its error cannot be told."""

    cov: Floats
    df: Floats
    kind: str
    """"CR2", "CR1" or another convention, "HC3" and the like between products."""

    @property
    def se(self) -> Floats:
        """(k,) standard errors."""
        # Where next to nothing is left to vary, rounding takes a variance just below 0.
        return np.sqrt(np.maximum(np.diag(self.cov), 0.0))


def clustered(fit: Fit) -> Errors:
    """CR2 with Bell-McCaffrey degrees of freedom up to 200 products, CR1 above."""
    return cr2(fit) if int(fit.groups.max()) < CR2_LIMIT else cr1(fit)


def cluster_errors(fit: Fit, *, convention: Convention) -> Errors:
    """The number that another program would print, so that a reader can get it from ours.

    With G clusters, n rows, k columns and period effects:

    - "CR0": no factor for small samples;
    - "CR1": times G/(G-1) (n-1)/(n-k-1), the default of fixest and pyfixest: product effects, which are
      nested in the clusters, count as one;
    - "CR1 plain": times G/(G-1), clubSandwich's CR1;
    - "CR1 nested": times G/(G-1) (n-1)/(n-k), nested effects not counted at all, as reghdfe;
    - "CR1 dummies": times G/(G-1) (n-1)/(n-k-G), as statsmodels with a dummy per product, or Stata's areg;
    - "CR2", "CR3": as clubSandwich, without a factor;
    - "CR3 scaled": times the factor of CR1, as pyfixest's CRV3.

    Without absorbed effects "CR1", "CR1 nested" and "CR1 dummies" are the same, with (n-1)/(n-k), and k
    counts the constant among the columns.
    """
    rows, clusters = len(fit.residual), int(fit.groups.max()) + 1
    plain = clusters / (clusters - 1)
    counted = {"CR1": 0, "CR1 nested": -1, "CR1 dummies": clusters - 1}
    if convention == "CR2":
        return cr2(fit)
    errors = cr3(fit) if convention.startswith("CR3") else cr1(fit)
    factor = 1.0
    if convention in ("CR1 plain", "CR0"):
        factor = (plain if convention == "CR1 plain" else 1.0) / _cr1_factor(fit)
    elif convention == "CR3 scaled":
        factor = _cr1_factor(fit)
    elif convention in counted and fit.absorbed:
        spare = rows - fit.parameters
        factor = spare / (spare - counted[convention])
    return replace(errors, cov=errors.cov * factor, kind=convention)


def cr1(fit: Fit) -> Errors:
    """Scores summed per product, times G/(G-1) (n-1)/(n-K); K counts the columns and one for the products.

    That is fixest's default, in which effects nested in the clusters count as one. The degrees of freedom
    are not its G - 1: of a thousand products only the few that changed carry an effect, so they are the
    effective number of products behind each coefficient, minus one.
    """
    scores = _sums(fit.design * fit.residual[:, None], fit)
    cov = _cr1_factor(fit) * fit.bread @ (scores.T @ scores) @ fit.bread
    shares = _shares(fit)
    df = 1 / np.einsum("ij,ij->j", shares, shares) - 1
    # Only a product with a large share can be the one on which a coefficient hangs.
    bread = _full_bread(fit)
    for cluster in np.flatnonzero((shares > _WEIGHTY).any(axis=1)):
        own = _full_design(fit, np.flatnonzero(fit.groups == cluster))
        df[_hanging(own, bread, _root(own, bread, power=-0.5)[1])[: len(df)]] = 0
    return Errors(cov, df, "CR1")


def cr2(fit: Fit) -> Errors:
    """Each product's residuals stretched by (I - H)^(-1/2), so that equal independent errors give no bias.

    Demeaned columns give the same as full dummies, because the product effects are nested in the clusters.
    """
    k, bread = len(fit.beta), _full_bread(fit)
    clusters = _members(fit)
    scores = np.empty((len(clusters), k))
    pulls = np.empty((len(clusters), len(bread), k))
    lengths = np.empty((len(clusters), k))
    hanging = np.zeros(k, dtype=bool)
    for cluster, members in enumerate(clusters):
        own = _full_design(fit, members)
        stretch, followed = _root(own, bread, power=-0.5)
        hanging |= _hanging(own, bread, followed)[:k]
        stretched = stretch @ own[:, :k]
        scores[cluster] = stretched.T @ fit.residual[members]
        moved = stretched @ fit.bread
        pulls[cluster] = own.T @ moved
        lengths[cluster] = np.einsum("ij,ij->j", moved, moved)
    cov = fit.bread @ (scores.T @ scores) @ fit.bread
    return Errors(cov, np.where(hanging, 0.0, _bell_mccaffrey(pulls, lengths, bread)), "CR2")


def cr3(fit: Fit) -> Errors:
    """Each product's residuals stretched by (I - H)^(-1): what leaving it out would do. t with G - 1."""
    k, bread = len(fit.beta), _full_bread(fit)
    clusters = _members(fit)
    scores = np.empty((len(clusters), k))
    hanging = np.zeros(k, dtype=bool)
    for cluster, members in enumerate(clusters):
        own = _full_design(fit, members)
        stretch, followed = _root(own, bread, power=-1.0)
        hanging |= _hanging(own, bread, followed)[:k]
        scores[cluster] = own[:, :k].T @ (stretch @ fit.residual[members])
    cov = fit.bread @ (scores.T @ scores) @ fit.bread
    return Errors(cov, np.where(hanging, 0.0, len(clusters) - 1.0), "CR3")


def two_way(fit: Fit, *, other: Ints) -> Errors:
    """CR1 by the fit's groups and by another grouping (n,) in 0..H-1 at once, for a fit without absorbed
    effects: the sum of both less the one by their crossings, each with its own factor; t with the smaller
    number of groups less one."""
    crossed = np.unique(fit.groups * (int(other.max()) + 1) + other, return_inverse=True)[1]
    first, second, both = (cr1(replace(fit, groups=groups)).cov for groups in (fit.groups, other, crossed))
    df = min(int(fit.groups.max()), int(other.max()))
    return Errors(first + second - both, np.full(len(fit.beta), float(df)), "CR1 two-way")


def _cr1_factor(fit: Fit) -> float:
    rows, clusters = len(fit.residual), int(fit.groups.max()) + 1
    return clusters / (clusters - 1) * (rows - 1) / (rows - fit.parameters)


def _bell_mccaffrey(pulls: Floats, lengths: Floats, bread: Floats) -> Floats:
    """(k,) degrees of freedom: squared trace over squared length of the matrix whose quadratic form the
    variance is.

    pulls (G, K, k): design_g' a_g with a_g (n_g, k) the stretched weights of the k coefficients, K the
    columns and period effects; lengths (G, k): |a_g|^2.
    """
    df = np.empty(lengths.shape[1])
    for column in range(len(df)):
        pull = pulls[:, :, column]
        form = np.diag(lengths[:, column]) - pull @ bread @ pull.T
        df[column] = np.trace(form) ** 2 / np.sum(form**2)
    return df


def _root(own: Floats, bread: Floats, *, power: float) -> tuple[Floats, Floats]:
    """I - H (m, m) of one product with the design rows own (m, K), to a negative power, and the directions
    (m, d) that the fit follows exactly: there the residuals are 0, so the power leaves them 0."""
    values, vectors = np.linalg.eigh(np.eye(len(own)) - own @ bread @ own.T)
    kept = values > _SINGULAR
    scaled = vectors[:, kept] * values[kept] ** power
    return scaled @ vectors[:, kept].T, vectors[:, ~kept]


def _hanging(own: Floats, bread: Floats, followed: Floats) -> Bools:
    """(K,) coefficients that move when the product's outcome moves in a direction that the fit follows."""
    moves = np.abs(bread @ (own.T @ followed)).max(axis=1, initial=0.0)
    return np.asarray(moves > _HANGS * np.sqrt(np.diag(bread)))


def _members(fit: Fit) -> list[Ints]:
    """Rows of each product."""
    order = np.argsort(fit.groups, kind="stable")
    return np.split(order, np.cumsum(np.bincount(fit.groups))[:-1])


def _full_design(fit: Fit, rows: Ints) -> Floats:
    """(m, K) the design rows of one product, and those of the period effects, which reach over products."""
    own = fit.design[rows]
    if fit.absorbed is None:
        return own
    root = np.sqrt(fit.absorbed.weights[rows])[:, None]
    return np.hstack([own, fit.absorbed.season_rows(rows) * root])


def _full_bread(fit: Fit) -> Floats:
    """(K, K) inverse cross product of the full design; columns and period effects are orthogonal in it."""
    if fit.absorbed is None:
        return fit.bread
    return np.asarray(scipy.linalg.block_diag(fit.bread, fit.absorbed.inverse))


def _shares(fit: Fit) -> Floats:
    """(G, k) share of each product in the squared weights that make each coefficient; columns add up to 1."""
    return _sums((fit.design @ fit.bread) ** 2, fit) / np.diag(fit.bread)


def _sums(values: Floats, fit: Fit) -> Floats:
    return sums_by(fit.groups, values, int(fit.groups.max()) + 1)
