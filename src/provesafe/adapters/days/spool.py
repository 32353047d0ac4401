"""What is left without a trace: concerns, and that somebody took their own record.

One file, `DIR/spool`: sealed boxes of one length in no order, to the key that enters
concerns.
Whoever leaves something needs no key and no passphrase, and nobody reads it before it is entered at
noon or at wrap, shuffled, in one entry.

- Nothing in a box or around it says who, when or in which order: a new box may stand anywhere.
- The whole file is written anew each time, and its times are set to 1970, its folder's to what they
  were. A change time that an operating system keeps for itself, which nobody can set, shows when
  the file was last written: a program that runs `stir`s it each minute, whatever was left.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from provesafe.adapters.keys import Ed25519Key, public_key_of, seal_box
from provesafe.adapters.production_keys import spool_file
from provesafe.errors import InputError, UnavailableError
from provesafe.ledger import encode_base64url

__all__ = ["SPOOL", "TAKEN", "WORDS_MAX", "Poured", "empty", "leave", "pour", "stir"]

SPOOL = "spool"
TAKEN = "\x00taken"
"""Left where somebody took their own record; no words begin like this."""

WORDS_MAX = 2000
"""LIMIT: characters of one concern; all boxes have one length, whatever is in them."""

_NAME_BYTES = 16
_ENTERED_BYTES = 9
_PLAIN_BYTES = 8192
_BOX_BYTES = _PLAIN_BYTES + 48
_BOXES_MAX = 500
"""LIMIT: more than a crew leaves in half a day."""

_WAIT_SECONDS = 5.0


class SpoolFullError(UnavailableError):
    """More has been left than half a day can bring."""

    code = "days.spool_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poured:
    """What was left, in an order of its own each time."""

    concerns: tuple[str, ...]
    names: tuple[str, ...]
    """What each concern will be called: from its box's random name, which only the key opens."""
    taken: int
    """How often somebody took their own record."""
    taken_names: tuple[str, ...]
    boxes: frozenset[bytes]


def leave(
    folder: Path,
    words: str,
    *,
    once: str = "",
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> None:
    """Leave words for the next noon or wrap.

    Args:
        folder: the production.
        words: a concern, or `TAKEN`.
        once: a random name of this very sending, so that what a page sends twice comes out once.
            It stands in the sealed box alone: a list of what was sent would be a trace.
        random: gives so many random bytes.

    Raises:
        InputError: nothing was said, or more than fits.
        SpoolFullError: there is no room; nothing was left.
        UnavailableError: it cannot be written.
    """
    text = words.strip(" \r\n\t")
    if not text or len(text) > WORDS_MAX:
        raise InputError(f"a concern has 1 to {WORDS_MAX} characters")
    data = text.encode("utf-8")
    sent = sha256(once.encode()).digest()[:_NAME_BYTES] if once else random(_NAME_BYTES)
    # A name of its own: what the page on somebody's phone was called must not lead to the entry.
    plain = (sent + random(_NAME_BYTES) + len(data).to_bytes(2, "big") + data).ljust(
        _PLAIN_BYTES, b"\x00"
    )
    box = seal_box(public_key_of(spool_file(folder)), plain)
    with _writing(folder) as part:
        boxes = _boxes(folder)
        if len(boxes) >= _BOXES_MAX:
            raise SpoolFullError("more has been left than fits; it was not kept")
        _write(folder, part, [*boxes, box])


def pour(folder: Path, key: Ed25519Key) -> Poured:
    """Open what was left; it stays in the file until `empty` is told that it has been entered.

    Args:
        folder: the production.
        key: the one that it is sealed to (`spool_key`).

    Raises:
        KeyFileError: something in it was not left here.
    """
    boxes = _boxes(folder)
    by_sending: dict[bytes, tuple[bytes, str]] = {}
    for box in boxes:
        opened = key.open_box(box)
        sent, name = opened[:_NAME_BYTES], opened[_NAME_BYTES : 2 * _NAME_BYTES]
        plain = opened[2 * _NAME_BYTES :]
        words = plain[2 : 2 + int.from_bytes(plain[:2], "big")].decode("utf-8")
        # Of one that was sent twice the same box is taken however often they are opened.
        by_sending[sent] = min(by_sending.get(sent, (name, words)), (name, words))
    found = sorted((words, _entered_name(name)) for name, words in by_sending.values())
    secrets.SystemRandom().shuffle(found)
    taken = tuple(name for words, name in found if words == TAKEN)
    return Poured(
        concerns=tuple(words for words, _ in found if words != TAKEN),
        names=tuple(name for words, name in found if words != TAKEN),
        taken=len(taken),
        taken_names=taken,
        boxes=frozenset(boxes),
    )


def empty(folder: Path, poured: Poured) -> None:
    """Take away what has been entered; what was left meanwhile stays."""
    with _writing(folder) as part:
        _write(folder, part, [box for box in _boxes(folder) if box not in poured.boxes])


def stir(folder: Path) -> None:
    """Write the file anew, in another order: for a timer, so that no writing of it tells when."""
    with _writing(folder) as part:
        _write(folder, part, _boxes(folder))


def _entered_name(name: bytes) -> str:
    """What it is called in the record, the same each time its box is opened."""
    return f"c-{encode_base64url(sha256(b'provesafe.left' + name).digest()[:_ENTERED_BYTES])}"


def _boxes(folder: Path) -> list[bytes]:
    path = folder / SPOOL
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise UnavailableError(f"`{path.name}` cannot be read: {error.strerror}") from error
    return [data[at : at + _BOX_BYTES] for at in range(0, len(data), _BOX_BYTES)]


@contextmanager
def _writing(folder: Path) -> Iterator[Path]:
    """Be the only one who writes; what a crash left behind is taken over after a while."""
    part, began = folder / f"{SPOOL}.part", time.monotonic()
    try:
        there = folder.stat()
        while True:
            try:
                os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                break
            except FileExistsError:
                if time.monotonic() - began > _WAIT_SECONDS:
                    part.unlink(missing_ok=True)
                time.sleep(0.02)
        try:
            yield part
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            os.utime(folder, ns=(there.st_atime_ns, there.st_mtime_ns))
    except OSError as error:
        raise UnavailableError(f"`{SPOOL}` cannot be written: {error.strerror}") from error


def _write(folder: Path, part: Path, boxes: Sequence[bytes]) -> None:
    mixed = list(boxes)
    secrets.SystemRandom().shuffle(mixed)
    with part.open("wb") as file:
        file.write(b"".join(mixed))
        file.flush()
        os.fsync(file.fileno())
    os.utime(part, ns=(0, 0))
    part.replace(folder / SPOOL)
