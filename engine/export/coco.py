"""What was found as a COCO file, so that other programs for labelled pictures can open it.

The format is that of https://cocodataset.org/#format-data: a box is [x, y, width, height], a keypoint is x, y
and v, where v is 2 for one that is seen and 0, with x and y 0, for one that is not labelled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.errors import readable_name
from engine.export.exporting import Watch, no_category, watched, write_result
from engine.export.photo_table import believed_faces, believed_persons
from engine.records import Box, Category, Evidence, Face, Finding
from engine.settings import Thresholds

COCO_ENDING = ".coco.json"
PERSON, FACE = 1, 2
"""Ids of the categories; a person has the one that it has in COCO's own files."""
CATEGORIES: tuple[dict[str, Any], ...] = (
    {"id": PERSON, "name": "person", "supercategory": "person"},
    {
        "id": FACE,
        "name": "face",
        "supercategory": "person",
        "keypoints": ["left_eye", "right_eye", "nose", "mouth_left", "mouth_right"],
        "skeleton": [],
    },
)

_Part = dict[str, Any]


def write_coco(
    findings: Sequence[Finding],
    path: Path,
    *,
    model: str,
    thresholds: Thresholds | None = None,
    watch: Watch | None = None,
) -> None:
    """Write images, and faces and persons from `thresholds` on, as one COCO file.

    The decision about a photo is under `stylelift` in its image, where all of it comes from under `stylelift`
    in `info`; photos that no network has seen have no size, so they are listed there with the reason. Left
    and right are as seen in the picture. Raises ExportFailed, and ExportStopped before anything is written.
    """
    believed = thresholds or Thresholds()
    images: list[_Part] = []
    found: list[_Part] = []
    aside: list[_Part] = []
    for number, finding in enumerate(watched(findings, watch=watch or Watch()), start=1):
        if finding.evidence is None:
            reason = finding.problem or "No network has seen it yet: scan it."
            aside.append({**_decision(finding), "file_name": _name(finding), "problem": reason})
            continue
        images.append(_image(finding, finding.evidence, number=number))
        for part in _annotations(finding.evidence, thresholds=believed):
            found.append({"id": len(found) + 1, "image_id": number, **part})
    content = {
        "info": _info(model=model, thresholds=believed, aside=aside),
        "licenses": [],
        "images": images,
        "annotations": found,
        "categories": CATEGORIES,
    }
    write_result(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def _info(*, model: str, thresholds: Thresholds, aside: list[_Part]) -> _Part:
    now = datetime.now(tz=UTC)
    return {
        "year": now.year,
        "version": "1",
        "description": "Product photos by Stylelift: faces, persons, and a photo category for each image",
        "contributor": "",
        "url": "",
        "date_created": now.isoformat(timespec="seconds"),
        "stylelift": {
            "program": f"Stylelift {metadata.version('stylelift')}",
            "model": model,
            "thresholds": asdict(thresholds),
            "photo_categories": {int(category): category.label for category in Category},
            "set_aside": aside,
        },
    }


def _image(finding: Finding, evidence: Evidence, *, number: int) -> _Part:
    name = {"id": number, "file_name": _name(finding), "width": evidence.width, "height": evidence.height}
    return {**name, "stylelift": _decision(finding)}


def _name(finding: Finding) -> str:
    return readable_name(finding.photo.name)


def _decision(finding: Finding) -> _Part:
    """The category that counts, the decision that the rule gave, and the user's word."""
    category, decision = finding.category, finding.decision
    decider = "user" if finding.user is not None else decision.decided_by if decision else None
    return {
        "category": category and int(category),
        "category_name": category and category.label,
        "decided_by": decider,
        "rule_category": int(decision.category) if decision else None,
        "rule_confidence": round(decision.confidence, 4) if decision else None,
        "review": finding.needs_review,
        "problem": finding.problem or (None if category else no_category(finding)),
    }


def _annotations(evidence: Evidence, *, thresholds: Thresholds) -> list[_Part]:
    """What lies inside the photo; a box wholly outside its frame has no area there."""
    size = (evidence.width, evidence.height)
    persons = [
        {**_boxed(one.box, size=size, category=PERSON), "score": round(one.score, 4)}
        for one in believed_persons(evidence, thresholds)
    ]
    faces = [
        {**_boxed(one.box, size=size, category=FACE), "score": round(one.score, 4), **_points(one, size=size)}
        for one in believed_faces(evidence, thresholds)
    ]
    return [part for part in (*faces, *persons) if part["area"] > 0]


def _boxed(box: Box, *, size: tuple[int, int], category: int) -> _Part:
    x0, x1 = (round(min(max(x, 0.0), size[0]), 1) for x in (box[0], box[2]))
    y0, y1 = (round(min(max(y, 0.0), size[1]), 1) for y in (box[1], box[3]))
    wide, high = round(x1 - x0, 1), round(y1 - y0, 1)
    return {
        "category_id": category,
        "bbox": [x0, y0, wide, high],
        "area": round(wide * high, 2),
        "segmentation": [],
        "iscrowd": 0,
    }


def _points(face: Face, *, size: tuple[int, int]) -> _Part:
    points = [
        (round(x, 1), round(y, 1), 2) if 0 <= x <= size[0] and 0 <= y <= size[1] else (0, 0, 0)
        for x, y in face.landmarks
    ]
    return {
        "keypoints": [value for point in points for value in point],
        "num_keypoints": sum(seen > 0 for _, _, seen in points),
    }
