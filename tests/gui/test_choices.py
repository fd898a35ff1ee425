"""What the window remembers; damage counts as not chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.rules.chosen import DEFAULT
from gui.shared.choices import WindowChoices
from gui.shared.theme import ThemeChoice
from gui.shared.tokens import THUMB_DEFAULT, THUMB_MAX


@pytest.fixture
def file(tmp_path):
    return tmp_path / "window.ini"


def reopened(choices, file):
    choices._ini.sync()
    return WindowChoices(file)


def test_nothing_chosen_yet(qapp, file):
    choices = WindowChoices(file)
    assert choices.recent == []
    assert choices.theme is ThemeChoice.SYSTEM
    assert choices.thumb_edge == THUMB_DEFAULT
    assert choices.recursive is False
    assert choices.rule == DEFAULT
    assert choices.shape("window").isEmpty()


def test_choices_come_back(qapp, file):
    choices = WindowChoices(file)
    choices.theme = ThemeChoice.DARK
    choices.thumb_edge = 200
    choices.recursive = True
    choices.rule = "published"
    choices.add_recent(Path("/shop/größe 👟"))
    again = reopened(choices, file)
    assert again.theme is ThemeChoice.DARK
    assert again.thumb_edge == 200
    assert again.recursive is True
    assert again.rule == "published"
    assert again.recent == [Path("/shop/größe 👟")]


def test_recent_folders_are_few_newest_first_and_once(qapp, file):
    choices = WindowChoices(file)
    for number in range(12):
        choices.add_recent(Path(f"/shop/{number}"))
    choices.add_recent(Path("/shop/8"))
    recent = reopened(choices, file).recent
    assert recent[:3] == [Path("/shop/8"), Path("/shop/11"), Path("/shop/10")]
    assert len(recent) == len(set(recent)) == 8


def test_damage_counts_as_not_chosen(qapp, file):
    file.write_text("[General]\ntheme=pink\nthumb_edge=99999\nrule=7\n[shape]\nwindow=7\n", encoding="utf-8")
    choices = WindowChoices(file)
    assert choices.theme is ThemeChoice.SYSTEM
    assert choices.thumb_edge == THUMB_MAX
    assert choices.rule == DEFAULT
    assert choices.shape("window").isEmpty()
