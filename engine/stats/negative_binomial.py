"""Counts whose variance grows faster than their mean: the negative binomial model NB2, as a second view.

Source: Cameron & Trivedi (2013), "Regression analysis of count data", section 3.3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import EffectRefused
from engine.stats.ppml import Floats


@dataclass(frozen=True, slots=True, eq=False)
class NegativeBinomial:
    """A fit of E y = mu = exp(columns beta), var y = mu + alpha mu^2."""

    beta: Floats
    """(k,)."""
    se: Floats
    """(k,) from the observed information."""
    alpha: float
    log_likelihood: float


def fit_negative_binomial(*, outcome: Floats, columns: Floats) -> NegativeBinomial:
    """Maximum likelihood of counts (n,) on (n, k) columns, the constant among them.

    Not for many product dummies: each estimate of a product effect would spoil alpha. Raises EffectRefused
    where it does not settle.
    """
    from statsmodels.discrete.discrete_model import NegativeBinomial as Model
    from statsmodels.discrete.discrete_model import Poisson

    start = Poisson(outcome, columns).fit(method="newton", disp=False)
    mean = start.predict()
    alpha = float(np.mean((outcome - mean) ** 2 - mean) / np.mean(mean**2))
    model = Model(outcome, columns)
    # statsmodels' own default stops 5e-4 away from the top and calls it converged; Newton goes all the way.
    near = model.fit(
        start_params=np.append(start.params, max(alpha, 0.1)),
        method="bfgs",
        maxiter=200,
        disp=False,
        warn_convergence=False,
        skip_hessian=True,
    )
    fitted = model.fit(start_params=near.params, method="newton", maxiter=100, disp=False)
    if not fitted.mle_retvals["converged"]:
        raise EffectRefused("The negative binomial model did not settle on these sales.")
    k = columns.shape[1]
    return NegativeBinomial(
        np.asarray(fitted.params[:k]),
        np.asarray(fitted.bse[:k]),
        float(fitted.params[k]),
        float(fitted.llf),
    )
