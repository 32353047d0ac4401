"""The sheet of a sealed day: what is printed, signed with a pen and given to somebody outside.

It shows the record's name, size and root in figures that two people can read to each other, the
same as a code that a phone reads, whose keys may sign, and who else had seen it. It is made anew
from the record and the kept seals: the same of these give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provesafe.adapters.days.codes import checkpoint_code
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.print.typesetting import typeset
from provesafe.adapters.sealing import POLICY, read_policy, read_seals
from provesafe.adapters.store import has_record, open_record
from provesafe.adapters.wiring import NoProductionError
from provesafe.errors import UnavailableError
from provesafe.ledger import (
    PublicKey,
    RecordState,
    encode_base64,
    open_cosignatures,
    parse_checkpoint_text,
    parse_entry,
    resume,
    split_note,
)
from provesafe.service import DaySealed, newest_seal

__all__ = ["fingerprint", "seal_sheet", "write_sheet"]


def seal_sheet(folder: Path) -> tuple[DaySealed, bytes]:
    """Set the sheet of the newest sealed day of a production.

    Args:
        folder: the production.

    Returns:
        The day, and the bytes of the PDF.

    Raises:
        NoProductionError: there is none.
        InputError: no day has been sealed.
    """
    if not has_record(folder):
        raise NoProductionError(
            f"`{folder}` holds no production", hint="make one with `provesafe new`"
        )
    store = open_record(folder, read_only=True)
    try:
        sealed = newest_seal(store.entries())
        state = resume(None, store.entries(0, sealed.size))
        (first,) = store.entries(0, 1)
        note = store.checkpoint_at(sealed.size) or b""
    finally:
        store.close()
    kept = read_seals(folder).get(sealed.size, note)
    genesis = parse_entry(first)
    title = str(genesis.fields.get("production", ""))
    zone = str(genesis.fields.get("zone", "UTC"))
    data = _data(sealed, state, title, zone, kept, _witnesses(folder))
    return sealed, typeset("seal", data, at_ms=sealed.ms)


def write_sheet(folder: Path, out: Path | None = None) -> tuple[DaySealed, Path]:
    """Write the sheet of the newest sealed day; `folder` is the production, `out` where, or None.

    Without a place it stands in `DIR/sheets`; an older one of the same day is replaced.

    Raises:
        UnavailableError: it cannot be written.
    """
    sealed, pdf = seal_sheet(folder)
    path = out or folder / "sheets" / f"seal-{sealed.day}.pdf"
    try:
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(pdf)
        part.replace(path)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be written: {error.strerror}") from error
    return sealed, path


def fingerprint(key: PublicKey) -> str:
    """Write a key's digest so that two people can read it to each other."""
    digest = hashlib.sha256(bytes([key.kind]) + key.raw).hexdigest()
    return _groups(digest)


def _groups(figures: str) -> str:
    """Fours, eight of them to a line."""
    fours = [figures[at : at + 4] for at in range(0, len(figures), 4)]
    return "\n".join(" ".join(fours[at : at + 8]) for at in range(0, len(fours), 8))


def _witnesses(folder: Path) -> tuple[PublicKey, ...]:
    if not (folder / POLICY).exists():
        return ()
    return tuple(read_policy(folder / POLICY)[0].witnesses.values())


def _data(
    sealed: DaySealed,
    state: RecordState,
    title: str,
    zone: str,
    note: bytes,
    witnesses: Sequence[PublicKey],
) -> Mapping[str, Any]:
    checkpoint = parse_checkpoint_text(split_note(note)[0])
    cosigned = open_cosignatures(note, witnesses, ed25519_accepts)
    year, month, day = sealed.day // 10_000, sealed.day // 100 % 100, sealed.day % 100
    return {
        "title": f"{title}: seal of {year:04}-{month:02}-{day:02}",
        "subtitle": f"sealed {_utc(sealed.ms // 1000)}, by the laptop's clock; zone {zone}",
        "watermark": "" if state.kind == "real" else state.kind,
        "date": {"year": year, "month": month, "day": day},
        "foot": state.origin,
        "qr": checkpoint_code(note, state.log_key),
        "origin": state.origin,
        "size": f"{checkpoint.tree_size:,}".replace(",", " "),
        "root": _groups(checkpoint.root_hash.hex()),
        "root64": encode_base64(checkpoint.root_hash),
        "entries": f"{sealed.first} to {sealed.size - 1}",
        "acts": sealed.acts,
        "log": fingerprint(state.log_key),
        "devices": [
            {
                "name": name,
                "key": fingerprint(device.key),
                "state": f"{device.ended}, entry {device.ended_at}" if device.ended else "signs",
            }
            for name, device in sorted(state.devices.items())
        ],
        "cosigned": [
            {"name": one.key.name, "at": _utc(one.seconds), "key": fingerprint(one.key)}
            for one in cosigned
        ],
    }


def _utc(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%d %H:%M:%S} UTC"
