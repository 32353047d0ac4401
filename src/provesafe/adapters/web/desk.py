"""What the cart laptop keeps beside the record so that people can enter: badges, PINs, visits.

Nothing here is evidence, and none of it goes into a bundle: a badge's code stands here, its digest
in the record. Rules:

- a badge is a random code; whoever holds it is that person until it is ended;
- a PIN is kept as argon2 makes it; after five wrong ones each further try waits twice as long,
  after ten it takes the laptop to set a new one; this outlasts a restart;
- a visit's token is kept as its digest only;
- a form that was sent twice is entered once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import argon2

from provesafe.adapters.web.serving.beside import BesideRecord
from provesafe.errors import ConflictError, InputError

__all__ = ["DESK", "Badge", "Desk", "PinLockedError", "PinWrongError", "digest_of"]

DESK = "desk.sqlite"
"""Its file, beside the record."""

VISIT_MS = 14 * 3_600_000
"""LIMIT: a long shooting day; then the badge is asked for again."""
TRIES_FREE = 5
TRIES_MAX = 10
WAIT_MS = 30_000
PIN_DIGITS = (6, 12)
PRESSES_KEPT = 5_000
"""LIMIT: forms remembered as sent; a day has a tenth of that."""

_SCHEMA = """
create table if not exists badge (code text primary key, person text not null, ended_ms integer);
create table if not exists pin (person text primary key, hash text not null);
create table if not exists tries (person text primary key, count integer, until_ms integer);
create table if not exists visit (token text primary key, person text not null, until_ms integer);
create table if not exists press (once text primary key, leads_to text not null, n integer);
create table if not exists told (once text primary key, words text not null, n integer);
create table if not exists secret (name text primary key, value text not null);
create table if not exists nickname (weapon text primary key, words text not null);
create table if not exists roll (meeting text, person text, primary key (meeting, person));
"""


class PinWrongError(InputError):
    """The PIN is not that person's."""

    code = "web.pin_wrong"


