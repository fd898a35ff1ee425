"""Text can be read in both themes, and categories can be told apart without colour."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from engine.records import Category
from gui.shared.badges import mark_letter, paint_badge
from gui.shared.theme import Theme, ThemeChoice, current_tokens
from gui.shared.tokens import DARK, LIGHT

MARKS = [*Category, "review", "problem"]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0..1 (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2, success criterion 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_enough_contrast(tokens):
    behind = (tokens.window, tokens.base, tokens.card, tokens.raised, tokens.picked)
    for text in (tokens.text, tokens.muted):
        assert min(contrast(text, ground) for ground in behind) >= 4.5
    for coloured in (tokens.review, tokens.problem, tokens.accent):
        assert min(contrast(coloured, ground) for ground in (tokens.window, tokens.base)) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_selection, tokens.selection) >= 4.5
    for badge in (tokens.on_model, tokens.worn, tokens.product_only, tokens.review, tokens.problem):
        assert contrast(tokens.on_badge, badge) >= 4.5


def test_every_mark_has_its_own_letter_and_shape(qapp):
    assert len({mark_letter(mark) for mark in MARKS}) == len(MARKS)
    shapes = [_outline(mark) for mark in MARKS]
    assert all(one != other for one, other in combinations(shapes, 2))


def _outline(mark) -> bytes:
    """Which pixels a badge covers, whatever their colour."""
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_badge(painter, QRectF(4, 4, 32, 32), mark, LIGHT)
    painter.end()
    return bytes(image.pixelColor(x, y).alpha() > 127 for y in range(40) for x in range(40))


def test_the_theme_follows_the_choice(qapp):
    theme = Theme(qapp)
    theme.choose(ThemeChoice.LIGHT)
    heard = []
    theme.changed.connect(lambda: heard.append(current_tokens().dark))
    theme.choose(ThemeChoice.DARK)
    assert current_tokens() is DARK
    theme.choose(ThemeChoice.LIGHT)
    assert current_tokens() is LIGHT
    assert heard[-1] is False
    assert True in heard
