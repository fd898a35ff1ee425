"""One text as a number: its marks taken off, its digits left for the column to agree on the decimal sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MINUS = "−–‒﹣－"
_BLANKS = "\u00a0\u2007\u2008\u2009\u202f\u2002\u2003\t"
_APOSTROPHES = "’‘ʼ`´"
SAME_SIGNS = str.maketrans(
    _MINUS + _BLANKS + _APOSTROPHES, "-" * len(_MINUS) + " " * len(_BLANKS) + "'" * len(_APOSTROPHES)
)
"""Every sort of minus, blank and apostrophe as the one of the keyboard."""
NO_VALUE = frozenset({"", "-", "--", "n/a", "na", "n.a.", "null", "none", "nan", "k.a."})
"""What exports write where there is no number (casefolded)."""
_MARKS = {
    "EUR": "€|eur|euro",
    "GBP": "£|gbp",
    "USD": "us $|us$|usd",
    "$": "$",
    "BRL": "r$|brl",
    "CAD": "c$|ca$|c $|cad",
    "AUD": "a$|au$|au $|aud",
    "NZD": "nz$|nzd",
    "MXN": "mx$|mxn",
    "SGD": "s$|sgd",
    "HKD": "hk$|hkd",
    "kr": "kr|kr.",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "ISK": "isk",
    "PLN": "zł|zl|pln",
    "CZK": "kč|kc|czk",
    "HUF": "ft|huf",
    "RON": "lei|ron",
    "INR": "₹|rs|rs.|inr",
    "¥": "¥",
    "JPY": "jpy",
    "CNY": "cny|rmb",
    "CHF": "chf|fr.|sfr.",
    "RUB": "₽|rub|руб.",
    "TRY": "₺|tl|try",
    "KRW": "₩|krw",
    "ILS": "₪|ils",
    "AED": "aed",
    "ZAR": "zar",
    "UAH": "₴|uah",
    "BGN": "bgn|лв.",
}
CURRENCIES = {mark: code for code, marks in _MARKS.items() for mark in marks.split("|")}
_MARK = "|".join(re.escape(mark) for mark in sorted(CURRENCIES, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[+-])?\s*(?:(?P<before>{_MARK})\s*)?(?P<inner>[+-])?\s*(?P<lead>%)?\s*"
    r"(?P<digits>[0-9][0-9.,' ]*|[.,][0-9]+)(?P<power>e[+-]?[0-9]+)?"
    rf"\s*(?P<percent>%)?\s*(?P<after>{_MARK})?\s*(?P<trail>-)?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_UNMARKED = re.compile(r"([+-]?)([0-9][0-9.,]*|[.,][0-9]+)")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d\d+")


@dataclass(frozen=True, slots=True)
class NumberText:
    """A text taken apart; `digits` still holds its points, commas and thousands signs."""

    digits: str
    sign: int
    power: int
    percent: bool
    currency: str
    """As in `Numbers.currencies`."""

    @property
    def is_plain_count(self) -> bool:
        """Whether it is a whole number above 0 without any sign."""
        return self.digits.isdigit() and self.digits.strip("0") != ""


def take_apart(text: str) -> NumberText | None:
    """The parts of a number such as "-1.234,50 €" or "(12 %)"; None where the text is none.

    A power written as Excel does (1.23E+12) is no number: its other digits are lost.
    """
    unmarked = _UNMARKED.fullmatch(text)
    if unmarked:
        return NumberText(unmarked[2], -1 if unmarked[1] == "-" else 1, 0, False, "")
    match = _NUMBER.fullmatch(text.translate(SAME_SIGNS).strip())
    if match is None or is_shortened(text):
        return None
    negative = [bool(match["open"]), *(match[part] == "-" for part in ("minus", "inner", "trail"))]
    marks = {CURRENCIES[mark.casefold()] for mark in (match["before"], match["after"]) if mark}
    if sum(negative) > 1 or len(marks) > 1 or bool(match["open"]) != bool(match["close"]):
        return None
    return NumberText(
        match["digits"].strip(),
        -1 if any(negative) else 1,
        int(match["power"][1:]) if match["power"] else 0,
        bool(match["lead"] or match["percent"]),
        next(iter(marks), ""),
    )


def is_shortened(text: str) -> bool:
    """Whether Excel shortened a long code or number to something like 1.23E+12."""
    return _SHORTENED.fullmatch(text.strip()) is not None


def value_of(part: NumberText, *, decimal: str) -> float | None:
    """The number where "." or "," is the decimal sign; None where its digits do not fit that.

    The other sign, blanks and apostrophes mark thousands: groups of three, or of two and at last three as in
    India (12,34,567).
    """
    whole, point, fraction = part.digits.partition(decimal)
    plain = ungrouped(whole) if whole else "0"
    if plain is None or not (fraction or "0").isdigit() or (part.power and plain != whole):
        return None
    value = part.sign * float(f"{plain}{point and '.'}{fraction}e{part.power}")
    return value / 100 if part.percent else value


def ungrouped(whole: str) -> str | None:
    """The digits without their thousands signs; None where they do not group regularly."""
    if whole.isdigit():
        return whole
    signs = set(re.findall(r"[.,' ]", whole))
    groups = re.split(r"[.,' ]", whole)
    threes = re.fullmatch(r"[1-9]\d{0,2}(?: \d{3})+", " ".join(groups))
    twos = re.fullmatch(r"[1-9]\d?(?: \d{2})+ \d{3}", " ".join(groups))
    return "".join(groups) if len(signs) == 1 and (threes or twos) else None
