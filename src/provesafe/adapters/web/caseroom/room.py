"""The open case behind the pages: read anew when its history went on, each look noted first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from provesafe.adapters.casepapers import Clocks, clocks_of
from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.web.caseroom.views import Views
from provesafe.casefile import (
    Case,
    Cite,
    EntryRef,
    RecordReading,
    Report,
    Source,
    line_digest,
    report_of,
)
from provesafe.service import read_case

__all__ = ["Room", "place_link"]


@dataclass(slots=True, kw_only=True)
class Room:
    """One case being looked at.

    Attributes:
        folder: where it is kept.
        by: who looks into it; what is decided in the room is decided by them.
        secret: the word of the link that opens the room.
        clock: the laptop's clock, in milliseconds.
        names: the names this laptop goes by, in small letters.
    """

    folder: Path
    by: str
    secret: str
    clock: Callable[[], int]
    names: frozenset[str]
    views: Views = field(init=False)
    kept: FolderOfCase = field(init=False)
    """The case's folder, as the service takes it."""
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _read: tuple[str, Case, Report] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.views = Views(self.folder)
        self.kept = _Remembering(self.folder)
        self.case()

    def case(self) -> Case:
        """The case as it stands."""
        return self._now()[1]

    def report(self) -> Report:
        """What its report says."""
        return self._now()[2]

    def clocks(self) -> Clocks:
        """The clock of the place."""
        return clocks_of(self.case())

    def look(self, page: str) -> None:
        """Note a look; what cannot be noted is not shown.

        Raises:
            UnavailableError: it cannot be written.
        """
        self.views.note(by=self.by, page=page, at_ms=self.clock())

    def text(self, source: str) -> str:
        """The text of a source, as places count in it."""
        return self.kept.read(f"sources/{source}/text").decode("utf-8", "surrogatepass")

    def _now(self) -> tuple[str, Case, Report]:
        with self._lock:
            lines = self.kept.history()
            last = line_digest(lines[-1]) if lines else ""
            if self._read is None or self._read[0] != last:
                case = read_case(self.kept)
                report = report_of(case, clock=clocks_of(case).show)
                self._read = last, case, report
            return self._read


class _Remembering(FolderOfCase):
    """A case's folder that reads each record once: its bytes are held to their digest each time."""

    __slots__ = ("_records",)

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._records: dict[tuple[str, str], RecordReading] = {}

    def record(self, source: Source, weapon: str) -> RecordReading:
        """One use of a weapon from the record that a source is; as `FolderOfCase.record`."""
        key = source.sha256, weapon
        if key not in self._records:
            self._records[key] = super().record(source, weapon)
        return self._records[key]


def place_link(cite: Cite) -> str:
    """Where in the room a place is shown."""
    if isinstance(cite, EntryRef):
        return f"/source/{cite.source}#e{cite.entry}"
    return f"/source/{cite.source}?at={cite.start}-{cite.end}#at"
