"""Standard errors that let the weeks of a product resemble each other: CR1, and CR2 with its own degrees
of freedom.

Sources: Bell & McCaffrey (2002), "Bias reduction in standard errors for linear regression with multi-stage
samples"; Pustejovsky & Tipton (2018), section 2, for CR2 with absorbed effects and the Satterthwaite
degrees of freedom; Carter, Schnepel & Steigerwald (2017), "Asymptotic behavior of a t-test robust to cluster
heterogeneity", for the effective number of clusters of CR1. For PPML the same formulas hold on the last step
of the iteration, whose rows `Fit` carries already weighted.

No formula can tell the error of a coefficient that hangs on one product: the fit follows that product
exactly, so its residuals say nothing. Such a coefficient has 0 degrees of freedom here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.stats.ppml import Bools, Fit, Floats

CR2_LIMIT = 200
_SINGULAR = 1e-8
_HANGS = 1e-6
_WEIGHTY = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """`cov`: (k, k) covariance of the coefficients; `df`: (k,) degrees of freedom of their t distributions,
    0 where a coefficient hangs on one product and its error cannot be told."""

    cov: Floats
    df: Floats
    kind: str
    """"CR2" or "CR1"."""

    @property
    def se(self) -> Floats:
        """(k,) standard errors."""
        # Where next to nothing is left to vary, rounding takes a variance just below 0.
        return np.sqrt(np.maximum(np.diag(self.cov), 0.0))


def clustered(fit: Fit) -> Errors:
    """CR2 with Bell-McCaffrey degrees of freedom up to 200 products, CR1 above."""
    return cr2(fit) if int(fit.groups.max()) < CR2_LIMIT else cr1(fit)


def cr1(fit: Fit) -> Errors:
    """Scores summed per product, times G/(G-1) (n-1)/(n-K); K counts the columns and one for the products.

    That is fixest's default, in which effects nested in the clusters count as one. The degrees of freedom
    are not its G - 1: of a thousand products only the few that changed carry an effect, so they are the
    effective number of products behind each coefficient, minus one.
    """
    rows, columns = fit.design.shape
    scores = _sums(fit.design * fit.residual[:, None], fit)
    clusters = len(scores)
    factor = clusters / (clusters - 1) * (rows - 1) / (rows - columns - 1)
    cov = factor * fit.bread @ (scores.T @ scores) @ fit.bread
    shares = _shares(fit)
    df = 1 / np.einsum("ij,ij->j", shares, shares) - 1
    # Only a product with a large share can be the one on which a coefficient hangs.
    for cluster in np.flatnonzero((shares > _WEIGHTY).any(axis=1)):
        own = fit.design[fit.groups == cluster]
        df[_hanging(own, fit.bread, _inverse_root(own, fit.bread)[1])] = 0
    return Errors(cov, df, "CR1")


def cr2(fit: Fit) -> Errors:
    """Each product's residuals stretched by (I - H)^(-1/2), so that equal independent errors give no bias.

    Demeaned columns give the same as full dummies, because the product effects are nested in the clusters.
    """
    columns = fit.design.shape[1]
    clusters = int(fit.groups.max()) + 1
    scores = np.empty((clusters, columns))
    pulls = np.empty((clusters, columns, columns))
    lengths = np.empty((clusters, columns))
    hanging = np.zeros(columns, dtype=bool)
    order = np.argsort(fit.groups, kind="stable")
    for cluster, members in enumerate(np.split(order, np.cumsum(np.bincount(fit.groups))[:-1])):
        own = fit.design[members]
        stretch, followed = _inverse_root(own, fit.bread)
        hanging |= _hanging(own, fit.bread, followed)
        scores[cluster] = own.T @ (stretch @ fit.residual[members])
        moved = stretch @ own @ fit.bread
        pulls[cluster] = own.T @ moved
        lengths[cluster] = np.einsum("ij,ij->j", moved, moved)
    cov = fit.bread @ (scores.T @ scores) @ fit.bread
    df = np.where(hanging, 0.0, _bell_mccaffrey(pulls, lengths, fit.bread))
    return Errors(cov, df, "CR2")


def _bell_mccaffrey(pulls: Floats, lengths: Floats, bread: Floats) -> Floats:
    """(k,) degrees of freedom: squared trace over squared length of the matrix whose quadratic form the
    variance is.

    pulls (G, k, k): design_g' a_g with a_g (n_g, k) the stretched weights of the k coefficients; lengths
    (G, k): |a_g|^2.
    """
    df = np.empty(len(bread))
    for column in range(len(bread)):
        pull = pulls[:, :, column]
        form = np.diag(lengths[:, column]) - pull @ bread @ pull.T
        df[column] = np.trace(form) ** 2 / np.sum(form**2)
    return df


def _inverse_root(own: Floats, bread: Floats) -> tuple[Floats, Floats]:
    """Inverse square root (m, m) of I - H of one product with the design rows own (m, k), and the directions
    (m, d) that the fit follows exactly: there the residuals are 0, so the root leaves them 0."""
    values, vectors = np.linalg.eigh(np.eye(len(own)) - own @ bread @ own.T)
    kept = values > _SINGULAR
    scaled = vectors[:, kept] / np.sqrt(values[kept])
    return scaled @ vectors[:, kept].T, vectors[:, ~kept]


def _hanging(own: Floats, bread: Floats, followed: Floats) -> Bools:
    """(k,) coefficients that move when the product's outcome moves in a direction that the fit follows."""
    moves = np.abs(bread @ (own.T @ followed)).max(axis=1, initial=0.0)
    return np.asarray(moves > _HANGS * np.sqrt(np.diag(bread)))


def _shares(fit: Fit) -> Floats:
    """(G, k) share of each product in the squared weights that make each coefficient; columns add up to 1."""
    return _sums((fit.design @ fit.bread) ** 2, fit) / np.diag(fit.bread)


def _sums(values: Floats, fit: Fit) -> Floats:
    return np.stack([np.bincount(fit.groups, column) for column in values.T], axis=1)
