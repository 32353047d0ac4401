"""Is this folder the production itself, or a copy of it?

    DIR/place     the machine and the file that this production's record is; never copied along
    DIR/moved     left in a folder that the production was moved away from

Two folders that both go on would be two records under one name. So a folder enters only where its
`place` says it stands: a copy has another file, or another machine, and opens for looking until
somebody says, by name and with the reason, that they go on with it. This is against mistakes:
whoever means harm is found by witnesses, not by a file.

A machine is known by the id its system gives it, else by its name; a file by its number.
"""

from __future__ import annotations

import json
import os
import platform
from hashlib import sha256
from pathlib import Path

from provesafe.errors import ConflictError, UnavailableError

__all__ = [
    "MOVED",
    "PLACE",
    "CopiedError",
    "MovedAwayError",
    "check_place",
    "is_in_place",
    "mark_moved",
    "mark_place",
]

PLACE, MOVED = "place", "moved"

_MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


class CopiedError(ConflictError):
    """The folder is a copy, and nobody has said that they go on with it."""

    code = "standing.copied"


class MovedAwayError(ConflictError):
    """The production goes on in another folder."""

    code = "standing.moved"


def mark_place(folder: Path, record: Path) -> None:
    """Say that the production stands here from now on.

    Args:
        folder: the production.
        record: its record's file.

    Raises:
        UnavailableError: it cannot be written.
    """
    _write(folder / PLACE, _place_of(record))


def mark_moved(folder: Path, tree_size: int) -> None:
    """Say that the production goes on elsewhere, from its `tree_size`-th entry.

    Raises:
        UnavailableError: it cannot be written.
    """
    _write(folder / MOVED, {"v": 1, "entries": tree_size})


def is_in_place(folder: Path, record: Path) -> bool:
    """Say whether the production stands here."""
    try:
        found = json.loads((folder / PLACE).read_text("utf-8"))
        return bool(found == _place_of(record))
    except (OSError, ValueError):
        return False


def check_place(folder: Path, record: Path) -> None:
    """See that the production stands here, before anything is entered.

    Args:
        folder: the production.
        record: its record's file.

    Raises:
        MovedAwayError: it was moved away from here.
        CopiedError: this is a copy of it.
    """
    if (folder / MOVED).exists():
        raise MovedAwayError(
            f"the production was moved away from `{folder}`",
            hint="open it where it was moved to; what is here can be looked at",
        )
    if not is_in_place(folder, record):
        raise CopiedError(
            f"`{folder}` is a copy: it can be looked at",
            hint=f"`provesafe move {folder} --take-over` goes on with it, by name, with a reason",
        )


def _place_of(record: Path) -> dict[str, object]:
    machine = next(filter(None, map(_first_line, _MACHINE_IDS)), platform.node())
    # The id itself is for this machine alone; systemd asks that it be hashed for a purpose.
    named = sha256(f"provesafe place {machine}".encode()).hexdigest()
    return {"v": 1, "machine": named, "file": record.stat().st_ino}


def _first_line(path: str) -> str:
    try:
        return Path(path).read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _write(path: Path, document: dict[str, object]) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(json.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be written: {error.strerror}") from error
