"""Every text of the window can be found by pyside6-lupdate, in the context in which it is looked up."""

import ast
from pathlib import Path

import pytest

import gui

FILES = sorted(Path(gui.__path__[0]).rglob("*.py"))


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_texts_are_literals_where_lupdate_looks_for_them(path):
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func)
        if name.split(".")[-1] in ("tr", "_tr"):
            assert name == "self.tr", f"line {call.lineno}: {name} loses its context"
            assert is_text(call.args[0]), f"line {call.lineno}: not a literal"
        elif name.split(".")[-1] == "translate" and len(call.args) > 1:
            assert all(map(is_text, call.args[:2])), f"line {call.lineno}: not literals"
