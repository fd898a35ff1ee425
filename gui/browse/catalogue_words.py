"""What was learned from the user's corrections, in plain words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.catalogue import Learned
from engine.rules.lesson import ENOUGH, Trial
from gui.browse import words
from gui.browse.rule_words import percent

translate = QCoreApplication.translate


def learned(what: Learned) -> str:
    """How many corrections there are, and whether what they teach is in use."""
    number = corrections(what.corrections)
    if not what.learning:
        off = [
            translate("CatalogueWords", "Switched off."),
            number if what.corrections else "",
            _if_on(what.trial),
        ]
        return " ".join(part for part in off if part)
    if not what.corrections:
        return translate("CatalogueWords", "None yet. The program learns from {0} on.").format(ENOUGH)
    if what.corrections < ENOUGH:
        return translate("CatalogueWords", "{0} of {1} corrections needed.").format(what.corrections, ENOUGH)
    if what.trial is None:
        one_kind = translate("CatalogueWords", "Not in use: they do not tell worn from product only.")
        return f"{number} {one_kind}"
    return f"{number} {_tried(what.trial)}"


def corrections(number: int) -> str:
    """How many corrections, as a sentence."""
    if number == 1:
        return translate("CatalogueWords", "1 correction.")
    return translate("CatalogueWords", "{0} corrections.").format(words.count(number))


def _tried(trial: Trial) -> str:
    shares = _shares(trial)
    if trial.better:
        agreement = translate("CatalogueWords", "Agreement on photos it has not seen: {0}.").format(shares)
        used = translate("CatalogueWords", "In use.")
        if trial.changes:
            used = translate("CatalogueWords", "In use: it changes {0}.").format(words.photos(trial.changes))
        return f"{agreement} {used}"
    if trial.after > trial.before:
        return translate("CatalogueWords", "Not in use: {0} may be luck so far.").format(shares)
    return translate("CatalogueWords", "Not in use: no better than without ({0}).").format(shares)


def _if_on(trial: Trial | None) -> str:
    if trial is None or not trial.better:
        return ""
    return translate("CatalogueWords", "On, agreement would go {0}.").format(_shares(trial))


def _shares(trial: Trial) -> str:
    """Agreement before and after, on one line and in as few digits as show the difference."""
    fine = int(f"{trial.before:.2f}" == f"{trial.after:.2f}" and trial.before != trial.after)
    return "\u00a0→\u00a0".join(percent(share, decimals=fine) for share in (trial.before, trial.after))
