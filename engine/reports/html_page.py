"""A report as one HTML file that needs nothing beside it, in a light theme, on the screen and on paper."""

from __future__ import annotations

import html
from functools import singledispatch

from engine.paths import RESOURCES
from engine.plots.palette import LIGHT
from engine.plots.plot import Plot, rendered
from engine.reports.blocks import Bullets, Cards, Document, Formula, Picture, Section, Table, Text

_DPI = 150
"""Of the clouds of points, which are pictures inside the drawing."""


def html_page(report: Document) -> str:
    """The whole page."""
    style = (RESOURCES / "report.css").read_text(encoding="utf-8")
    note = f'<p class="note">{_text(report.note)}</p>' if report.note else ""
    head = (
        f'<header><p class="brand">Stylelift</p><h1>{_text(report.title)}</h1>'
        f'<p class="sources">{_text(report.sources)}</p>{note}</header>'
    )
    body = "".join(_section(one) for one in report.sections)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Stylelift: {_text(report.sources)}</title><style>{style}</style></head>"
        f"<body><main>{head}{body}</main></body></html>\n"
    )


def _text(words: str) -> str:
    """Escaped, with a true minus sign and no line break before a percent sign."""
    return html.escape(words).replace(" -", " −").replace(" %", "\u00a0%").replace("\n", "<br>")


def _section(section: Section) -> str:
    kind = {"green": "grade green", "amber": "grade amber", "red": "grade red", "refused": "lead refused"}
    name = kind.get(section.kind, section.kind)
    dot = '<span class="dot"></span>' if name.startswith("grade") else ""
    title = f"<h2>{dot}{_text(section.title)}</h2>" if section.title else ""
    body = "".join(_block(one) for one in section.blocks)
    return f'<section class="{name}">{title}{body}</section>' if name else f"<section>{title}{body}</section>"


@singledispatch
def _block(block: object) -> str:
    raise TypeError(f"a report has no {type(block).__name__}")


@_block.register
def _(block: Text) -> str:
    words = _text(block.words)
    for loud in block.loud:
        words = words.replace(_text(loud), f"<strong>{_text(loud)}</strong>", 1)
    return f'<p class="caution">{words}</p>' if block.small else f"<p>{words}</p>"


@_block.register
def _(block: Formula) -> str:
    return f'<p class="equation">{_text(block.words)}</p>'


@_block.register
def _(block: Bullets) -> str:
    return f"<ul>{''.join(f'<li>{_text(one)}</li>' for one in block.items)}</ul>"


@_block.register
def _(block: Cards) -> str:
    cards = "".join(
        f'<div class="card"><h3>{_text(card.title)}</h3>'
        + "".join(f"<p><span>{_text(what)}</span><b>{_text(value)}</b></p>" for what, value in card.lines)
        + "</div>"
        for card in block.cards
    )
    return f'<div class="cards">{cards}</div>'


@_block.register
def _(block: Table) -> str:
    def line(cells: tuple[str, ...], tag: str) -> str:
        kind = ('class="words"', 'class="number"')
        return "".join(
            f"<{tag} {kind[place >= block.words]}>{_text(cell)}</{tag}>" for place, cell in enumerate(cells)
        )

    rows = "".join(
        f"<tr{' class=muted' if place in block.muted else ''}>{line(row, 'td')}</tr>"
        for place, row in enumerate(block.rows)
    )
    table = f"<table><thead><tr>{line(block.header, 'th')}</tr></thead><tbody>{rows}</tbody></table>"
    if not block.folded:
        return table
    return f"<details><summary>{_text(block.folded)}</summary>{table}</details>"


@_block.register
def _(block: Picture) -> str:
    plot = block.plot
    return (
        f'<figure role="img" aria-label="{_text(plot.title)}">{_drawing(plot)}'
        f"<figcaption>{_text(plot.explanation)}</figcaption></figure>"
    )


def _drawing(plot: Plot) -> str:
    """Inline SVG; its ids begin with the plot's name, since all drawings of a page share them."""
    text = rendered(plot.draw(palette=LIGHT, size=plot.size), "svg", dpi=_DPI).decode()
    text = text[text.index("<svg") :]
    for before in ('id="', 'xlink:href="#', "url(#"):
        text = text.replace(before, f"{before}{plot.name}-")
    return text
