"""Was a production ever begun here, or was its making cut off?

A production begins with the first commit of its record. Whatever lies in the folder before that,
keys and all, has signed nothing, and nobody has seen it: it may be made anew.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from provesafe.adapters.production_keys import KEYS
from provesafe.adapters.standing.place import PLACE
from provesafe.adapters.store import RECORD, STORE, open_record
from provesafe.errors import ProvesafeError, UnavailableError

__all__ = ["clear_unbegun"]


def clear_unbegun(folder: Path) -> bool:
    """Take away what is left of a production that was never begun.

    Args:
        folder: holds a record, or names where one is.

    Returns:
        Whether it was one; if not, or where that cannot be said, everything is left as it is.

    Raises:
        UnavailableError: something of it cannot be taken away.
    """
    if not _is_unbegun(folder):
        return False
    try:
        shutil.rmtree(folder / KEYS)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _cannot(folder / KEYS, error) from error
    # The record last: until then it can be seen that there is something to take away.
    for name in (PLACE, f"{RECORD}-wal", f"{RECORD}-shm", STORE, RECORD):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise _cannot(folder / name, error) from error
    return True


def _is_unbegun(folder: Path) -> bool:
    try:
        # For writing: a file that was cut off before its first table is finished so.
        with closing(open_record(folder)) as store:
            return store.head().tree_size == 0
    except ProvesafeError:
        return False


def _cannot(path: Path, error: OSError) -> UnavailableError:
    return UnavailableError(
        f"`{path}` of a production that was never begun cannot be taken away: {error.strerror}",
        hint="take it away by hand, or name another folder",
    )