class PinLockedError(ConflictError):
    """Too many wrong PINs: it takes a while, or a new PIN set at the laptop."""

    code = "web.pin_locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge as the desk knows it."""

    code: str
    person: str
    ended: bool


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Desk(BesideRecord):
    """The desk of one production, in `desk.sqlite` beside its record. For several threads."""

    def __init__(self, path: Path, *, pin_cost: argon2.PasswordHasher | None = None) -> None:
        """
        Args:
            path: the file; made for its owner alone when it is not there.
            pin_cost: what a guess costs; by default about a tenth of a second.

        Raises:
            UnavailableError: the file cannot be opened.
        """
        super().__init__(path, _SCHEMA)
        self._hasher = pin_cost or argon2.PasswordHasher(
            time_cost=2, memory_cost=19_456, parallelism=1
        )

    # Badges.

    def give_badge(self, code: str, person: str) -> None:
        """Note whose badge this is."""
        self._do("insert into badge values (?, ?, null)", code, person)

    def end_badge(self, code: str, *, now_ms: int) -> None:
        """Note that a badge is nobody's any more."""
        self._do("update badge set ended_ms = ? where code = ?", now_ms, code)

    def badges(self) -> tuple[Badge, ...]:
        """Every badge there ever was, in the order in which they were given."""
        rows = self._all("select code, person, ended_ms from badge order by rowid")
        return tuple(Badge(code=c, person=p, ended=e is not None) for c, p, e in rows)

    def person_of_badge(self, code: str) -> str:
        """Whose badge this is; empty for nobody's, and for one that was ended."""
        rows = self._all("select person from badge where code = ? and ended_ms is null", code)
        return str(rows[0][0]) if rows else ""

    # PINs.

    def set_pin(self, person: str, pin: str) -> None:
        """Set a person's PIN, and forget wrong tries.

        Raises:
            InputError: it is not six to twelve digits.
        """
        low, high = PIN_DIGITS
        if not (pin.isascii() and pin.isdecimal() and low <= len(pin) <= high):
            raise InputError(f"a PIN has {low} to {high} digits")
        self._do("insert or replace into pin values (?, ?)", person, self._hasher.hash(pin))
        self._do("delete from tries where person = ?", person)

    def has_pin(self, person: str) -> bool:
        """Whether a person has a PIN."""
        return bool(self._all("select 1 from pin where person = ?", person))

    def check_pin(self, person: str, pin: str, *, now_ms: int) -> None:
        """Check a PIN; a wrong one counts, whoever tries it from wherever.

        Raises:
            PinWrongError: it is another.
            PinLockedError: too many wrong ones; nothing was compared.
        """
        with self._lock:
            rows = self._all("select count, until_ms from tries where person = ?", person)
            count, until_ms = rows[0] if rows else (0, 0)
            if count >= TRIES_MAX:
                raise PinLockedError(
                    "ten wrong PINs: this one is shut", hint="set a new one at the laptop"
                )
            if now_ms < until_ms:
                seconds = -(-(until_ms - now_ms) // 1000)
                raise PinLockedError(f"wait {seconds} s before the next PIN")
            # Counted before it is compared: pulling the plug in between wins nobody a try.
            count += 1
            wait = WAIT_MS * 2 ** (count - TRIES_FREE) if count >= TRIES_FREE else 0
            self._do("insert or replace into tries values (?, ?, ?)", person, count, now_ms + wait)
            hashes = self._all("select hash from pin where person = ?", person)
        try:
            self._hasher.verify(hashes[0][0] if hashes else self._decoy(), pin)
        except argon2.exceptions.VerificationError:
            raise PinWrongError("this is not the PIN", hint="it is six digits or more") from None
        if not hashes:
            raise PinWrongError("there is no PIN for this badge", hint="set one at the laptop")
        self._do("delete from tries where person = ?", person)

    # Visits: who uses this device now.

    def begin_visit(self, person: str, *, now_ms: int) -> str:
        """A new token for a device that a person uses from now on."""
        token = secrets.token_urlsafe(32)
        self._do("delete from visit where until_ms < ?", now_ms)
        self._do("insert into visit values (?, ?, ?)", digest_of(token), person, now_ms + VISIT_MS)
        return token

    def person_of_visit(self, token: str, *, now_ms: int) -> str:
        """Who uses the device with this token; empty for nobody."""
        rows = self._all(
            "select person from visit where token = ? and until_ms >= ?", digest_of(token), now_ms
        )
        return str(rows[0][0]) if rows else ""

    def end_visit(self, token: str) -> None:
        """The person leaves the device."""
        self._do("delete from visit where token = ?", digest_of(token))

    # Forms that were sent.

    def led_to(self, once: str) -> str:
        """Where a form that was sent before led; empty for a new one."""
        rows = self._all("select leads_to from press where once = ?", once)
        return str(rows[0][0]) if rows else ""

    def pressed(self, once: str, leads_to: str) -> None:
        """Remember where a form led."""
        with self._lock:
            (n,) = self._db.execute("select coalesce(max(n), 0) + 1 from press").fetchone()
            self._do("insert or ignore into press values (?, ?, ?)", once, leads_to, n)
            self._do("delete from press where n <= ?", n - PRESSES_KEPT)

    def tell(self, once: str, words: str) -> None:
        """Keep what the answer to a form was, so that it can be read again."""
        with self._lock:
            (n,) = self._db.execute("select coalesce(max(n), 0) + 1 from told").fetchone()
            self._do("insert or replace into told values (?, ?, ?)", once, words, n)
            self._do("delete from told where n <= ?", n - PRESSES_KEPT)

    def told(self, once: str) -> str:
        """What the answer to a form was; empty where nothing was kept."""
        rows = self._all("select words from told where once = ?", once)
        return str(rows[0][0]) if rows else ""

    # The roll of a meeting, badge by badge, until it is entered.

    def on_roll(self, meeting: str, person: str) -> None:
        """Put a person on the roll of a meeting that is being taken."""
        self._do("insert or ignore into roll values (?, ?)", meeting, person)

    def roll(self, meeting: str) -> Sequence[str]:
        """Who is on the roll, in the order of their badges."""
        rows = self._all("select person from roll where meeting = ? order by rowid", meeting)
        return [str(person) for (person,) in rows]

    def end_roll(self, meeting: str) -> None:
        """The roll has been entered."""
        self._do("delete from roll where meeting = ?", meeting)

    # What people here call a weapon; no evidence, so not in the record.

    def give_nickname(self, weapon: str, words: str) -> None:
        """Call a weapon something; nothing, where the words are empty."""
        if words:
            self._do("insert or replace into nickname values (?, ?)", weapon, words)
        else:
            self._do("delete from nickname where weapon = ?", weapon)

    def nickname(self, weapon: str) -> str:
        """What people here call a weapon; empty where they call it by its id."""
        rows = self._all("select words from nickname where weapon = ?", weapon)
        return str(rows[0][0]) if rows else ""

    def secret(self, name: str) -> str:
        """A word that only this production knows; the same on every start."""
        self._do("insert or ignore into secret values (?, ?)", name, secrets.token_urlsafe(18))
        return str(self._all("select value from secret where name = ?", name)[0][0])

    def _decoy(self) -> str:
        """A hash to compare with where there is none, so that both take as long."""
        with self._lock:
            rows = self._all("select value from secret where name = 'decoy'")
            if not rows:
                made = self._hasher.hash(secrets.token_urlsafe(18))
                self._do("insert into secret values ('decoy', ?)", made)
                return made
        return str(rows[0][0])
