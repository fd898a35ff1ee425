"""The steps of the Why view: what each is called, what it says, which boxes it draws."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.records import Box, Category, Point, Stage, Trace
from engine.rules.rule import Rule
from gui.browse import rule_words, words
from gui.browse.flip_words import flip
from gui.shared.category_words import category_name

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the Why view."""

    title: str
    text: str
    boxes: tuple[tuple[Box, float], ...] = ()
    landmarks: tuple[Point, ...] = ()
    colour: Category = Category.ON_MODEL
    scales: tuple[float, ...] = ()
    """Copies of the photo to draw side by side, by their scale."""
    canvas: Box | None = None
    """A square around the photo, in photo pixels: the letterbox."""


def steps(trace: Trace, rule: Rule) -> list[Step]:
    """All steps of one photo, as far as the networks ran."""
    return [*_mtcnn(trace), *_yolov3(trace), *_witness(trace), _decision(trace, rule)]


def _mtcnn(trace: Trace) -> list[Step]:
    faces = trace.evidence.faces
    landmarks = tuple(point for face in faces for point in face.landmarks)
    counts = words.stages(trace.evidence)
    pyramid = translate("Why", "P-Net looks at {0} shrinking copies of the photo.").format(len(trace.scales))
    return [
        Step(translate("Why", "Pyramid"), f"{pyramid} {counts}", scales=trace.scales),
        _stage(translate("Why", "P-Net: windows with a face score of 0.6 or more"), trace.proposed, counts),
        _stage(translate("Why", "P-Net: overlapping boxes merged"), trace.merged, counts),
        _stage(translate("Why", "P-Net: boxes made square"), trace.squared, counts),
        _stage(translate("Why", "R-Net: boxes that pass the second look"), trace.refined, counts),
        Step(
            translate("Why", "O-Net: faces with landmarks"),
            counts,
            boxes=tuple((face.box, face.score) for face in faces),
            landmarks=landmarks,
        ),
    ]


def _stage(title: str, stage: Stage, counts: str) -> Step:
    drawn = ""
    if len(stage.boxes) < stage.count:
        drawn = translate("Why", "The best {0} are drawn. ").format(words.count(len(stage.boxes)))
    return Step(title, drawn + counts, boxes=stage.boxes)


def _yolov3(trace: Trace) -> list[Step]:
    if trace.looks is None:
        text = translate("Why", "YOLOv3 did not run: a face had decided.")
        return [Step(translate("Why", "YOLOv3"), text, colour=Category.WORN)]
    made = []
    for look in trace.looks:
        x0, y0, x1, y1 = look.photo
        wide, high = trace.evidence.width / (x1 - x0), trace.evidence.height / (y1 - y0)
        canvas = (-x0 * wide, -y0 * high, (look.size - x0) * wide, (look.size - y0) * high)
        title = translate("Why", "YOLOv3 at {0} × {0} pixels").format(look.size)
        text = translate("Why", "{0} boxes with a person score of 0.05 or more.").format(look.persons.count)
        boxes = look.persons.boxes
        made.append(Step(title, text, boxes=boxes, colour=Category.WORN, canvas=canvas))
    return made


def _witness(trace: Trace) -> list[Step]:
    seen = trace.evidence.impression
    if seen is None:
        return []
    text = translate("Why", "Nothing in the photo speaks for a person.")
    if seen.look is not None:
        text = translate("Why", "What in the photo speaks most for a person.")
    boxes = () if seen.look is None else ((seen.look, 0.0),)
    return [Step(translate("Why", "Where the witness looks"), text, boxes=boxes, colour=Category.WORN)]


def _decision(trace: Trace, rule: Rule) -> Step:
    title = translate("Why", "Decision")
    if rule.lacks(trace.evidence):
        return Step(title, translate("Why", "This rule needs another network to look first."))
    decision = rule.decide(trace.evidence)
    named = f"{category_name(decision.category)} {words.score(decision.confidence)}."
    parts = (named, rule_words.rule(rule), flip(decision, trace.evidence, rule))
    return Step(title, " ".join(parts), colour=decision.category)
