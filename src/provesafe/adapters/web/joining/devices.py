"""What the laptop keeps about people's own devices beside the record: who is using one, and tries.

Whose a device is and whether its key still signs stands in the record; here stands what a page
needs between two presses. Rules:

- a device that was told to be lost opens nothing from that moment on, whatever the record still
  has to wait for;
- a session's token is kept as its digest only;
- tries are counted before anything is compared, and outlast a restart.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from provesafe.adapters.web.desk import VISIT_MS, digest_of
from provesafe.adapters.web.serving.beside import BesideRecord
from provesafe.errors import ConflictError

__all__ = ["DEVICES", "DeviceDesk", "TriesOverError"]

DEVICES = "devices.sqlite"
"""Its file, beside the record."""

TRIES = 3
"""LIMIT: of 1,024 pairs of characters, three may be tried for one showing."""

_SCHEMA = """
create table if not exists lost (device text primary key, at_ms integer not null);
create table if not exists session
  (token text primary key, device text not null, until_ms integer not null);
create table if not exists tries (what text primary key, count integer not null);
create table if not exists secret (name text primary key, value text not null);
"""


class TriesOverError(ConflictError):
    """Tried too often; it takes another way now."""

    code = "web.tries_over"


class DeviceDesk(BesideRecord):
    """The devices of one production, in `devices.sqlite` beside its record. For several threads."""

    def __init__(self, path: Path) -> None:
        """
        Args:
            path: the file; made for its owner alone when it is not there.

        Raises:
            UnavailableError: the file cannot be opened.
        """
        super().__init__(path, _SCHEMA)

    def begin(self, device: str, *, now_ms: int) -> str:
        """A new token for a device that has shown that it holds its key."""
        token = secrets.token_urlsafe(32)
        self._all("delete from session where until_ms < ?", now_ms)
        kept = (digest_of(token), device, now_ms + VISIT_MS)
        self._all("insert into session values (?, ?, ?)", *kept)
        return token

    def device_of(self, token: str, *, now_ms: int) -> str:
        """The device with this token; empty for none, and for one that is lost."""
        rows = self._all(
            "select device from session where token = ? and until_ms >= ?"
            " and device not in (select device from lost)",
            digest_of(token),
            now_ms,
        )
        return str(rows[0][0]) if rows else ""

    def lose(self, device: str, *, now_ms: int) -> None:
        """Take a device for lost: it opens and enters nothing any more."""
        self._all("insert or ignore into lost values (?, ?)", device, now_ms)
        self._all("delete from session where device = ?", device)

    def is_lost(self, device: str) -> bool:
        """Whether a device was told to be lost."""
        return bool(self._all("select 1 from lost where device = ?", device))

    def try_once(self, what: str) -> None:
        """Count a try at something.

        Raises:
            TriesOverError: there were too many; nothing may be compared.
        """
        with self._lock:
            self._all(
                "insert into tries values (?, 1) on conflict do update set count = count + 1", what
            )
            ((count,),) = self._all("select count from tries where what = ?", what)
        if count > TRIES:
            raise TriesOverError(
                "tried too often on this phone",
                hint="answer on the viewers’ device, with your badge",
            )

    def tried_well(self, what: str) -> None:
        """It was right: earlier tries count no more."""
        self._all("delete from tries where what = ?", what)

    def secret(self, name: str) -> str:
        """A word that only this production knows; the same on every start."""
        self._all("insert or ignore into secret values (?, ?)", name, secrets.token_hex(32))
        return str(self._all("select value from secret where name = ?", name)[0][0])
