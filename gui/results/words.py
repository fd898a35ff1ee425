"""What a study says, in the user's words and way of writing numbers.

The sentences of the headline and of the caution stand here a second time: the engine writes them in English
for the report and the command line and knows nothing of Qt, while a translation needs each sentence whole and
as a literal. tests/gui/test_results_words.py holds the two together.
"""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QCoreApplication, QLocale

from engine.records import Category
from engine.sheets.roles import Role
from engine.stats.effects import Effect
from engine.stats.event_study import LEADS
from engine.stats.grade import FEW_SWITCHERS
from engine.stats.model import Outcome
from engine.stats.sentences import found_below_reach, is_clear
from engine.study import Study

translate = QCoreApplication.translate


def _locale() -> QLocale:
    """The user's way of writing numbers; the one of systems without a language leaves out the thousands."""
    locale = QLocale()
    locale.setNumberOptions(locale.numberOptions() & ~QLocale.NumberOption.OmitGroupSeparator)
    return locale


def count(number: int) -> str:
    """A whole number, with signs between the thousands."""
    return _locale().toString(number)


def number(value: float | None, decimals: int = 4) -> str:
    """A number with a true minus sign; empty where there is none."""
    return "" if value is None else _locale().toString(value, "f", decimals).replace("-", "−")


def percent(value: float | None) -> str:
    """A percentage with its sign: +9.0 %."""
    if value is None:
        return translate("ResultsWords", "cannot be told")
    return f"{_signed(value)}\u00a0%"


def ends(low: float | None, high: float | None) -> str:
    """The ends of an interval: +2.1 to +16.3 %."""
    if low is None or high is None:
        return ""
    return translate("ResultsWords", "{0} to {1}\u00a0%").format(_signed(low), _signed(high))


def p_value(value: float | None) -> str:
    """A p-value, never rounded to 0."""
    if value is None:
        return ""
    return "< " + number(0.0001) if value < 0.0001 else number(value)


def _signed(value: float) -> str:
    shown = round(value, 1) + 0.0  # no "−0.0"
    return ("+" if shown >= 0 else "") + number(shown, 1)


def role_name(role: Role) -> str:
    """What a column of a sheet is."""
    return {
        "product": translate("ResultsWords", "Product"),
        "date": translate("ResultsWords", "Date or period"),
        "units": translate("ResultsWords", "Units sold"),
        "revenue": translate("ResultsWords", "Revenue"),
        "price": translate("ResultsWords", "Price of one unit"),
        "image": translate("ResultsWords", "Photo"),
        "sku": translate("ResultsWords", "SKU"),
        "title": translate("ResultsWords", "Title"),
        "discount": translate("ResultsWords", "Discount"),
        "list_price": translate("ResultsWords", "List price"),
        "marketplace": translate("ResultsWords", "Marketplace"),
        "currency": translate("ResultsWords", "Currency"),
        "sessions": translate("ResultsWords", "Visits"),
        "stock": translate("ResultsWords", "Stock"),
        "status": translate("ResultsWords", "Status of the order"),
        "order": translate("ResultsWords", "Order number"),
    }[role]


def outcome_name(outcome: Outcome) -> str:
    """The outcome in a sentence."""
    return {
        "units": translate("ResultsWords", "units sold"),
        "revenue": translate("ResultsWords", "revenue"),
        "price": translate("ResultsWords", "price"),
        "conversion": translate("ResultsWords", "units per session"),
        "sessions": translate("ResultsWords", "sessions"),
    }[outcome]


def headline(study: Study) -> str:
    """One sentence per photo type as rich text, the clear effects in bold.

    Where all this is too little, that comes first, and in bold in their place.
    """
    sentences = [_unusual(study)] if study.unusual else [_sentence(one, study) for one in study.effects]
    if study.too_little:
        lead = html.escape(_too_little(study))
        sentences = [f"<b>{lead}</b>", *(re.sub("</?b>", "", one) for one in sentences)]
    return "".join(f"<p style='margin:0 0 6px 0'>{one}</p>" for one in sentences)


def _too_little(study: Study) -> str:
    if study.switchers == 1:
        return translate("ResultsWords", "Too little to tell: only 1 product changed its type of photo.")
    if study.switchers < FEW_SWITCHERS:
        return translate(
            "ResultsWords", "Too little to tell: only {0} products changed their type of photo."
        ).format(count(study.switchers))
    share = number(100 * study.faulty_share, 0)
    return translate("ResultsWords", "Too little to tell: {0}\u00a0% of the rows could not be used.").format(
        share
    )


