"""Standard errors that let the weeks of a product resemble each other: CR1, and CR2 with its own degrees
of freedom.

Sources: Bell & McCaffrey (2002), "Bias reduction in standard errors for linear regression with multi-stage
samples"; Pustejovsky & Tipton (2018), section 2, for CR2 with absorbed effects and the Satterthwaite
degrees of freedom. For PPML the same formulas hold on the last step of the iteration, whose rows `Fit`
carries already weighted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.stats.ppml import Fit, Floats

CR2_LIMIT = 200
_SINGULAR = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """`cov`: (k, k) covariance of the coefficients; `df`: (k,) degrees of freedom of their t
    distributions."""

    cov: Floats
    df: Floats
    kind: str
    """"CR2" or "CR1"."""

    @property
    def se(self) -> Floats:
        """(k,) standard errors."""
        return np.sqrt(np.diag(self.cov))


def clustered(fit: Fit) -> Errors:
    """CR2 with Bell-McCaffrey degrees of freedom up to 200 products, CR1 with t(G - 1) above."""
    return cr2(fit) if int(fit.groups.max()) < CR2_LIMIT else cr1(fit)


def cr1(fit: Fit) -> Errors:
    """Scores summed per product, times G/(G-1) (n-1)/(n-K); K counts the columns and one for the products.

    That is fixest's default, in which effects nested in the clusters count as one.
    """
    rows, columns = fit.design.shape
    scores = _sums(fit.design * fit.residual[:, None], fit)
    clusters = len(scores)
    factor = clusters / (clusters - 1) * (rows - 1) / (rows - columns - 1)
    cov = factor * fit.bread @ (scores.T @ scores) @ fit.bread
    return Errors(cov, np.full(columns, float(clusters - 1)), "CR1")


def cr2(fit: Fit) -> Errors:
    """Each product's residuals stretched by (I - H)^(-1/2), so that equal independent errors give no bias.

    Demeaned columns give the same as full dummies, because the product effects are nested in the clusters.
    """
    columns = fit.design.shape[1]
    clusters = int(fit.groups.max()) + 1
    scores = np.empty((clusters, columns))
    pulls = np.empty((clusters, columns, columns))
    lengths = np.empty((clusters, columns))
    order = np.argsort(fit.groups, kind="stable")
    for cluster, members in enumerate(np.split(order, np.cumsum(np.bincount(fit.groups))[:-1])):
        own = fit.design[members]
        stretch = _inverse_root(np.eye(len(members)) - own @ fit.bread @ own.T)
        scores[cluster] = own.T @ (stretch @ fit.residual[members])
        moved = stretch @ own @ fit.bread
        pulls[cluster] = own.T @ moved
        lengths[cluster] = np.einsum("ij,ij->j", moved, moved)
    cov = fit.bread @ (scores.T @ scores) @ fit.bread
    return Errors(cov, _bell_mccaffrey(pulls, lengths, fit.bread), "CR2")


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


def _inverse_root(matrix: Floats) -> Floats:
    """Symmetric inverse square root; directions in which the residuals are 0 anyway stay 0."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > _SINGULAR
    scaled = vectors[:, kept] / np.sqrt(values[kept])
    return np.asarray(scaled @ vectors[:, kept].T)


def _sums(values: Floats, fit: Fit) -> Floats:
    return np.stack([np.bincount(fit.groups, column) for column in values.T], axis=1)
