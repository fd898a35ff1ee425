"""How right, how sure and how fast the rules are on labelled photos, with each network that finds persons.

    python benchmarks/accuracy.py LABELS.csv [--rules published calibrated]
        [--person-models yolov3-tiny yolov3] [--models-dir DIR] [--out FOLDER] [--scenes] [--name TITLE]

LABELS.csv has the columns file and category (1, 2, 3); the photos are beside it. Optional columns: source
(photos of one source are resampled together) and kind (else the file name up to the first _digit). The tables
are printed; FOLDER gets them as accuracy.md, all numbers as accuracy.json, the reliability curves and contact
sheets of every mistake as PNG. Photos that cannot be read are set aside and listed.

Time is that of the networks and the rule; reading the photo is counted apart. All contenders look at a photo
before the next one is read, each time another one first; the first photo, a warm-up, is left out of the time.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.accuracy_measure import contenders, measure, read_labels
from benchmarks.accuracy_pictures import contact_sheets, reliability_diagram
from benchmarks.accuracy_report import markdown, mistakes
from benchmarks.accuracy_results import Results, as_json, results
from engine.errors import StyleliftError
from engine.records import RuleName

RULES = get_args(RuleName)
PERSON_MODELS = ("yolov3-tiny", "yolov3")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--rules", nargs="+", choices=RULES, default=RULES)
    parser.add_argument(
        "--person-models", nargs="+", default=PERSON_MODELS, help="without its weights: left out"
    )
    parser.add_argument("--models-dir", type=Path, help="where the networks are that are not bundled")
    parser.add_argument("--out", type=Path, help="folder for report, numbers and pictures")
    parser.add_argument(
        "--scenes", action="store_true", help="category 3 are empty scenes: how many are called worn?"
    )
    parser.add_argument("--name", help="title of the report")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        run(parser.parse_args())
    except StyleliftError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def run(asked: argparse.Namespace) -> None:
    labels, folder = read_labels(asked.labels), asked.labels.parent
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)  # before minutes of measuring
    rivals, left_out = contenders(asked.rules, asked.person_models, models_dir=asked.models_dir)
    measured = measure(labels, rivals, folder=folder)
    found = results(measured, title=asked.name or f"Accuracy on {asked.labels.name}", left_out=left_out)
    report = markdown(found, scenes=asked.scenes)
    print(report)
    if asked.out:
        write(found, report, folder=folder, out=asked.out)


def write(found: Results, report: str, *, folder: Path, out: Path) -> None:
    """Write the report, the numbers and the pictures into `out`; `folder` has the photos."""
    pictures = [out / "reliability.png"]
    reliability_diagram(found).savefig(pictures[0])
    for judged in found.measured.judged:
        wrong = mistakes(judged, found.measured)
        for page, sheet in enumerate(contact_sheets(judged, found.measured, wrong, folder=folder), start=1):
            pictures.append(out / f"mistakes-{judged.slug}-{page}.png")
            sheet.save(pictures[-1], optimize=True)
    links = "\n".join(f"![{path.stem}]({path.name})\n" for path in pictures)
    (out / "accuracy.md").write_text(f"{report}\n## Pictures\n\n{links}", encoding="utf-8")
    (out / "accuracy.json").write_text(as_json(found), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
