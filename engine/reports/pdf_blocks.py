"""Sets the blocks of a report on pages."""

from __future__ import annotations

from functools import singledispatch

from engine.plots.palette import LIGHT
from engine.reports.blocks import Bullets, Card, Cards, Document, Formula, Picture, Section, Text
from engine.reports.blocks import Table as TableBlock
from engine.reports.pages import COLUMN, PAGE, SIDE, Flow
from engine.reports.pdf_table import set_table
from engine.reports.typesetting import Style, broken, with_loud

_TITLE = Style(17, LIGHT.text, bold=True, leading=1.25)
_HEAD = Style(12, LIGHT.text, bold=True)
_LEAD = Style(12.5, LIGHT.text, leading=1.5)
_BODY = Style(9.5, LIGHT.text)
_SMALL = Style(8.5, LIGHT.muted)
_CODE = Style(8, LIGHT.muted, code=True)
_CARD_VALUE = Style(13, LIGHT.text, bold=True)
_GAP, _WIDE_GAP = 0.09, 0.26
_INSIDE = 0.18
_DOTS = {"green": "#2E7D4F", "amber": "#C98A00", "red": "#B3261E"}
_NOTE = "#A8447B"
_GROUND = "#F4F6F7"
_SHRUNK = 0.8
"""Of its height: as far as a plot is drawn flatter to stay on a page."""
_START = 1.1
"""Inches of a section that stay with its heading."""


def set_document(report: Document) -> Flow:
    """The whole report on pages."""
    flow = Flow()
    flow.line([("Stylelift", False)], _SMALL)
    for line in broken(report.title, _TITLE, within=COLUMN):
        flow.line([(line, False)], _TITLE)
    _paragraph(flow, report.sources, _SMALL)
    if report.note:
        flow.skip(_GAP)
        top = flow.y
        _paragraph(flow, report.note, _BODY, indent=0.14)
        flow.area(y=top + 0.03, height=flow.y - top, colour=_NOTE, wide=0.035)
    for section in report.sections:
        _set_section(flow, section)
    return flow


def _set_section(flow: Flow, section: Section) -> None:
    flow.skip(_WIDE_GAP)
    if section.kind in ("lead", "refused"):
        _set_lead(flow, section)
        return
    first = section.blocks[0]
    start = _SHRUNK * _picture_height(first) + _GAP if isinstance(first, Picture) else _START
    flow.need(start + _HEAD.line)
    indent = 0.0
    if section.kind in _DOTS:
        indent = 0.2
        flow.area(y=flow.y + 0.08, height=0.12, x=SIDE, wide=0.12, colour=_DOTS[section.kind])
    flow.line([(section.title, True)], _HEAD, x=SIDE + indent)
    for block in section.blocks:
        flow.y += _GAP
        _set(block, flow)


def _set_lead(flow: Flow, section: Section) -> None:
    """The answer, on a ground of its own."""
    texts = [one for one in section.blocks if isinstance(one, Text)]
    if section.title:
        texts.insert(0, Text(section.title, (section.title,)))
    within = COLUMN - 2 * _INSIDE
    set_texts = [(one, _SMALL if one.small else _LEAD) for one in texts]
    paragraphs = [
        (broken(one.words.replace(" -", " −"), style, within=within), one.loud, style)
        for one, style in set_texts
    ]
    letters = sum(len(lines) * style.line for lines, _, style in paragraphs)
    height = letters + 2 * _INSIDE + _GAP * (len(paragraphs) - 1)
    flow.need(height)
    top = flow.y
    flow.area(y=top, height=height, colour=_GROUND)
    flow.y += _INSIDE
    for lines, loud, style in paragraphs:
        for line in lines:
            flow.line(with_loud(line, loud), style, x=SIDE + _INSIDE)
        flow.y += _GAP
    flow.y = top + height


def _paragraph(
    flow: Flow, words: str, style: Style, *, loud: tuple[str, ...] = (), indent: float = 0.0
) -> None:
    for line in broken(words.replace(" -", " −"), style, within=COLUMN - indent):
        flow.line(with_loud(line, loud), style, x=SIDE + indent)


@singledispatch
def _set(block: object, flow: Flow) -> None:
    raise TypeError(f"a report has no {type(block).__name__}")


@_set.register
def _(block: Text, flow: Flow) -> None:
    _paragraph(flow, block.words, _SMALL if block.small else _BODY, loud=block.loud)


@_set.register
def _(block: Formula, flow: Flow) -> None:
    _paragraph(flow, block.words, _CODE)


@_set.register
def _(block: Bullets, flow: Flow) -> None:
    for item in block.items:
        lines = broken(item.replace(" -", " −"), _BODY, within=COLUMN - 0.18)
        flow.need(len(lines) * _BODY.line)
        for place, line in enumerate(lines):
            flow.line([(line, False)], _BODY, x=SIDE + 0.18)
            if place == 0:
                flow.put("•", _BODY, x=SIDE + 0.04)


@_set.register
def _(block: Cards, flow: Flow) -> None:
    gap = 0.14
    wide = (COLUMN - gap * (len(block.cards) - 1)) / len(block.cards)
    height = 2 * 0.1 + _SMALL.line + max(len(card.lines) for card in block.cards) * _CARD_VALUE.line
    flow.need(height)
    for place, card in enumerate(block.cards):
        _set_card(flow, card, x=SIDE + place * (wide + gap), wide=wide, height=height, likely=place == 1)
    flow.y += height


def _set_card(flow: Flow, card: Card, *, x: float, wide: float, height: float, likely: bool) -> None:
    top = flow.y
    if likely:
        flow.area(y=top, height=height, x=x, wide=wide, colour=_GROUND)
    flow.area(y=top, height=height, x=x, wide=wide, outline=True, colour=LIGHT.text if likely else LIGHT.line)
    flow.y += 0.1 + _SMALL.line
    flow.put(card.title, _SMALL, x=x + 0.13)
    for what, value in card.lines:
        flow.y += _CARD_VALUE.line
        flow.put(what, _BODY, x=x + 0.13, lift=0.03)
        flow.put(value, _CARD_VALUE, x=x + wide - 0.13, right=True)
    flow.y = top


@_set.register
def _(block: TableBlock, flow: Flow) -> None:
    set_table(flow, block)


@_set.register
def _(block: Picture, flow: Flow) -> None:
    height = _picture_height(block)
    flow.need(_SHRUNK * height)
    height = min(height, flow.left)
    flow.plot(block.plot, height=height - _explanation_height(block))
    _paragraph(flow, block.plot.explanation, _SMALL)


def _picture_height(block: Picture) -> float:
    """Inches of the plot, in the proportions of its figure, and of its explanation; a page at most."""
    wide, high = block.plot.size
    return min(COLUMN * high / wide + _explanation_height(block), PAGE[1] - 2.1)


def _explanation_height(block: Picture) -> float:
    return len(broken(block.plot.explanation, _SMALL, within=COLUMN)) * _SMALL.line
