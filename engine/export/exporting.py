"""What every export shares: telling how far it is, ending when the user says so, sentences of what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import ExportFailed, readable_name
from engine.files import replace_file
from engine.records import AlwaysOn, Control, Finding


def _unheard(done: int, total: int) -> None:
    """For exports whose progress nobody watches."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told of each photo that is done, and who may end the export."""

    report: Callable[[int, int], None] = _unheard
    """Called with the photos done and all photos."""
    control: Control = field(default_factory=AlwaysOn)


class ExportStopped(ExportFailed):
    """The user ended the export."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of the photos: `written` + `there` + len(problems) is how many there were."""

    written: int
    there: int
    """Photos for which nothing had to be written: it was there already."""
    problems: tuple[str, ...]
    """One sentence for each photo that was set aside."""


def watched(findings: Sequence[Finding], *, watch: Watch) -> Iterator[Finding]:
    """The findings one by one. Raises ExportStopped between two of them where the user ends the export."""
    for done, finding in enumerate(findings):
        if watch.control.stopped():
            raise ExportStopped(f"The export was ended after {done:,} of {len(findings):,} photos.")
        yield finding
        watch.report(done + 1, len(findings))


def write_result(path: Path, content: bytes) -> None:
    """Write a result file; one of that name is replaced once the new one is whole. Raises ExportFailed."""
    name = readable_name(path.name)
    try:
        replace_file(path, content)
    except FileNotFoundError as error:
        raise ExportFailed(f"{name} cannot be written: there is no folder {path.parent}.") from error
    except OSError as error:
        raise ExportFailed(
            f"{name} cannot be written ({error.strerror or error}): close it elsewhere, check the folder."
        ) from error


def no_category(finding: Finding) -> str:
    """Why nothing is written for a photo without a category."""
    name = readable_name(finding.photo.name)
    return f"{name}: {finding.problem or 'it has no category yet; scan it or set one.'}"
