"""What a what-if answer says, in the user's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.records import Category
from engine.stats.model import Outcome
from engine.stats.what_if import WhatIf
from gui.results.words import count, number, percent
from gui.shared.category_words import category_name

translate = QCoreApplication.translate


def _amount(value: float) -> str:
    """A signed amount: whole from 10 on, with one decimal below."""
    decimals = 0 if abs(value) >= 10 else 1
    shown = round(value, decimals) + 0.0
    return ("+" if shown >= 0 else "") + number(shown, decimals)


def found(answer: WhatIf, *, outcome: Outcome, periods: float) -> str:
    """The number, such as "+34 units a month"; empty where there is none. `periods` are those of a month."""
    if answer.gain is None:
        return ""
    unit = (
        translate("WhatIfWords", "{0} revenue a month")
        if outcome == "revenue"
        else translate("WhatIfWords", "{0} units a month")
    )
    return unit.format(_amount(periods * answer.gain))


def told(answer: WhatIf, *, category: Category, asked: int, periods: float) -> tuple[str, str]:
    """The interval in a sentence, and what it rests on."""
    left_out = asked - len(answer.products)
    basis = translate("WhatIfWords", "{0} products with {1} photos, at the same prices as now.").format(
        count(len(answer.products)), category_name(category)
    )
    if left_out:
        basis += " " + translate("WhatIfWords", "{0} show such a photo already.").format(count(left_out))
    if answer.gain is None or answer.low is None or answer.high is None or answer.percent is None:
        return translate("WhatIfWords", "This cannot be told: {0}.").format(answer.missing), basis
    ends = translate("WhatIfWords", "95 %: {0} to {1}, that is {2} of what they sell now.").format(
        _amount(periods * answer.low), _amount(periods * answer.high), percent(answer.percent)
    )
    if not answer.clear:
        ends += " " + translate("WhatIfWords", "More and less are both compatible with the data.")
    return ends, basis
