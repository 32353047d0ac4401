"""One byte of a bundle changed: refused, with the file named, and in entries the entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bundled import InMemory
from provesafe.errors import ProvesafeError
from provesafe.ledger import RecordFaultError, Verifier, verify_bundle

__all__ = ["Unnoticed", "entry_at", "places", "try_changes"]


class Unnoticed(AssertionError):  # noqa: N818 - it says what happened
    """A change that was not refused, or refused with another file or entry named."""


def places(files: Mapping[str, bytes]) -> list[tuple[str, int]]:
    """Give every byte of a bundle by file and offset."""
    return [(path, at) for path in sorted(files) for at in range(len(files[path]))]


def try_changes(
    files: Mapping[str, bytes], changes: Iterable[tuple[str, int, int]], accepts: Verifier
) -> Iterator[tuple[str, int]]:
    """Change one byte after another, each in the whole bundle.

    Args:
        files: the whole bundle.
        changes: file, offset, and what the byte is changed by (xor).
        accepts: the Ed25519 check.

    Yields:
        The file and offset of each change that was refused as it should be.

    Raises:
        Unnoticed: one was not.
    """
    newest = _entries_of_the_newest(files)
    for path, at, xor in changes:
        data = bytearray(files[path])
        data[at] ^= xor
        try:
            verify_bundle(InMemory({**files, path: bytes(data)}), verifier=accepts)
        except RecordFaultError as error:
            if not error.file:
                raise Unnoticed(f"{path} at {at}: no file is named in `{error}`") from error
            if path in newest and error.index != newest[path] + entry_at(files[path], at):
                raise Unnoticed(f"{path} at {at}: entry {error.index} is named") from error
            if path != "MANIFEST" and not path.startswith(error.file.split(".p/")[0]):
                raise Unnoticed(f"{path} at {at}: `{error.file}` is named") from error
        except ProvesafeError as error:
            raise Unnoticed(f"{path} at {at}: {error}") from error
        else:
            raise Unnoticed(f"{path} at {at}: nobody noticed")
        yield path, at


def entry_at(data: bytes, at: int) -> int:
    """Say which entry holds a byte of a file of entries; its length belongs to it."""
    index = start = 0
    while True:
        start += 2 + int.from_bytes(data[start : start + 2], "big")
        if at < start:
            return index
        index += 1


def _entries_of_the_newest(files: Mapping[str, bytes]) -> dict[str, int]:
    """The files of entries that the newest tree is read from, each with its first leaf."""
    size = int(files["checkpoint"].split(b"\n")[1])
    found = {}
    for first in range(0, size, 256):
        width = min(256, size - first)
        path = f"tile/entries/{first // 256:03}" + ("" if width == 256 else f".p/{width}")
        found[path] = first
    return found
