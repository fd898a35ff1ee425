"""The rules of CONTRIBUTING.md that a machine can check."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gui.display import DEBIAN_PACKAGES

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("main.py", "engine", "gui", "tests", "benchmarks")
TOP_LEVEL = {
    *("main.py", "gui", "engine", "resources", "tests", "pyproject.toml", "README.md"),
    *("LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "docs", "benchmarks"),
}


def sources():
    for room in ROOMS:
        place = PROJECT / room
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def run(*words):
    return subprocess.run([sys.executable, *words], cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy",),
    ],
    ids=" ".join,
)
def test_checker(words):
    checked = run("-m", *words)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_imports_go_one_way():
    checked = run("-c", "from importlinter.cli import lint_imports as lint; exit(lint(no_cache=True))")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_files_stay_under_300_lines():
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {name: count for name, count in lines.items() if count > 300} == {}


def test_names_say_what_a_file_is_for():
    vague = re.compile(r"util|helper|manager|misc|common")
    assert [path for path in sources() if vague.search(path.relative_to(PROJECT).as_posix())] == []


def test_no_init_hides_the_engine_from_the_tests():
    assert list((PROJECT / "tests").rglob("__init__.py")) == []


def test_the_top_level_is_the_agreed_one():
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so nothing says which files belong to the project")
    tops = {line.split("/")[0] for line in listed.stdout.splitlines() if not line.startswith(".")}
    assert tops <= TOP_LEVEL


def test_ci_and_readme_agree():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    first = next(line for line in readme.splitlines() if line.endswith("-m pytest"))
    assert first.startswith("python3 -m venv .venv && ")
    assert "grep -m1 -- '-m pytest$' README.md" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    (packages,) = [line for line in readme.splitlines() if line.startswith("sudo apt-get install")]
    assert packages.removeprefix("sudo apt-get install -y ") == DEBIAN_PACKAGES
