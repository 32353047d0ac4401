"""What others vouched for, kept beside a production's record, and the guard that reads it.

    DIR/policy            whose cosignatures the production counts, if it has such a file
    DIR/seals/<size>      checkpoints that witnesses have cosigned; never taken away

Before a production is opened for entering, its record is held against every seal, and against the
witnesses that can be reached: one that is shorter, or another, is an older copy or a second record,
and nothing is signed.
"""

from __future__ import annotations

import os
from pathlib import Path

from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.witnessing import post
from provesafe.errors import UnavailableError
from provesafe.ledger import (
    POLICY_BYTES_MAX,
    SIGNATURES_MAX,
    Bound,
    Policy,
    RecordFaultError,
    join_note,
    open_cosignatures,
    parse_checkpoint_text,
    parse_policy,
    split_note,
)
from provesafe.service import Asked, RecordStore, ask_witnesses, check_not_older

__all__ = [
    "POLICY",
    "SEALS",
    "ask_all",
    "keep_seal",
    "read_policy",
    "read_seals",
    "refuse_older_copy",
    "witnessed_times",
]

POLICY, SEALS = "policy", "seals"

_GUARD_WAIT_SECONDS = 2.0
"""How long opening waits for each witness: a set without a network must still open."""


def read_policy(path: Path) -> tuple[Policy, bytes]:
    """Read a policy file, and give its bytes as well.

    Raises:
        PolicyError: it is not one.
        UnavailableError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(POLICY_BYTES_MAX + 1)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be read: {error.strerror}") from error
    return parse_policy(data), data


def read_seals(folder: Path) -> dict[int, bytes]:
    """Give the cosigned checkpoints that are kept beside the record, by size."""
    if not (folder / SEALS).is_dir():
        return {}
    kept = [one for one in (folder / SEALS).iterdir() if one.name.isdecimal()]
    return {int(one.name): one.read_bytes() for one in kept}


def keep_seal(folder: Path, note: bytes) -> None:
    """Keep a cosigned checkpoint; lines of other witnesses at that size stay.

    Raises:
        UnavailableError: it cannot be written.
    """
    text, lines = split_note(note)
    path = folder / SEALS / str(parse_checkpoint_text(text).tree_size)
    try:
        kept = list(split_note(path.read_bytes())[1]) if path.exists() else []
        known = {(line.name, line.key_id) for line in kept}
        kept += [line for line in lines if (line.name, line.key_id) not in known]
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(path.name + ".part")
        with part.open("wb") as file:
            file.write(join_note(text, kept[:SIGNATURES_MAX]))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be written: {error.strerror}") from error


def ask_all(
    folder: Path, store: RecordStore, *, wait_seconds: float = 10.0
) -> tuple[bytes, tuple[Asked, ...]]:
    """Ask every witness that the production's policy gives an address for; keep their lines.

    Args:
        folder: the production.
        store: its record.
        wait_seconds: how long to wait for each.

    Returns:
        The newest checkpoint with the lines got now, and what each witness answered.

    Raises:
        UnavailableError: there is no policy, or a line cannot be kept.
        VerificationError: a witness has seen another record under this name.
    """
    policy = read_policy(folder / POLICY)[0]
    note, answers = ask_witnesses(
        store,
        policy,
        known=_known(folder, policy),
        send=lambda url, body: post(url, body, wait_seconds=wait_seconds),
        verifier=ed25519_accepts,
    )
    if any(one.cosigned for one in answers):
        keep_seal(folder, note)
    return note, answers


def refuse_older_copy(folder: Path, store: RecordStore) -> None:
    """See, before anything is signed, that nobody has vouched for more than this record holds.

    Raises:
        VerificationError: it is an older copy, or there are two records under one name.
    """
    seals = read_seals(folder)

    def root(size: int) -> bytes:
        note = store.checkpoint_at(size)
        return parse_checkpoint_text(split_note(note)[0]).root_hash if note is not None else b""

    check_not_older(store.head().tree_size, root, [seals[size] for size in sorted(seals)])
    if (folder / POLICY).exists() and read_policy(folder / POLICY)[0].urls:
        ask_all(folder, store, wait_seconds=_GUARD_WAIT_SECONDS)


def witnessed_times(folder: Path) -> list[Bound]:
    """By when the witnesses of the production's policy had seen what the kept seals hold."""
    if not (folder / POLICY).exists():
        return []
    keys = tuple(read_policy(folder / POLICY)[0].witnesses.values())
    found = []
    for size, note in sorted(read_seals(folder).items()):
        cosigned = open_cosignatures(note, keys, ed25519_accepts)
        if cosigned:
            found.append(Bound(size, min(one.seconds for one in cosigned)))
    return found


def _known(folder: Path, policy: Policy) -> dict[str, int]:
    """The size that each witness cosigned last, as the kept seals have it."""
    found: dict[str, int] = {}
    for size, note in sorted(read_seals(folder).items()):
        for name, key in policy.witnesses.items():
            try:
                if open_cosignatures(note, [key], ed25519_accepts):
                    found[name] = size
            except RecordFaultError:
                continue
    return found
