"""What the rules say of a photo, in the user's words; of the published one, what `words` says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from engine.records import Category, Decision, Finding, Review, Testimony, WitnessName
from engine.rules.calibrated import CalibratedRule
from engine.rules.odds import probability
from engine.rules.rule import Rule
from gui.browse import words
from gui.shared.category_words import category_name

translate = QCoreApplication.translate

HARDLY = 0.05
"""A smaller weight is no reason to name."""


def rule(judge: Rule) -> str:
    """The rule as one sentence."""
    if not isinstance(judge, CalibratedRule):
        return words.rule(judge.thresholds)
    return translate(
        "RuleWords",
        "Rule: all that the networks saw is weighed together into how likely each category is, and the "
        "likeliest is taken. Below {0} it asks you.",
    ).format(words.score(judge.calibration.sure))


def because(finding: Finding, judge: Rule) -> str:
    """What decided: the user, scores against thresholds, or what counted most."""
    decision = finding.decision
    if finding.user is not None or decision is None or decision.probabilities is None:
        return words.because(finding, judge.thresholds)
    question = "face" if decision.category is Category.ON_MODEL else "person"
    towards = -1 if decision.category is Category.PRODUCT_ONLY else 1
    heard = [one for one in decision.testimony if one.question == question and one.witness != "before"]
    best = max(heard, key=lambda one: towards * one.weight, default=None)
    if best is None or towards * best.weight < HARDLY:
        return ""
    said = value(best)
    name = witness(best.witness).lower()
    return translate("RuleWords", "mostly because: {0}").format(f"{name}, {said}" if said else name)


def review(reason: Review, decision: Decision) -> str:
    """Why the user should look, as one sentence."""
    if reason is not Review.UNCERTAIN or decision.probabilities is None:
        return words.review(reason)
    ranked = sorted(zip(decision.probabilities, Category, strict=True), reverse=True)[:2]
    said = [f"{category_name(category).lower()} {words.score(share)}" for share, category in ranked]
    return translate("RuleWords", "Not sure: {0}, {1}").format(*said)


def witness(name: WitnessName) -> str:
    """Who speaks, short enough for a narrow table."""
    names: dict[WitnessName, str] = {
        "before": translate("RuleWords", "Before looking"),
        "face_score": translate("RuleWords", "Face score"),
        "face_agreement": translate("RuleWords", "Second look"),
        "person_score": translate("RuleWords", "A person anywhere"),
        "impression_worn": translate("RuleWords", "Signs of a person"),
        "impression_face": translate("RuleWords", "Signs of a face"),
        "catalogue": translate("RuleWords", "Your corrections"),
    }
    return names.get(name, name.replace("_", " ").capitalize())


def about(name: WitnessName) -> str:
    """What a witness looks at, as one sentence."""
    sentences: dict[WitnessName, str] = {
        "before": translate("RuleWords", "How often the answer is yes before anything is seen in the photo."),
        "face_score": translate("RuleWords", "How sure MTCNN is of the face."),
        "face_agreement": translate(
            "RuleWords", "How sure MTCNN is of the face when it looks again: mirrored, and in wider crops."
        ),
        "person_score": translate(
            "RuleWords",
            "How sure YOLOv3 is of anybody: boxes too weak to be listed count too, and so does a look at the "
            "photo in small. The geometric mean over all sizes.",
        ),
        "impression_worn": translate(
            "RuleWords",
            "How likely the witness network, which sees the whole photo, takes a person or a part of one "
            "to be in it.",
        ),
        "impression_face": translate(
            "RuleWords", "How likely the witness network takes a face to be in the photo."
        ),
        "catalogue": translate(
            "RuleWords", "What your own corrections in this folder have taught the program."
        ),
    }
    return sentences.get(name, witness(name))


def value(said: Testimony) -> str:
    """What a witness said, in its own unit; empty where it has none of its own."""
    if said.value is None or said.witness == "catalogue":
        return ""
    if said.witness in ("impression_worn", "impression_face"):
        return words.score(probability(said.value))
    return words.score(said.value)


def weight(log_odds: float) -> str:
    """A weight with its sign; what rounds to nothing has none."""
    number = round(float(log_odds), 1)
    if number == 0:
        return QLocale().toString(0.0, "f", 1)
    return ("+" if number > 0 else "−") + QLocale().toString(abs(number), "f", 1)


def weight_explained() -> str:
    """What the numbers of the weight column mean."""
    return translate(
        "RuleWords",
        "How much this speaks for yes (+) or no (−): +1 makes yes nearly three times as likely against no, "
        "−1 as much less likely, 0 changes nothing. (Added to the log-odds.)",
    )


def percent(share: float, *, decimals: int = 0) -> str:
    """A share 0..1 as a percentage."""
    return QLocale().toString(100 * share, "f", decimals) + "\u00a0%"
