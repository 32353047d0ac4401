"""Who may let a key in, put another in its place, or end it?

By place in the tree and by nothing else: what a clock says plays no part.

    enrol    the new key, and as many enrolled devices as the genesis asks for, as far as there are
             so many; so one device cannot people a record with ghosts once there are two
    rotate   a key that the old one committed to when it was let in, and one enrolled device: who
             steals the old key cannot name its successor
    retire   the device itself, or two others
    revoke   two others, as far as there are two; never the device itself

Whose own device a key is, is said where it is let in; a key that takes its place is theirs too.

The key for concerns vouches for nobody and is not counted; there is at most one that signs. What
enrolled devices sign is what counts: the key that comes in proves that somebody holds it, and
vouches for nobody. The recorder is never retired or revoked, only rotated, since a record without
one could end no commit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from provesafe.ledger.chain import Device
from provesafe.ledger.classes import (
    Enrolment,
    KeyAct,
    Retirement,
    Revocation,
    Rotation,
    next_key_text,
)
from provesafe.ledger.entry import Statement
from provesafe.ledger.errors import KeyActError, OwnKeyError
from provesafe.ledger.keys import PublicKey

__all__ = ["OTHERS_NEEDED", "check_arrival", "check_key_act", "check_owners", "ended_by"]

OTHERS_NEEDED = 2
"""How many others end a key that does not end itself."""


def check_arrival(
    key: PublicKey, *, device: str, devices: Mapping[str, Device], log_key: PublicKey
) -> None:
    """Check that a key that is to be let in is nobody's, and does not let itself in.

    Args:
        key: the new key.
        device: the key name of the device that enters it.
        devices: all that were ever enrolled.
        log_key: the log's; its name is the origin.

    Raises:
        KeyActError: its name or its bytes are taken, or it enters itself.
    """
    taken = {log_key.raw, *(one.key.raw for one in devices.values())}
    if key.name in devices or key.name == log_key.name or key.raw in taken:
        raise KeyActError(f"the name or the key of `{key.name}` is taken")
    if device == key.name:
        raise KeyActError(f"`{key.name}` cannot enrol itself")


def check_key_act(
    act: KeyAct,
    *,
    signing: Collection[str],
    devices: Mapping[str, Device],
    index: int,
    signers: int,
    recorder: str,
) -> None:
    """Check that those who signed a `key` entry may do what it does.

    Args:
        act: what it does.
        signing: key names of the enrolled devices that signed it.
        devices: all that were ever enrolled.
        index: its leaf index.
        signers: how many the genesis asks for to let a device in.
        recorder: key name of the device that ends commits.

    Raises:
        KeyActError: they may not, or it is about no device that could be meant.
    """
    there = {
        name for name, device in devices.items() if not device.ended and device.role == "device"
    }
    match act:
        case Enrolment():
            if act.role == "concerns":
                _only_one(devices)
            _need(signing, there, signers, f"to let `{act.key.name}` in")
        case Rotation():
            old = _device(act.old, devices)
            if old.role != act.role:
                raise KeyActError(f"`{act.old}` has another role than the key that follows it")
            if not old.next_key or old.next_key != next_key_text(act.key.raw):
                raise KeyActError(f"`{act.old}` never committed to this key as its next")
        case Retirement():
            _device(act.name, devices)
            _not_recorder(act.name, recorder)
            if act.name not in signing:
                _need(signing, there - {act.name}, OTHERS_NEEDED, f"to retire `{act.name}`")
        case Revocation():
            device = _device(act.name, devices)
            _not_recorder(act.name, recorder)
            if act.name in signing:
                raise KeyActError(f"`{act.name}` has no part in its own revocation")
            _need(signing, there - {act.name}, OTHERS_NEEDED, f"to revoke `{act.name}`")
            if not device.enrolled_at <= act.suspect_from <= act.refused_from <= index:
                raise KeyActError("a revocation names leaves out of order, or still to come")


def check_owners(statements: Iterable[Statement], owners: Mapping[str, str]) -> None:
    """Check that nobody stands for something by a device that is another person's own.

    Args:
        statements: of one entry.
        owners: by key name, whose device it is; empty or not there for nobody's.

    Raises:
        OwnKeyError: somebody does.
    """
    for each in statements:
        if each.grade == "own" and owners.get(each.link.key, "") not in ("", each.person):
            raise OwnKeyError(f"`{each.link.key}` is another person's own device")


def ended_by(act: Rotation | Retirement | Revocation, device: Device, *, index: int) -> Device:
    """Give the `device` that `act`, the entry at leaf `index`, ends, as it stands behind it."""
    match act:
        case Rotation():
            return device._replace(ended="rotated", ended_at=index)
        case Retirement():
            return device._replace(ended="retired", ended_at=index)
        case Revocation():
            return device._replace(ended="revoked", ended_at=index)


def _only_one(devices: Mapping[str, Device]) -> None:
    for name, device in devices.items():
        if device.role == "concerns" and not device.ended:
            raise KeyActError(f"`{name}` enters concerns here already")


def _device(name: str, devices: Mapping[str, Device]) -> Device:
    device = devices.get(name)
    if device is None or device.ended:
        raise KeyActError(f"`{name}` is not a device that signs here")
    return device


def _not_recorder(name: str, recorder: str) -> None:
    if name == recorder:
        raise KeyActError(f"`{name}` ends the commits of this record and can only be rotated")


def _need(signing: Collection[str], among: Collection[str], wanted: int, to_what: str) -> None:
    need, have = min(wanted, len(among)), len(set(signing) & set(among))
    if not need or have < need:
        raise KeyActError(f"{have} enrolled devices signed and {need or 1} are needed {to_what}")
