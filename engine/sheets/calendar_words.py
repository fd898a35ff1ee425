"""Names of months, weekdays and weeks as sheets write them.

English, German, French, Spanish, Italian and Portuguese.
"""

from __future__ import annotations

import datetime as dt
import unicodedata

_MAY = 5
_MONTHS = (
    "jan january januar jaenner janner janv janvier ene enero gen gennaio janeiro",
    "feb february februar feber fev fevr fevrier febrero febbraio fevereiro",
    "mar march marz maerz mrz mars marzo marco",
    "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio maio",
    "jun june juni juin junio giu giugno junho",
    "jul july juli juil juillet julio lug luglio julho",
    "aug august aou aout ago agosto",
    "sep september sept septembre septiembre setiembre set settembre setembro",
    "oct october okt oktober octobre octubre ott ottobre out outubro",
    "nov november novembre noviembre novembro",
    "dec december dez dezember decembre dic diciembre dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
"""Month 1..12 by its name or abbreviation as `plain_letters` gives it."""
_WEEKDAYS = (
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
    "mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag "
    "lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche "
    "lunes martes mie miercoles jue jueves vie viernes sab sabado dom domingo "
    "lunedi martedi mercoledi gio giovedi venerdi sabato domenica "
    "seg segunda ter terca qua quarta qui quinta sex sexta feira"
)
WEEKDAYS = frozenset(_WEEKDAYS.split())
_FILLERS = "de del of the den der le la d do am on st nd rd th er o"
FILLERS = frozenset(_FILLERS.split())
"""Words that stand between the parts of a date and say nothing."""
WEEK = r"(?:w|wk|wks|week|kw|cw|woche|kalenderwoche|s|sem|semaine|semana|settimana|sett)"
"""Pattern for the words before the number of a week, as `plain_letters` gives them."""


def plain_letters(text: str) -> str:
    """`text` in small letters without accents: "März" becomes "marz"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def month_name(month: int) -> str:
    """The English name of month 1..12, whatever the language of the system (`%B` follows it)."""
    return _MONTHS[month - 1].split()[1 if month != _MAY else 0].capitalize()


def day_in_words(day: dt.date) -> str:
    """A day that cannot be misread: 3 April 2026."""
    return f"{day.day} {month_name(day.month)} {day.year}"
