"""What a study says, in the user's words and way of writing numbers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.model import Outcome
from engine.stats.plots import FitWords, ForestWords
from engine.stats.sentences import is_clear
from engine.study import Study


def _tr(text: str) -> str:
    return QCoreApplication.translate("results", text)


def count(number: int) -> str:
    """A whole number."""
    return QLocale().toString(number)


def number(value: float | None, decimals: int = 4) -> str:
    """A number with a true minus sign; empty where there is none."""
    return "" if value is None else QLocale().toString(value, "f", decimals).replace("-", "−")


def percent(value: float | None) -> str:
    """A percentage with its sign: +9.0 %."""
    if value is None:
        return _tr("cannot be told")
    return f"{_signed(value)}\u00a0%"


def ends(low: float | None, high: float | None) -> str:
    """The ends of an interval: +2.1 to +16.3 %."""
    if low is None or high is None:
        return ""
    return _tr("{0} to {1}\u00a0%").format(_signed(low), _signed(high))


def p_value(value: float | None) -> str:
    """A p-value, never rounded to 0."""
    if value is None:
        return ""
    return "< " + number(0.0001) if value < 0.0001 else number(value)


def _signed(value: float) -> str:
    shown = round(value, 1) + 0.0  # no "−0.0"
    return ("+" if shown >= 0 else "") + number(shown, 1)


def category_name(category: Category) -> str:
    """The category as a heading."""
    names = {
        Category.ON_MODEL: _tr("On model"),
        Category.WORN: _tr("Worn"),
        Category.PRODUCT_ONLY: _tr("Product only"),
    }
    return names[category]


def outcome_name(outcome: Outcome) -> str:
    """The outcome in a sentence."""
    return {"units": _tr("units"), "revenue": _tr("revenue"), "price": _tr("price")}[outcome]


def headline(study: Study) -> str:
    """One sentence per photo type as rich text, the clear effects in bold."""
    return "".join(f"<p style='margin:0 0 6px 0'>{_sentence(one, study)}</p>" for one in study.effects)


def _sentence(effect: Effect, study: Study) -> str:
    subjects = {Category.ON_MODEL: _tr("Photos on a model"), Category.WORN: _tr("Photos of the worn product")}
    subject, outcome = subjects[effect.category], outcome_name(study.outcome)
    if effect.percent is None or effect.low is None or effect.high is None:
        return _tr("{0}: cannot be told ({1}).").format(subject, effect.missing)
    if is_clear(effect):
        held = _tr(
            "{0} go with <b>{1} {2}</b> (95 %: {3}) compared with product-only photos of the same product "
            "at the same price."
        )
        free = _tr(
            "{0} go with <b>{1} {2}</b> (95 %: {3}) compared with product-only photos of the same product."
        )
        told = held if study.price_held else free
        return told.format(subject, percent(effect.percent), outcome, ends(effect.low, effect.high))
    return _tr(
        "{0}: no clear difference in {1} from product-only photos of the same product; anything between "
        "{2} and {3} "
        "is compatible with the data."
    ).format(subject, outcome, _signed(effect.low), percent(effect.high))


def caution(study: Study) -> str:
    """What stands behind the numbers."""
    text = _tr(
        "{0} of {1} products changed their type of photo. This is an association in your data, not a proof."
    ).format(count(study.switchers), count(study.products))
    seen = [effect.detectable for effect in study.effects if effect.detectable is not None]
    if seen:
        text += " " + _tr("Effects below about {0}\u00a0% could not have been seen reliably.").format(
            number(max(seen), 0)
        )
    return text


def grade_name(colour: str) -> str:
    """The grade as a heading."""
    return {
        "green": _tr("Evidence: solid"),
        "amber": _tr("Evidence: use with care"),
        "red": _tr("Evidence: weak"),
    }[colour]


def grade_meaning(colour: str) -> str:
    """What the grade means for a decision."""
    return {
        "green": _tr("Nothing weakens these numbers beyond their intervals."),
        "amber": _tr("The numbers are usable; what weakens them:"),
        "red": _tr("Do not act on this alone:"),
    }[colour]


def forest_words() -> ForestWords:
    """Texts of the forest plot."""
    return ForestWords(
        rows={category: category_name(category) for category in Category},
        axis=_tr("percent, against product-only photos of the same product (thick 80 %, thin 95 %)"),
        band=_tr("grey: too small to be seen reliably in these data"),
        untold=_tr("cannot be told"),
    )


def fit_words(outcome: Outcome) -> FitWords:
    """Texts of the plot of actual against predicted."""
    axes = {
        "units": (_tr("actual units per product and week"), _tr("predicted units per product and week")),
        "revenue": (
            _tr("actual revenue per product and week"),
            _tr("predicted revenue per product and week"),
        ),
        "price": (_tr("actual price"), _tr("predicted price")),
    }
    rows = {category: category_name(category) for category in Category}
    return FitWords(rows, *axes[outcome], _tr("mean of a twentieth"))
