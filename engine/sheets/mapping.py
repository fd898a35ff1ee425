"""Which column of a sheet has which role: guessed from headers and values, asked where that is not sure, and
kept for sheets with the same headers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from engine.errors import CatalogueGiven, ColumnsMissing
from engine.files import replace_file
from engine.sheets.platforms import Platform, first_place, platform_named, recognise
from engine.sheets.questions import Answers, Choice, Question, question_key
from engine.sheets.roles import LABELS, NUMERIC, ROLES, Role, exact_header, header_scores
from engine.sheets.table import Table

SURE = 0.8
"""Confidence from which a column is taken without asking."""
NO_COLUMN = "none"
_SAMPLE = 200
_MISFIT = 0.3
_GUESS = 0.4
_SUBSTITUTES: tuple[tuple[Role, float], ...] = (("title", 0.84), ("sku", 0.82))
"""What names the product where no column is called so."""
_NEEDED: tuple[Role, ...] = ("product", "date", "units", "revenue", "price")
_DATE_LIKE = (
    r"(?i)\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[t ].*)?|\d{1,2}[-/. ]+\w{2,10}[-/. ,]+\d{2,4}(?: .*)?"
    r"|[^\W\d]{3,10}[-/. ]+(?:\d{1,2}[-/., ]+)?\d{2,4}|(?:\d{4}-?w|kw ?)\d{1,2}.*|[2-5]\d{4}"
)
_NUMBER_LIKE = r"[^\d\w]*(?:[^\W\d]{1,3}\W{0,2})?[\d.,'\u2019 \u00a0\u202f]*\d[^\d\w]*(?:[^\W\d]{1,3})?\W*"
_IMAGE_LIKE = r"(?i).*\.(?:jpe?g|png|webp|heic|gif|avif|tiff?)(?:\?.*)?"
_TESTS: dict[Role, str] = {role: _NUMBER_LIKE for role in NUMERIC} | {
    "date": _DATE_LIKE,
    "image": _IMAGE_LIKE,
}

Scores = dict[Role, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The place of the column of each role, for all sheets with the same headers."""

    columns: Mapping[Role, int]
    confidence: Mapping[Role, float]
    """0..1 for each role of `columns`; from SURE on a column is taken without asking."""
    platform: str
    """Name of the platform whose export it is, else ""."""
    header_hash: str


def header_hash(header: Sequence[str]) -> str:
    """16 hexadecimal digits, the same for the same headers in any case and with any dashes."""
    return hashlib.blake2b("\x1f".join(map(exact_header, header)).encode(), digest_size=8).hexdigest()


def guess_mapping(table: Table) -> ColumnMapping:
    """The most likely role of each column, each role at most once and each column at most once."""
    known = header_hash(table.header)
    platform = recognise(table.header)
    if platform is not None:
        columns = _platform_columns(table, platform)
        return ColumnMapping(columns, dict.fromkeys(columns, 1.0), platform.name, known)
    scores = _scores(table)
    columns = _assigned(scores)
    confidence: dict[Role, float] = {
        role: _confidence(scores, role, place, taken=set(columns.values())) for role, place in columns.items()
    }
    for role, place in _guesses(table, columns).items():
        columns[role], confidence[role] = place, _GUESS
    return ColumnMapping(columns, confidence, "", known)


def _platform_columns(table: Table, platform: Platform) -> dict[Role, int]:
    places = {role: first_place(table.header, names) for role, names in platform.roles.items()}
    found = {role: place for role, place in places.items() if place is not None}
    for role in ("product", "sku"):  # a column that is there and blank names nothing
        others = platform.roles.get(role, ())[1:]
        if role in found and others and not table.cells[found[role]].ne("").any():
            other = first_place(table.header, others)
            found[role] = found[role] if other is None else other
    return found


