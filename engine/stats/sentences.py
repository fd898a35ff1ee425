"""What was found, in plain words: associations with their intervals, never a cause, never "nothing there"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from engine.records import Category, Period
from engine.stats.effects import Effect, Slope
from engine.stats.event_study import LEADS, LeadTest
from engine.stats.model import Estimate, Outcome

ModelCode = Literal["S1", "S2", "S4", "P1"]

SUBJECTS = {Category.ON_MODEL: "Photos on a model", Category.WORN: "Photos of the worn product"}
_OUTCOMES: dict[Outcome, str] = {
    "units": "units sold",
    "revenue": "revenue",
    "price": "price",
    "conversion": "units per session",
    "sessions": "sessions",
}


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 product, 3,120 products."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def signed(value: float) -> str:
    """A percentage with its sign and one decimal: +9.0; never -0.0."""
    return f"{round(value, 1) + 0.0:+.1f}"


def interval(low: float, high: float) -> str:
    """The ends of a 95 % interval: +2.1 to +16.3 %."""
    return f"{signed(low)} to {signed(high)} %"


def p_value(value: float) -> str:
    """A p-value with four decimals, never rounded to 0."""
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


def is_clear(effect: Effect) -> bool:
    """Whether the 95 % interval leaves out 0."""
    return effect.low is not None and effect.high is not None and (effect.low > 0 or effect.high < 0)


def effect_sentence(effect: Effect, *, outcome: Outcome, price_held: bool) -> str:
    """One sentence on one category."""
    subject = SUBJECTS[effect.category]
    if effect.percent is None or effect.low is None or effect.high is None:
        return f"{subject}: cannot be told ({effect.missing})."
    against = "product-only photos of the same product" + (" at the same price" if price_held else "")
    if not is_clear(effect):
        return (
            f"{subject}: no clear difference in {_OUTCOMES[outcome]} from {against}; anything between "
            f"{signed(effect.low)} and {signed(effect.high)} % is compatible with the data."
        )
    return (
        f"{subject} go with {signed(effect.percent)} % {_OUTCOMES[outcome]} "
        f"(95 %: {interval(effect.low, effect.high)}) compared with {against}."
    )


def caution(effects: Sequence[Effect], *, switchers: int, products: int) -> str:
    """What stands behind every number: how many products changed, association, what could not have been
    seen."""
    text = (
        f"Products that changed their type of photo: {switchers:,} of {products:,}. "
        "This is an association in your data, not a proof."
    )
    detectable = [effect.detectable for effect in effects if effect.detectable is not None]
    if found_below_reach(effects):
        text += f" These data show effects below about {max(detectable):.0f} % only by luck, often too large."
    elif detectable:
        text += f" Effects below about {max(detectable):.0f} % could not have been seen reliably."
    return text


def found_below_reach(effects: Sequence[Effect]) -> bool:
    """Whether a clear effect is smaller than what such data show reliably."""
    reach = max((effect.detectable or 0.0 for effect in effects), default=0.0)
    return any(is_clear(effect) and abs(effect.percent or 0.0) < reach for effect in effects)


def unusual(test: LeadTest, *, period: Period) -> str:
    """What stands in place of the effects where the photos were changed in unusual periods; else empty."""
    if not test.unusual or test.p is None:
        return ""
    return (
        f"The photos were changed in unusual {period}s: sales in the {LEADS} {period}s before a change "
        f"already differed from the {period}s around them (p {p_value(test.p)}), so what came after cannot "
        "be told apart from that."
    )


def formula(outcome: Outcome, code: ModelCode = "S1", *, period: Period = "week") -> str:
    """The model in symbols."""
    terms = f"product + {period} + b1*on_model + b2*worn"
    if outcome == "price":
        return f"ln(price) = {terms}"
    if outcome == "conversion":
        terms = f"ln(sessions) + {terms}"
    held = "" if code == "S4" else " + e*ln(price)"
    sold = _fitted_outcome(outcome)
    return f"ln({sold}) = {terms}{held}" if code == "S2" else f"E[{sold}] = exp({terms}{held})"


def model_name(outcome: Outcome, result: Estimate | None, *, period: Period = "week") -> str:
    """The estimator and its standard errors."""
    estimator = "Least squares" if outcome == "price" else "Poisson pseudo-maximum-likelihood"
    errors = f", {result.errors.kind}" if result else ""
    return (
        f"{estimator} with product and {period} fixed effects, standard errors clustered by product{errors}"
    )


def equation(
    outcome: Outcome, effects: Sequence[Effect], price: Slope | None, *, period: Period = "week"
) -> str:
    """The model with the estimated numbers in it."""
    names = {Category.ON_MODEL: "on_model", Category.WORN: "worn"}
    terms = [(effect.beta, names[effect.category]) for effect in effects if effect.beta is not None]
    if price is not None and price.beta is not None:
        terms.append((price.beta, "ln(price)"))
    offset = "ln(sessions) + " if outcome == "conversion" else ""
    body = f"{offset}product + {period}" + "".join(
        f" {'-' if beta < 0 else '+'} {abs(beta):.4f}*{name}" for beta, name in terms
    )
    return f"ln(price) = {body}" if outcome == "price" else f"E[{_fitted_outcome(outcome)}] = exp({body})"


def _fitted_outcome(outcome: Outcome) -> str:
    return "units" if outcome == "conversion" else outcome
