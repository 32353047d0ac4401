"""A production goes on in another folder: moved there, or taken over where it is a copy.

Moved: the old folder enters that it ends, everything is copied and the copy verified, the old
folder loses its keys, and only then does the new one stand. Wherever it is interrupted, at most one
of the two can enter.

Taken over: a copy enters who goes on with it and why. What happened since it was made, if anything
did, is not in it, so that what every weapon holds is not known, and nothing that was shown counts.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from provesafe.adapters.keeping_copies import Backup, back_up
from provesafe.adapters.standing.place import MOVED, is_in_place, mark_moved, mark_place
from provesafe.adapters.store import PEOPLE_KEYS, SqliteDisclosures, record_file
from provesafe.adapters.wiring import KEYS, PEOPLE, now_ms, open_production
from provesafe.errors import InputError, UnavailableError
from provesafe.service import Report, read_act, report

__all__ = ["NoCopyError", "move", "take_over"]


class NoCopyError(InputError):
    """There is nothing to take over: the production stands in this very folder."""

    code = "standing.no_copy"


def move(folder: Path, new: Path, *, by: str, passphrase: str) -> Backup:
    """Move a production that nobody has open into a folder that is not there yet.

    Args:
        folder: the production.
        new: where it goes.
        by: who moves it, by label.
        passphrase: opens the keys; the entry is signed.

    Returns:
        What was copied.

    Raises:
        ConflictError: there is something at `new`; or `folder` is a copy or was moved away.
        UnavailableError: `new` cannot be written; the production stays where it is.
        VerificationError: the record does not check; the production stays where it is.
    """
    if new.exists():
        # Before anything is entered; `back_up` would find it too.
        back_up(folder, new)
    production = open_production(folder, passphrase=passphrase)
    try:
        act = read_act(production, "move_record", {"by": by})
        report(production, Report(acts=(act,)), now_ms=now_ms())
    finally:
        production.store.close()
        production.disclosures.close()
    made = back_up(folder, new)
    mark_moved(folder, made.report.tree_size)
    try:
        shutil.rmtree(folder / KEYS)
        # Whoever is erased later is erased in the folder that was left, too.
        (folder / PEOPLE_KEYS).unlink(missing_ok=True)
    except OSError as error:
        raise UnavailableError(
            f"the keys in `{folder}` cannot be taken away: {error.strerror}",
            hint=f"take away `{folder / KEYS}` by hand; the production is in `{new}`",
        ) from error
    mark_place(new, record_file(new))
    _settle_people(new)
    return made


def take_over(folder: Path, *, by: str, why: str, passphrase: str) -> int:
    """Go on with a copy.

    Args:
        folder: the copy.
        by: who goes on with it, by label.
        why: the reason, as it is entered.
        passphrase: opens the keys.

    Returns:
        How many entries it has now.

    Raises:
        NoCopyError: it is no copy.
        VerificationError: witnesses, or the seals beside it, have seen more than it holds.
    """
    if is_in_place(folder, record_file(folder)) and not (folder / MOVED).exists():
        raise NoCopyError(f"`{folder}` is no copy: the production stands here")
    production = open_production(folder, passphrase=passphrase, taking_over=True)
    try:
        act = read_act(production, "take_over_record", {"by": by, "why": why})
        report(production, Report(acts=(act,)), now_ms=now_ms())
        # Only now: a copy in which nobody is named stays one.
        mark_place(folder, record_file(folder))
        size = production.writer.tree.size
    finally:
        production.store.close()
        production.disclosures.close()
    _settle_people(folder)
    return size


def _settle_people(folder: Path) -> None:
    """Keep the keys of people in the folder that is gone on with, not beside it."""
    people = SqliteDisclosures(folder / PEOPLE)
    try:
        people.settle()
    finally:
        people.close()