def _scores(table: Table) -> Scores:
    """How much header and values speak for each pair of role and place, 0 where the header says nothing."""
    scores = {role: np.zeros(len(table.header)) for role in ROLES}
    for place, name in enumerate(table.header):
        by_header = header_scores(name)
        for role, score in by_header.items():
            scores[role][place] = score - _MISFIT * _misfits(table, place, role)
        for role, score in _SUBSTITUTES:
            if role in by_header and "product" not in by_header:
                scores["product"][place] = score
    return scores


def _misfits(table: Table, place: int, role: Role) -> bool:
    """Whether most of the filled cells are not what a column of this role holds.

    A photo may be named without the end of its file name, so there the header is believed.
    """
    if role == "image":
        return False
    share = _share_like(table, place, role)
    return share is not None and share < 0.5


def _share_like(table: Table, place: int, role: Role) -> float | None:
    if role not in _TESTS or place in table.typed_numbers or place in table.typed_days:
        return None
    sample = table.cells[place].iloc[: 5 * _SAMPLE]
    sample = sample[sample != ""].iloc[:_SAMPLE]
    return float(sample.str.fullmatch(_TESTS[role]).mean()) if len(sample) else None


def _assigned(scores: Scores) -> dict[Role, int]:
    """One place for each role by the best total, the needed roles before all others."""
    weighted = [scores[role] * (2.0 if role in _NEEDED else 1.0) for role in ROLES]
    rows, places = linear_sum_assignment(np.array(weighted), maximize=True)
    pairs = {ROLES[row]: int(place) for row, place in zip(rows, places, strict=True)}
    return {role: place for role, place in pairs.items() if scores[role][place] > 0}


def _confidence(scores: Scores, role: Role, place: int, *, taken: set[int]) -> float:
    """The score, lowered below SURE where a free column has an equally plain header for the same number."""
    score = float(scores[role][place])
    rivals = set(np.flatnonzero(scores[role] >= SURE).tolist()) - taken
    return min(score, SURE - 0.05) if rivals and role in NUMERIC and role in _NEEDED else score


def _guesses(table: Table, columns: Mapping[Role, int]) -> dict[Role, int]:
    """A column whose values alone fit a needed role that no header names."""
    free = [place for place in range(len(table.header)) if place not in columns.values()]
    found: dict[Role, int] = {}
    for role in ("date", "image", "units"):
        if role in columns or (role == "units" and {"revenue", "price"} <= set(columns)):
            continue
        shares = {place: _share_like(table, place, role) or 0.0 for place in free}
        best = max(shares, key=lambda place: shares[place], default=None)
        if best is not None and shares[best] >= 0.8:
            found[role] = best
            free.remove(best)
    texts = {place: _distinct_words(table, place) for place in free}
    if "product" not in columns and texts and max(texts.values()):
        found["product"] = max(texts, key=lambda place: texts[place])
    return found


def _distinct_words(table: Table, place: int) -> int:
    sample = table.cells[place].iloc[: 5 * _SAMPLE]
    return int(sample[sample.str.contains(r"[^\W\d]{2}")].nunique())


def settle(
    table: Table, mapping: ColumnMapping, *, answers: Answers
) -> tuple[ColumnMapping, tuple[Question, ...]]:
    """The mapping with the answers given, and what is still to be asked before the sheet can be read.

    Raises ColumnsMissing (E02) where a needed column is not there and no column could be it, CatalogueGiven
    where it is the list of products of a platform.
    """
    platform = platform_named(mapping.platform)
    if platform is not None and platform.catalogue:
        raise CatalogueGiven(
            f"{table.file} lists products and no sales ({platform.name}): give it as the catalogue, and the "
            "orders as sales.",
            file=table.file,
        )
    wanted = _wanted(mapping)
    missing = [label for role, label in wanted.items() if label and role not in mapping.columns]
    if missing:
        raise missing_columns(table.file, table.header, missing)
    columns, confidence = dict(mapping.columns), dict(mapping.confidence)
    for role in [role for role in columns if role not in wanted and confidence[role] < SURE]:
        del columns[role], confidence[role]
    questions = []
    for role in [role for role in wanted if confidence.get(role, 0.0) < SURE]:
        question = _which_column(table, role, columns.pop(role, None))
        answer = question.answer(answers)
        if answer is None:
            questions.append(question)
        else:
            confidence[role] = 1.0
            if answer != NO_COLUMN:
                columns[role] = _keys(table).index(answer)
    return replace(mapping, columns=columns, confidence=confidence), tuple(questions)


