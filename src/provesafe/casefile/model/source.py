"""What is held, from whom it came, and that it is what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Acquisition", "Concealed", "Protection", "Published", "Source", "SourceKind"]

SourceKind: TypeAlias = Literal["article", "transcript", "document", "statement", "record"]
"""An article or page; subtitles or a transcript; a PDF; what somebody typed; a production's record
(its folder or a bundle of it)."""

Protection: TypeAlias = Literal["open", "parties", "protected"]
"""Who may be given it: anyone, the parties, or nobody outside (a protected statement)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """How a source came into the file."""

    by: str
    """Who took it in, as they call themselves."""
    from_whom: str
    """Whom or where it came from."""
    taken_ms: int
    how: str
    """`file`, or in the words of whoever took it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When it was first made public."""

    edtf: str | None = None
    how: Literal["given", "offered", "not recorded"] = "not recorded"
    """Given by whoever took it in; offered by the text and not taken; or neither."""
    by: str = ""
    """Who gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concealed:
    """A stretch of the raw text that is not shown to a reader, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source as it was taken in; its bytes are kept unchanged."""

    id: str
    """`S1`, `S2`, … in the order taken in."""
    kind: SourceKind
    title: str
    sha256: str
    """Of the bytes as they came, hexadecimal; of a record, of its files' names and hashes."""
    bytes_count: int
    file: str
    """Where the bytes are, within the case's folder."""
    media_type: str
    acquired: Acquisition
    published: Published = Published()
    publication: str = ""
    byline: str = ""
    credit: str = ""
    """What the text says of where it was printed first."""
    language: str = ""
    protection: Protection = "open"
    licence: str = ""
    code_points: int = 0
    concealed: tuple[Concealed, ...] = ()
    copy_of: str = ""
    """The source that it prints again or whose bytes it repeats; empty for none."""
    origin: str = ""
    """Of a record: its name, as its checkpoints have it."""
    entries: int = 0
    """Of a record: how many entries it has."""
    checked: str = ""
    """Of a record: what was checked before it was read, in words."""
    observed_until_ms: int | None = None
    """Of a record: up to when it was looked at."""
    opens_ms: int | None = None
    """Of a record: when it could receive its first entry."""
