"""The words of the command line."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from engine.records import RuleName
from engine.settings import Detection

EXIT_CODES = """\
exit codes:
  0 done                 1 done, but some photos or rows had a problem (they are listed)
  130 stopped by Ctrl+C  2 wrong use or nothing readable
"""
WITHOUT_A_WINDOW = """\
without a window:
  main.py classify FOLDER --out results.csv             a category for every photo
  main.py influence SALES --photos results.csv          what the categories do to sales and price
  main.py demo                                          a small simulated shop, both halves run on it
  main.py classify --help, main.py influence --help, main.py demo --help
"""


def parse(words: Sequence[str]) -> Namespace:
    """Read the command line; `command` is one of window, classify, influence, demo.

    Prints a message and exits with 2 on wrong use.
    """
    common = ArgumentParser(add_help=False)
    common.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep results, thumbnails and settings in DIR"
    )
    known, rest = common.parse_known_args(words)
    command = rest[0] if rest and rest[0] in _COMMANDS else "window"
    parser = _COMMANDS[command](common)
    chosen, unknown = parser.parse_known_args(rest if command == "window" else rest[1:])
    if unknown:
        parser.error(f"{unknown[0]} has no meaning here; the commands are classify, influence and demo")
    return Namespace(**{**vars(chosen), "command": command, "data_dir": known.data_dir})


def _window(common: ArgumentParser) -> ArgumentParser:
    parser = ArgumentParser(
        prog="main.py",
        parents=[common],
        formatter_class=RawDescriptionHelpFormatter,
        description="Stylelift tells what the style of a product photo does to sales and price.",
        epilog=WITHOUT_A_WINDOW + EXIT_CODES,
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="open the window on FOLDER")
    return parser


def _classify(common: ArgumentParser) -> ArgumentParser:
    parser = _command("classify", common, "Put every photo of a folder into one of three categories.")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--out",
        type=_file_ending_in(".csv", ".xlsx", ".json"),
        metavar="FILE",
        help="the photo table: .csv, .xlsx or .json; .coco.json writes boxes and landmarks as COCO",
    )
    parser.add_argument("--recursive", action="store_true", help="also look into the folders below")
    parser.add_argument(
        "--rule", choices=get_args(RuleName), help="how to decide; without it, what is best on unseen photos"
    )
    parser.add_argument(
        "--without-catalogue",
        action="store_true",
        help="decide without what your corrections taught the calibrated rule about this folder",
    )
    parser.add_argument(
        "--person-model", metavar="NAME", default=Detection().person_model, help="yolov3-tiny or yolov3"
    )
    parser.add_argument("--workers", type=_workers, metavar="N", default=1, help="processes (1)")
    parser.add_argument("--both", action="store_true", help="look for persons also where a face decided")
    return parser


def _influence(common: ArgumentParser) -> ArgumentParser:
    parser = _command("influence", common, "Estimate what the categories do to sales and price.")
    parser.add_argument("sales", nargs="+", type=Path, metavar="SALES")
    parser.add_argument(
        "--photos", type=Path, required=True, metavar="FILE", help="the photo table that `classify` wrote"
    )
    parser.add_argument("--catalogue", type=Path, metavar="FILE", help="columns product, image")
    parser.add_argument(
        "--changes", type=Path, metavar="FILE", help="the photo history: columns product, image, from, to"
    )
    parser.add_argument(
        "--answer",
        type=_answer,
        action="append",
        default=[],
        metavar="KEY=CHOICE",
        help="how to read what a sheet leaves open; the question names both (may be repeated)",
    )
    parser.add_argument("--outcome", choices=("units", "revenue", "price"), default="units")
    parser.add_argument(
        "--out",
        type=_file_ending_in(".html", ".pdf", ".xlsx", ".zip"),
        metavar="FILE",
        help="write a report: .html, .pdf, .xlsx, or .zip with a script that gives the same digits",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers as JSON")
    return parser


def _demo(common: ArgumentParser) -> ArgumentParser:
    parser = _command("demo", common, "Make a small shop with simulated sales and run both halves on it.")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", default=Path("demo-shop"), help="where (demo-shop)"
    )
    return parser


def _command(name: str, common: ArgumentParser, description: str) -> ArgumentParser:
    return ArgumentParser(
        prog=f"main.py {name}",
        parents=[common],
        formatter_class=RawDescriptionHelpFormatter,
        description=description,
        epilog=EXIT_CODES,
    )


def _workers(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("must be 1 or more")
    return int(text)


def _answer(text: str) -> tuple[str, str]:
    key, sign, choice = text.rpartition("=")
    if not sign or not key or not choice:
        raise ArgumentTypeError(f"{text} must be KEY=CHOICE")
    return key, choice


def _file_ending_in(*endings: str) -> Callable[[str], Path]:
    """Refuse another ending at once, not after an hour of scanning."""

    def file(text: str) -> Path:
        if not text.lower().endswith(endings):
            raise ArgumentTypeError(f"{text} must end in {' or '.join(endings)}")
        return Path(text)

    return file


_COMMANDS: dict[str, Callable[[ArgumentParser], ArgumentParser]] = {
    "window": _window,
    "classify": _classify,
    "influence": _influence,
    "demo": _demo,
}
