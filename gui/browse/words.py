"""What the records mean, in the user's words; the only place where the Photos tab makes sentences of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from engine.records import Evidence, Finding, Review
from engine.settings import Thresholds
from gui.shared.category_words import category_name

translate = QCoreApplication.translate


def count(number: int) -> str:
    """A whole number in the user's way of writing."""
    return QLocale().toString(number)


def score(value: float, decimals: int = 2) -> str:
    """A score 0..1 in the user's way of writing; never rounded up to a certainty that it has not."""
    factor = 10**decimals
    return QLocale().toString(int(value * factor + 1e-9) / factor, "f", decimals)


def plain(pixels: float) -> str:
    """A place in a photo, in whole pixels."""
    return str(round(pixels))


def photos(number: int) -> str:
    """How many photos."""
    return (
        translate("Words", "1 photo")
        if number == 1
        else translate("Words", "{0} photos").format(count(number))
    )


def needing_you(number: int) -> str:
    """How many photos need the user."""
    return (
        translate("Words", "1 needs you")
        if number == 1
        else translate("Words", "{0} need you").format(count(number))
    )


def summary(total: int, *, missing: int, doubtful: int, problems: int) -> str:
    """How far a folder is: its photos, those not scanned, those that need the user, those with a problem."""
    parts = [photos(total)] if total else []
    if missing:
        parts.append(translate("Words", "{0} not scanned").format(count(missing)))
    if doubtful:
        parts.append(needing_you(doubtful))
    if problems:
        parts.append(translate("Words", "{0} with a problem").format(count(problems)))
    return " – ".join(parts)


def undecided(number: int) -> str:
    """How many photos the rule just chosen cannot decide about."""
    return translate("Words", "This rule cannot decide about {0} yet: a network has to look first.").format(
        photos(number)
    )


def rule(thresholds: Thresholds) -> str:
    """The published rule as one sentence."""
    return translate(
        "Words",
        "Rule: a face scored {0} or more is on model; else a person scored {1} or more is worn; "
        "else product only.",
    ).format(score(thresholds.face), score(thresholds.person))


def because(finding: Finding, thresholds: Thresholds) -> str:
    """Which scores decided, against which thresholds."""
    if finding.user is not None:
        return translate("Words", "because: you said so") + _program_said(finding)
    evidence, decision = finding.evidence, finding.decision
    if evidence is None or decision is None:
        return ""
    if decision.decided_by == "face":
        return translate("Words", "because: face {0} ≥ {1}").format(
            score(evidence.faces[0].score, 3), score(thresholds.face)
        )
    no_face = _none_above(
        translate("Words", "face"), [face.score for face in evidence.faces], thresholds.face
    )
    persons = [person.score for person in evidence.persons or ()]
    if decision.decided_by == "person":
        return translate("Words", "because: person {0} ≥ {1}, {2}").format(
            score(persons[0]), score(thresholds.person), no_face
        )
    return translate("Words", "because: {0}, {1}").format(
        no_face, _none_above(translate("Words", "person"), persons, thresholds.person)
    )


def _program_said(finding: Finding) -> str:
    if finding.decision is None:
        return ""
    said = category_name(finding.decision.category).lower()
    return translate("Words", " (the program: {0}, {1})").format(said, score(finding.decision.confidence))


def _none_above(what: str, scores: list[float], threshold: float) -> str:
    if not scores:
        return translate("Words", "no {0}").format(what)
    return translate("Words", "no {0} ≥ {1} (best {2})").format(what, score(threshold), score(max(scores)))


def review(reason: Review) -> str:
    """Why the user should look, as one sentence."""
    sentences = {
        Review.FACE_NEAR_THRESHOLD: translate("Words", "The face score is close to its threshold."),
        Review.PERSON_NEAR_THRESHOLD: translate("Words", "The person score is close to its threshold."),
        Review.FACE_WITHOUT_PERSON: translate(
            "Words", "A face, but no person around it: it may be a print or a pattern."
        ),
        Review.SMALL_FACE: translate("Words", "The face is very small in the photo."),
        Review.SMALL_PERSON: translate("Words", "The person fills only a small part of the photo."),
        Review.UNCERTAIN: translate("Words", "No category is likely enough."),
    }
    return sentences[reason]


def stages(evidence: Evidence) -> str:
    """How many boxes each stage of MTCNN kept."""
    seen = evidence.stages
    return translate("Words", "{0} sizes → {1} windows → {2} merged → {3} refined → {4} kept").format(
        *(count(n) for n in (seen.pyramid, seen.proposed, seen.merged, seen.refined, seen.faces))
    )


def spoken(finding: Finding | None, name: str) -> str:
    """One photo for a screen reader: name, category, score, what is to do."""
    if finding is None:
        return translate("Words", "{0}, not scanned yet").format(name)
    if finding.problem:
        return translate("Words", "{0}, problem: {1}").format(name, finding.problem)
    parts = [name]
    if finding.category is not None:
        parts.append(category_name(finding.category).lower())
    if finding.user is not None:
        parts.append(translate("Words", "set by you"))
    elif finding.decision is not None:
        parts.append(translate("Words", "confidence {0}").format(score(finding.decision.confidence)))
    if finding.evidence and finding.evidence.faces:
        parts.append(translate("Words", "face {0}").format(score(finding.evidence.faces[0].score)))
    if finding.needs_review:
        parts.append(translate("Words", "needs you"))
    return ", ".join(parts)


def time_left(seconds: float | None) -> str:
    """Time left, rounded as a person would say it; empty where it is not known."""
    if seconds is None:
        return ""
    if seconds < 90:
        return translate("Words", "{0} s left").format(count(max(1, round(seconds))))
    if seconds < 5400:
        return translate("Words", "{0} min left").format(count(round(seconds / 60)))
    return translate("Words", "{0} h left").format(QLocale().toString(seconds / 3600, "f", 1))


def nothing_shown(folder: str | None, photos_in_it: int) -> tuple[str, str, str]:
    """Why the grid is empty, what may help, and the name of the button for it."""
    if folder is None:
        return (
            translate("Words", "Open a folder of product photos"),
            translate("Words", "Or drop a folder here. Photos stay where they are and are never changed."),
            translate("Words", "Open folder"),
        )
    if not photos_in_it:
        return (
            translate("Words", "No photos in {0}").format(folder),
            translate("Words", "Photos may be in its sub-folders: tick “Include sub-folders” on the left."),
            translate("Words", "Open another folder"),
        )
    return (
        translate("Words", "No photo fits"),
        translate("Words", "No photo passes both the filter and the search."),
        translate("Words", "Show all photos"),
    )
