"""Why no window can be opened is said before Qt would end the process."""

from __future__ import annotations

import importlib
import sys

import pytest

from gui.display import display_problem

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no display")


@pytest.fixture
def bare(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_no_display(bare):
    assert display_problem() == "There is no display here, so no window can be opened."


def test_an_offscreen_window_needs_none(bare):
    bare.setenv("QT_QPA_PLATFORM", "offscreen:size=800x600")
    assert display_problem() is None


def test_a_missing_library_is_named_with_its_packages(bare):
    bare.setenv("QT_QPA_PLATFORM", "offscreen")

    def refuse(name):
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    bare.setattr(importlib, "import_module", refuse)
    problem = display_problem()
    assert "(libEGL.so.1)" in problem
    assert "apt install libegl1" in problem
    assert "dnf install mesa-libEGL" in problem


def test_a_display_that_does_not_answer(bare):
    bare.setenv("DISPLAY", ":4711")
    problem = display_problem()
    assert problem is not None
    assert ":4711" in problem or "libraries" in problem