def _wanted(mapping: ColumnMapping) -> dict[Role, str]:
    """The roles without which nothing can be estimated, with the words for them where they are missing.

    An export has its amounts, and where it has no dates its period is asked. A photo can be named elsewhere,
    but a column that may name it is not passed over in silence.
    """
    wanted: dict[Role, str] = {"product": "product"}
    if not mapping.platform:
        wanted |= {"date": "date", **_wanted_amounts(mapping)}
    if "image" in mapping.columns:
        wanted["image"] = ""
    return wanted


def _wanted_amounts(mapping: ColumnMapping) -> dict[Role, str]:
    """Two of units, price and revenue, the surest ones, since the third follows from them."""
    found: list[Role] = [role for role in ("units", "price", "revenue") if role in mapping.columns]
    found.sort(key=lambda role: -mapping.confidence[role])
    if len(found) >= 2:
        return dict.fromkeys(found[:2], "")
    if found == ["price"]:  # each row may be one unit sold, which is asked
        return {"units": "", "price": ""}
    return (
        {"units": "units (or price)"}
        if found == ["revenue"]
        else {"units": "units", "price": "price (or revenue)"}
    )


def missing_columns(file: str, header: Sequence[str], labels: Sequence[str]) -> ColumnsMissing:
    """The sentence (E02) that names all columns that are missing at once, and the headers found."""
    listed = " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
    found = ", ".join(name for name in header if name) or "none"
    return ColumnsMissing(f"{file} has no column {listed}. Headers found: {found}.", file=file)


def _which_column(table: Table, role: Role, guess: int | None) -> Question:
    keys = _keys(table)
    order = sorted(range(len(keys)), key=lambda place: place != guess)
    choices = [Choice(keys[place], _shown(table, place, keys[place])) for place in order]
    if role == "image":
        choices.append(Choice(NO_COLUMN, "no column: a photo history, a catalogue or the file names tell it"))
    if role == "units":
        choices.append(Choice(NO_COLUMN, "no column: each row is one unit sold"))
    likely = "" if guess is None else f" It looks most like {keys[guess]}."
    text = f"Which column of {table.file} is {LABELS[role]}?{likely}"
    key = question_key("column", file=table.file, column=role)
    return Question(key, table.file, "" if guess is None else keys[guess], text, tuple(choices))


def _keys(table: Table) -> list[str]:
    """What names each column in an answer: its header, or its place where it has none of its own."""
    names = list(table.header)
    return [
        name if name and names.count(name) == 1 else f"column {place}"
        for place, name in enumerate(names, start=1)
    ]


def _shown(table: Table, place: int, key: str) -> str:
    filled = table.cells[place].iloc[:_SAMPLE]
    filled = filled[filled != ""]
    return f"{key}, such as {filled.iloc[0]}" if len(filled) else f"{key}, which is blank"


def save_mapping(mapping: ColumnMapping, path: Path) -> None:
    """Keep a mapping beside those of other header sets in the JSON file `path`. Raises OSError."""
    kept = {key: asdict(one) for key, one in load_mappings(path).items()} | {
        mapping.header_hash: asdict(mapping)
    }
    replace_file(path, (json.dumps(kept, indent=1, ensure_ascii=False) + "\n").encode())


def load_mappings(path: Path) -> dict[str, ColumnMapping]:
    """The kept mappings by header hash; none where the file is absent or damaged, since all can be guessed
    anew."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {key: ColumnMapping(**one) for key, one in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
