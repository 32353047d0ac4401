"""A person's own record: taken away without asking anybody, and checked by itself.

No key and no passphrase is needed. What the production learns waits in its spool, like a concern:
an entry that somebody took theirs, without the person, at noon or at wrap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from provesafe.adapters.bundles import open_bundle, write_bundle
from provesafe.adapters.days.spool import TAKEN, leave
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.sealing import POLICY, read_policy, read_seals
from provesafe.adapters.wiring import view_production
from provesafe.errors import InputError
from provesafe.ledger import (
    READING,
    Disclosed,
    PartFiles,
    PartReport,
    Policy,
    is_part,
    leaf_hash,
    pack_part,
    parse_policy,
    verify_part,
)
from provesafe.service import Production, audit_production, named_in, own_entries, own_reading

__all__ = ["TakenOwn", "check_own", "holds_part", "take_own"]

_PART_BYTES_MAX = 256 * 2**20
"""LIMIT: what one person takes of any production is held in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOwn:
    """What a person took."""

    entries: int
    reading: tuple[str, ...]


def take_own(folder: Path, person: str, out: Path, *, now_ms: int) -> TakenOwn:
    """Write a person's own record.

    Args:
        folder: the production.
        person: the person's label or id.
        out: where; a zip if it ends in `.zip`.
        now_ms: the laptop's clock, up to which duties are looked at.

    Raises:
        InputError: there is no production, or nobody of that name.
        ConflictError: there is something at `out`.
        VerificationError: the record is not the one that was left.
    """
    with view_production(folder) as production:
        about = production.people.id_of(person)
        raws = list(production.store.entries())
        size = len(raws)
        checkpoint = production.store.checkpoint_at(size) or b""
        picked = own_entries(raws, about)
        told = [one for one in _told(production, raws, about) if one.index in picked]
        policy = read_policy(folder / POLICY)[1] if (folder / POLICY).exists() else None

        def files(reading: str = "") -> Iterator[tuple[str, bytes]]:
            return pack_part(
                picked,
                [leaf_hash(raw) for raw in raws],
                about=about,
                origin=production.writer.origin,
                checkpoint=read_seals(folder).get(size, checkpoint),
                policy=policy,
                disclosed=told,
                reading=reading,
            )

        # What is handed over is what somebody else will check: it is checked here first.
        made = dict(files())
        found = verify_part(PartFiles(_sizes(made), made), verifier=ed25519_accepts)
        lines = (
            *own_reading(found.entries, found.disclosed, person=about),
            *_owed(production, about, now_ms),
        )
        write_bundle(out, files("".join(f"{line}\n" for line in lines)))
    leave(folder, TAKEN)
    return TakenOwn(entries=len(found.entries), reading=lines)


def holds_part(path: Path) -> bool:
    """Say whether a path holds one person's record rather than a bundle or a production."""
    with open_bundle(path) as files:
        return is_part(files.sizes())


def check_own(
    path: Path, *, policy: Policy | None, expected_origin: str | None
) -> tuple[PartReport, tuple[str, ...]]:
    """Check every byte of a person's own record but the words in it; read it anew.

    Args:
        path: a folder or a zip.
        policy: whose cosignatures the reader counts; None takes the file's own.
        expected_origin: the record's name as known from elsewhere.

    Returns:
        What was verified, and what it holds in plain words.

    Raises:
        InputError: it is larger than any.
        VerificationError: the first thing that is wrong.
    """
    with open_bundle(path) as files:
        sizes = files.sizes()
        if sum(sizes.values()) > _PART_BYTES_MAX:
            raise InputError(f"`{path}` is larger than any person's record")
        data = {name: files.read(name) for name in sizes if name != READING}
    own = parse_policy(data[POLICY]) if POLICY in data else None
    found = verify_part(
        PartFiles(sizes, data),
        verifier=ed25519_accepts,
        policy=policy if policy is not None else own,
        expected_origin=expected_origin,
    )
    return found, tuple(own_reading(found.entries, found.disclosed, person=found.about))


def _told(production: Production, raws: list[bytes], person: str) -> Iterator[Disclosed]:
    entry_of = named_in(raws).entry_of
    for one in production.disclosures.of_person(person):
        if one.digest in entry_of:
            yield Disclosed(index=entry_of[one.digest], text=one.text)


def _owed(production: Production, person: str, now_ms: int) -> Iterator[str]:
    """Duties of this person without an entry, as the rules in force see them now."""
    found = audit_production(production, observed_until_ms=production.now(now_ms))
    for words, duties in (("no entry", found.no_entry), ("still open", found.pending)):
        owed = [one for one in duties if person in one.opens.duty]
        if owed:
            yield ""
            yield f"Owed, {words}, as the rules in force read the record today:"
            for one in owed:
                clock = production.times.show_from(one.opened_ms, 0)
                yield f"  {clock}  entry {one.leaf}: {one.opens.say} ({one.opens.rule})"


def _sizes(files: dict[str, bytes]) -> dict[str, int]:
    return {name: len(content) for name, content in files.items()}
