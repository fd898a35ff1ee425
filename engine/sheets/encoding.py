"""Bytes to text: which encoding a file is written in, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from engine.errors import SheetUnreadable
from engine.sheets.questions import Answers, Choice, Question, question_key

_SEEN = 4096
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODINGS = {
    "utf-8": "UTF-8 with damaged letters",
    "cp1252": "Western European",
    "cp1250": "Central European",
    "cp1251": "Cyrillic",
    "mac_roman": "old Macintosh",
    "cp437": "old DOS",
}
_EIGHT_BIT = tuple(_ENCODINGS)[1:]
_UNLIKELY_WESTERN = re.compile(
    "[\ufffd\x80-\x9f¤¦¬¯¶¸†‡ˆ‰‹›˜]"  # stands in no sales sheet: the bytes mean something else
    "|[À-ÖØ-öø-ÿ]{3}"  # no Western word has three such letters in a row, every Cyrillic one has
    "|[£¥¢][a-zà-ÿ]|[a-zà-ÿ]Ÿ"
    "|[^\\W\\d_][”„“…‡•¿¡‚ƒ§£¢¥³²¹ªº°±©®€™](?=[a-zà-ÿ])"  # a sign inside a word was a letter
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; `question` is open while its encoding is not certain."""

    text: str
    """With \\n at every line's end, without a byte order mark."""
    notes: tuple[str, ...]
    question: Question | None


def decode(data: bytes, *, file: str, answers: Answers) -> Decoded:
    """Decode by byte order mark, as UTF-16 by its zero bytes, as strict UTF-8, else as cp1252.

    cp1252 and not Latin-1, which would turn the euro sign into a control character. Raises SheetUnreadable
    where the bytes are no text or do not fit the encoding that was chosen.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], encoding, file), (), None)
    wide = _utf16_without_mark(data, file)
    if wide:
        return Decoded(_strict(data, wide, file), (), None)
    try:
        return Decoded(_one_line_end(data.decode("utf-8")), (), None)
    except UnicodeDecodeError as error:
        return _eight_bit(data, broken=data[error.start : error.end], file=file, answers=answers)


def _utf16_without_mark(data: bytes, file: str) -> str | None:
    """The byte order of UTF-16 text, None where no byte is zero; SheetUnreadable where zeros fit no text."""
    head = data[:_SEEN]
    if 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.5 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.5 * half and odd < 0.1 * half:
        return "utf-16-be"
    raise SheetUnreadable(f"{file} is not a text file; save it as CSV or XLSX.")


def _strict(data: bytes, encoding: str, file: str) -> str:
    try:
        return _one_line_end(data.decode(encoding))
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise SheetUnreadable(
            f"{file} begins as {encoding} text, but line {line} is damaged; save it anew as CSV UTF-8."
        ) from error


def _one_line_end(text: str) -> str:
    if "\ufeff" in text:  # files that were joined: each brought its own mark
        text = text.replace("\ufeff", "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _eight_bit(data: bytes, *, broken: bytes, file: str, answers: Answers) -> Decoded:
    """Take Western European where what it gives looks like it; ask where it does not, or was answered."""
    readings = _readings(data)
    question = _encoding_question(readings, file)
    given = question.answer(answers)
    if given is not None:
        return Decoded(
            _one_line_end(readings[given]), (f"{file} was read as {_ENCODINGS[given]} ({given}).",), None
        )
    text = data.decode("cp1252", "replace")
    if "utf-8" in readings or _UNLIKELY_WESTERN.search(text):
        return Decoded(_one_line_end(text), (), question)
    example = _word_around(text, broken.decode("cp1252", "replace"))
    note = f'{file} is not UTF-8; it was read as Western European (cp1252), for example "{example}".'
    return Decoded(_one_line_end(text), (note,), None)


def _readings(data: bytes) -> dict[str, str]:
    """The text by encoding; UTF-8 only where most of what is not ASCII is it and some is damaged."""
    readings = {}
    whole = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", data))
    if 2 * whole > len(re.findall(rb"[\x80-\xff]+", data)):
        readings["utf-8"] = data.decode("utf-8", "replace")
    for encoding in _EIGHT_BIT:
        with suppress(UnicodeDecodeError):
            readings[encoding] = data.decode(encoding)
    return readings


def _encoding_question(readings: Mapping[str, str], file: str) -> Question:
    choices = [
        Choice(encoding, f'{_ENCODINGS[encoding]}: "{_word_around(text, "")}"')
        for encoding, text in readings.items()
    ]
    text = f"In which encoding is {file} written? Choose the one whose example reads right."
    return Question(question_key("encoding", file=file), file, "", text, tuple(choices))


def _word_around(text: str, sign: str) -> str:
    """The word that holds `sign`, or the first one with a letter beyond ASCII."""
    pattern = rf"\w*{re.escape(sign)}\w*" if sign else r"[^\s,;\t|\"]*[^\x00-\x7f][^\s,;\t|\"]*"
    found = re.search(pattern, text)
    return found.group()[:40] if found else text[:40].strip()
