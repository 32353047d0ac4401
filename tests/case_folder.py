"""A case in memory, and the invented article that tests put into it.

folder = CaseInMemory()
begin(folder)          an open case
take(folder, TEXT)     a source of it; its lines wait
"""

from __future__ import annotations

from collections.abc import Mapping

from provesafe.casefile import RecordReading, Source, line_digest
from provesafe.errors import ConflictError, UnavailableError
from provesafe.service import CaseFolder, Offered, begin_case, take_source

__all__ = ["NOW", "TEXT", "CaseInMemory", "begin", "take"]

NOW = 1_772_461_920_000
TEXT = (
    "“I showed it empty,” armorer Ada Quill told the Ford Courier on Tuesday. The performer Cleo "
    "Marsh said she was handed the revolver by somebody else, and that nobody showed it to her. On "
    "March 2nd Marsh was handed a revolver that was discharged on the set of Dry Creek, wounding "
    "grip Nora Bell.\n"
)


class CaseInMemory:
    """A case folder whose bytes are a dictionary."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.files: dict[str, bytes] = {}

    def history(self) -> list[bytes]:
        """Every line."""
        return list(self.lines)

    def append(self, lines: list[bytes], *, after: str) -> None:
        """Add lines behind the one of that digest."""
        if (line_digest(self.lines[-1]) if self.lines else "") != after:
            raise ConflictError("the history has gone on")
        self.lines += lines

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Store files under names that are free."""
        for name, raw in files.items():
            if self.files.get(name, raw) != raw:
                raise ConflictError(f"`{name}` is taken")
        self.files.update(files)

    def read(self, name: str) -> bytes:
        """What stands under a name."""
        if name not in self.files:
            raise UnavailableError(f"there is no `{name}`")
        return self.files[name]

    def parting(self, earlier: Source, later: bytes) -> int | None:
        """Two texts part at the first byte that differs."""
        pairs = zip(self.read(earlier.file), later, strict=False)
        return next((place for place, (one, two) in enumerate(pairs) if one != two), None)

    def record(self, source: Source, weapon: str) -> RecordReading:
        """There is no record in it."""
        raise UnavailableError(f"there is no record of `{weapon}` in {source.id}")


def begin(folder: CaseInMemory) -> CaseInMemory:
    """An open case."""
    begin_case(folder, title="Dry Creek", zone="UTC", real="demo", by="Hana", now_ms=NOW)
    return folder


def take(folder: CaseFolder, text: str = TEXT, *, name: str = "a.txt", copy_of: str = "") -> str:
    """Take an article in; its id."""
    offered = Offered(
        kind="article",
        title=name,
        media_type="text/plain",
        name=name,
        original=text.encode(),
        text=text,
        copy_of=copy_of,
    )
    return take_source(folder, offered, by="Hana", now_ms=NOW)