def _unusual(study: Study) -> str:
    """What stands in place of the effects where the photos were changed in unusual periods."""
    periods = {
        "day": translate("ResultsWords", "days"),
        "week": translate("ResultsWords", "weeks"),
        "month": translate("ResultsWords", "months"),
    }
    found = study.answer.lead_test.p if study.answer else None
    return translate(
        "ResultsWords",
        "The photos were changed in unusual {0}: sales in the {1} {0} before a change already differed from "
        "the {0} around them (p {2}), so what came after cannot be told apart from that.",
    ).format(periods[study.period], LEADS, p_value(found))


def _sentence(effect: Effect, study: Study) -> str:
    subjects = {
        Category.ON_MODEL: translate("ResultsWords", "Photos on a model"),
        Category.WORN: translate("ResultsWords", "Photos of the worn product"),
    }
    subject, outcome = subjects[effect.category], outcome_name(study.outcome)
    if effect.percent is None or effect.low is None or effect.high is None:
        return translate("ResultsWords", "{0}: cannot be told ({1}).").format(subject, effect.missing)
    if is_clear(effect):
        found = (percent(effect.percent), outcome, ends(effect.low, effect.high))
        return _clear(held=study.price_held).format(subject, *found)
    return _unclear(held=study.price_held).format(subject, outcome, _signed(effect.low), percent(effect.high))


def _clear(*, held: bool) -> str:
    """Template: photo type, effect, outcome, interval; whether the effect holds at the same price."""
    if held:
        return translate(
            "ResultsWords",
            "{0} go with <b>{1} {2}</b> (95 %: {3}) compared with product-only photos of the same product "
            "at the same price.",
        )
    return translate(
        "ResultsWords",
        "{0} go with <b>{1} {2}</b> (95 %: {3}) compared with product-only photos of the same product.",
    )


def _unclear(*, held: bool) -> str:
    """Template: photo type, outcome, lower and upper end."""
    if held:
        return translate(
            "ResultsWords",
            "{0}: no clear difference in {1} from product-only photos of the same product at the same price; "
            "anything between {2} and {3} is compatible with the data.",
        )
    return translate(
        "ResultsWords",
        "{0}: no clear difference in {1} from product-only photos of the same product; "
        "anything between {2} and {3} is compatible with the data.",
    )


def caution(study: Study) -> str:
    """What stands behind the numbers."""
    text = translate(
        "ResultsWords",
        "Products that changed their type of photo: {0} of {1}. This is an association in your data, not a "
        "proof.",
    ).format(count(study.switchers), count(study.products))
    seen = [effect.detectable for effect in study.effects if effect.detectable is not None]
    if found_below_reach(study.effects):
        text += " " + translate(
            "ResultsWords",
            "These data show effects below about {0}\u00a0% only by luck, often too large.",
        ).format(number(max(seen), 0))
    elif seen:
        text += " " + translate(
            "ResultsWords", "Effects below about {0}\u00a0% could not have been seen reliably."
        ).format(number(max(seen), 0))
    return text


def grade_name(colour: str) -> str:
    """The grade as a heading."""
    return {
        "green": translate("ResultsWords", "Evidence: solid"),
        "amber": translate("ResultsWords", "Evidence: use with care"),
        "red": translate("ResultsWords", "Evidence: weak"),
    }[colour]


def grade_meaning(colour: str) -> str:
    """What the grade means for a decision."""
    return {
        "green": translate("ResultsWords", "Nothing weakens these numbers beyond their intervals."),
        "amber": translate("ResultsWords", "The numbers are usable; what weakens them:"),
        "red": translate("ResultsWords", "Do not act on this alone:"),
    }[colour]


def weeks_without_row(study: Study) -> str:
    """How many there are between a product's first and last sale, and what was done about them."""
    missing, filled = study.weeks_missing, min(study.weeks_filled, study.weeks_missing)
    if not missing:
        return translate("ResultsWords", "There are none.")
    if study.refused:
        return translate("ResultsWords", "There are {0}.").format(count(missing))
    if filled == missing:
        return translate("ResultsWords", "{0} counted as 0").format(count(filled))
    if not filled:
        return translate("ResultsWords", "{0} left out as unknown").format(count(missing))
    return translate("ResultsWords", "{0} counted as 0, {1} left out as unknown").format(
        count(filled), count(missing - filled)
    )
