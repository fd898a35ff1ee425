"""What would change the category: the nearest threshold or weight, as one sentence."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from engine.records import Category, Decision, Evidence
from engine.rules.odds import log_odds
from engine.rules.rule import Rule
from gui.browse import rule_words, words
from gui.shared.category_words import category_name

translate = QCoreApplication.translate
_LEAST = 1e-6


def flip(decision: Decision, evidence: Evidence, rule: Rule) -> str:
    """The smallest change of what the networks said that leads to another category."""
    if decision.probabilities is not None:
        return _by_weight(decision.probabilities)
    return _by_score(decision, evidence, rule)


def _by_weight(probabilities: tuple[float, float, float]) -> str:
    """Each question's shift in log-odds at which another category becomes the likeliest."""
    face, worn, product = (min(1 - _LEAST, max(_LEAST, share)) for share in probabilities)
    person = worn / (worn + product)
    other = Category.WORN if person >= 0.5 else Category.PRODUCT_ONLY
    by_face = math.log(max(person, 1 - person)) - log_odds(face)
    shifts = [(by_face, Category.ON_MODEL if by_face > 0 else other, translate("FlipWords", "a face"))]
    if by_face > 0:
        rival = Category.PRODUCT_ONLY if other is Category.WORN else Category.WORN
        shifts.append((-log_odds(person), rival, translate("FlipWords", "a person")))
    shift, category, sign = min(shifts, key=lambda one: abs(one[0]))
    words_for = (
        translate("FlipWords", "It would be {0} if what counts for “{1}” were higher by {2}.")
        if shift > 0
        else translate("FlipWords", "It would be {0} if what counts for “{1}” were lower by {2}.")
    )
    return words_for.format(category_name(category).lower(), sign, rule_words.weight(abs(shift)).lstrip("+"))


def _by_score(decision: Decision, evidence: Evidence, rule: Rule) -> str:
    face, person = words.score(rule.thresholds.face), words.score(rule.thresholds.person)
    if decision.category is Category.ON_MODEL:
        return translate("FlipWords", "With a face score below {0} it would not be on model.").format(face)
    above = translate("FlipWords", "With a face score of {0} or more it would be on model.").format(face)
    if decision.category is Category.WORN:
        second = translate("FlipWords", "With a person score below {0} it would be product only.")
    else:
        second = translate("FlipWords", "With a person score of {0} or more it would be worn.")
    return f"{above} {second.format(person)}"
