"""Where a case is kept, as a Protocol: a history that is only added to, and files never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from provesafe.casefile import RecordReading, Source

__all__ = ["CaseFolder"]


class CaseFolder(Protocol):
    """Keeps the bytes of a case.

    Law: after `append` returns, every later `history` ends with that line; what `keep` stored is
    what `read` gives for ever, or it raises.
    """

    def history(self) -> list[bytes]:
        """Give every line of the history, newlines included.

        Raises:
            UnavailableError: it cannot be read.
        """
        ...

    def append(self, lines: list[bytes], *, after: str) -> None:
        """Add lines, all or none.

        Args:
            lines: each with its newline.
            after: the digest of the line they come behind; empty for a new history.

        Raises:
            ConflictError: the history has gone on since.
            UnavailableError: nothing was added.
        """
        ...

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Store files under names that are not taken yet.

        Raises:
            ConflictError: something else is kept under one of the names.
            UnavailableError: they cannot be stored.
        """
        ...

    def read(self, name: str) -> bytes:
        """Give what is kept under a name.

        Raises:
            UnavailableError: it is not there.
        """
        ...

    def parting(self, earlier: Source, later: bytes) -> int | None:
        """Give the entry from which two bundles of one record's name part.

        Args:
            earlier: a source of the kind `record`.
            later: another bundle of that name.

        Returns:
            None where the longer one goes on from the shorter.

        Raises:
            VerificationError: one of them is no bundle.
            UnavailableError: the earlier one cannot be read.
        """
        ...

    def record(self, source: Source, weapon: str) -> RecordReading:
        """Read the record that a source is.

        Args:
            source: a source of the kind `record`.
            weapon: the one whose use is looked at; empty for the one that went off last.

        Raises:
            VerificationError: it is not what its log signed.
            UnavailableError: it cannot be read.
        """
        ...
