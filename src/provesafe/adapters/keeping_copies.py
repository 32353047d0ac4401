"""A production's copy on a second medium, made while it is in use.

The copy holds everything that is needed to go on: the record and the names, each copied by SQLite's
own online backup, and the files beside them. The wrapped keys are among them: keep it as you keep
the laptop. It appears whole or not at all, and is checked before it does.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.standing import PLACE
from provesafe.adapters.store import (
    PEOPLE_KEYS,
    STORE,
    SqliteStore,
    copy_keys,
    has_record,
    open_record,
    record_file,
)
from provesafe.adapters.wiring import PEOPLE, RECORD, NoProductionError, now_ms
from provesafe.errors import ConflictError, UnavailableError
from provesafe.ledger import RecordReport, parse_checkpoint_text, split_note, verify_record

__all__ = ["Backup", "BackupExistsError", "back_up", "last_backup"]


BACKED_UP = "backed-up"
_OTHERWISE = (RECORD, STORE, PEOPLE, PEOPLE_KEYS, PLACE, BACKED_UP)
"""Files that are copied in a way of their own, or not at all."""

_PASSING = ("-wal", "-shm", "-journal", ".lock", ".part", ".old")
"""Files that belong to a database in use, or to a writing that was interrupted."""


class BackupExistsError(ConflictError):
    """There is something where the copy was to be put."""

    code = "keeping_copies.exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy that was made and checked."""

    report: RecordReport
    files: int


def back_up(folder: Path, out: Path) -> Backup:
    """Copy a production that may be in use, and verify the copy's record.

    Args:
        folder: the production.
        out: a folder that is not there yet, best on another medium.

    Raises:
        NoProductionError: there is none.
        BackupExistsError: `out` is there already.
        UnavailableError: it cannot be written; nothing is left.
        VerificationError: the record that was copied does not check.
    """
    if not has_record(folder):
        raise NoProductionError(f"`{folder}` holds no production", hint="name its folder")
    if out.exists():
        raise BackupExistsError(f"`{out}` is there already", hint="name a new folder")
    part = out.with_name(out.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700, parents=True)
        _copy_record(folder, part)
        _copy_database(folder / PEOPLE, part / PEOPLE)
        _copy_rest(folder, part)
        report = _verify(part)
        files = sum(one.is_file() for one in part.rglob("*"))
        # Beside the copies, not in them: who is erased by the next one is erased from all.
        copy_keys(folder / PEOPLE_KEYS, out.parent / PEOPLE_KEYS)
        part.rename(out)
        _note(folder, report)
    except (OSError, sqlite3.Error) as error:
        raise UnavailableError(f"`{out}` cannot be written: {error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Backup(report=report, files=files)


def last_backup(folder: Path) -> tuple[int, int] | None:
    """When a production was last copied, in milliseconds, and with how many entries."""
    try:
        found = json.loads((folder / BACKED_UP).read_text("utf-8"))
        return int(found["ms"]), int(found["entries"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _copy_rest(folder: Path, part: Path) -> None:
    """Copy what lies beside the databases; not what says where the production stands."""
    for one in sorted(folder.iterdir()):
        if one.name in _OTHERWISE or one.name.endswith(_PASSING):
            continue
        if one.is_dir() and not one.is_symlink():
            shutil.copytree(one, part / one.name, symlinks=True)
        elif one.is_file():
            shutil.copy2(one, part / one.name)


def _note(folder: Path, report: RecordReport) -> None:
    """Note that there is a copy, for `doctor`; where nothing can be written nothing is noted."""
    with suppress(OSError):
        text = json.dumps({"ms": now_ms(), "entries": report.tree_size})
        (folder / BACKED_UP).write_text(text, encoding="utf-8")


def _copy_record(folder: Path, part: Path) -> None:
    """Copy the record; out of a database into a file, so that the copy stands alone."""
    if record_file(folder).name == RECORD:
        _copy_database(folder / RECORD, part / RECORD)
        return
    source, target = open_record(folder, read_only=True), SqliteStore(part / RECORD)
    try:
        size = 0
        for note in source.checkpoints():
            end = parse_checkpoint_text(split_note(note)[0]).tree_size
            target.append(list(source.entries(size, end)), note, expected_tree_size=size)
            size = end
    finally:
        source.close()
        target.close()


def _copy_database(source: Path, target: Path) -> None:
    uri = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)
    target.chmod(0o600)


def _verify(folder: Path) -> RecordReport:
    store = open_record(folder, read_only=True)
    try:
        return verify_record(store.entries(), store.checkpoints(), verifier=ed25519_accepts)
    finally:
        store.close()
