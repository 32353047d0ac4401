"""A production's standing, kept beside its record, so that a long record opens at once.

    production     what stands, the rules' memory, where the writer is: sealed by the laptop's key
    trace/<n>      CHUNK time-points each, by their digests; fetched when something is to be
                   explained

A snapshot is a convenience and never an authority. It is passed over, and the record read from its
first entry, unless all of this holds: the laptop's own key sealed it, this very program made it,
the record's checkpoint of that size has its root, and the rulebooks in force are those it was made
with. What it stands for was read when it was made; `verify` reads every byte again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate
from typing import Any

from provesafe import custody
from provesafe.errors import InputError
from provesafe.ledger import (
    RecordFaultError,
    RecordState,
    Snapshot,
    Verifier,
    decode_state,
    encode_state,
    open_checkpoint,
    open_sealed,
    seal_bytes,
)
from provesafe.rulebook import Fact, TimePoint
from provesafe.service.ports import RecordStore
from provesafe.service.production import Answered, Production, Refused, Told
from provesafe.service.record.history import Entered, History

__all__ = ["Again", "Standing", "keep_snapshot", "open_standing", "unkept"]

CHUNK = 1024
"""Time-points kept together."""

_NAME = "production"
_KIND = "production"
_FORM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How to work out, from the entries, what the snapshot cannot give."""

    points: Callable[[], list[TimePoint]]
    entered: Callable[[], list[Entered]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a snapshot holds, in the words of the rooms it came from."""

    writer: RecordState
    state: custody.State
    gate: Mapping[str, Any]
    """For `Gate.restore`, which holds it against the rules."""
    adopted: tuple[str, ...]
    """Ids of the rulebooks in force, in order."""
    adopted_from: Mapping[str, int]
    gone_ahead: list[custody.Act]
    refused: list[Refused]
    answered: dict[str, Answered]
    told: list[Told]
    leaves: list[int]
    chunks: tuple[str, ...]
    """Digests of the time-points kept apart."""
    rest: list[TimePoint]
    """The time-points behind those."""

    def history(self, store: RecordStore, again: Again) -> History:
        """Give the history, its old part left where it is kept."""
        older = _Kept(
            store=store, chunks=self.chunks, leaves=self.leaves, rest=self.rest, again=again
        )
        return History(older)


def keep_snapshot(production: Production) -> None:
    """Keep where a production stands; done at quiet moments, it takes some tenths of a second.

    Raises:
        UnavailableError: nothing could be kept; the record is as it was.
    """
    size = production.writer.tree.size
    kept = list(production.chunks)
    since = production.history.since(len(kept) * CHUNK)
    while len(since) >= CHUNK:
        data = zlib.compress(_points_text(since[:CHUNK]), 1)
        production.store.save_snapshot(f"trace/{len(kept)}", Snapshot(tree_size=size, data=data))
        kept.append(sha256(data).hexdigest())
        since = since[CHUNK:]
    document = {
        "v": _FORM,
        "program": production.program,
        "writer": encode_state(production.writer).decode("utf-8"),
        "state": custody.encode_state(production.state),
        "gate": production.gate.snapshot(),
        "adopted": [book.id for book in production.books.adopted],
        "adopted_from": production.adopted_from,
        "gone_ahead": [_act_document(act) for act in production.gone_ahead],
        "refused": [[_act_document(one.act), dict(one.owed)] for one in production.refused],
        "answered": [
            [_act_document(one.act), one.go, one.decision, one.index]
            for one in production.answered.values()
        ],
        "told": [[one.rule, one.binding, one.due_ms] for one in production.told],
        "leaves": _steps(production.leaves),
        "chunks": kept,
        "rest": [_point_document(point) for point in since],
    }
    sealed = seal_bytes(_KIND, _text(document), production.device)
    production.store.save_snapshot(_NAME, Snapshot(tree_size=size, data=sealed))
    production.chunks = tuple(kept)
    production.kept_size = size


def unkept(production: Production) -> int:
    """Say how many entries a program that opens now would have to read."""
    return production.writer.tree.size - production.kept_size


def open_standing(
    store: RecordStore, *, recorder_key: bytes, program: str, verifier: Verifier
) -> Standing | None:
    """Read the newest snapshot.

    Args:
        store: the record.
        recorder_key: the laptop's 32-byte public key.
        program: the digest of this program; nothing another has worked out is gone on from.
        verifier: the Ed25519 check.

    Returns:
        What it holds; None when there is none that fits.
    """
    found = store.snapshot(_NAME)
    if found is None or not program:
        return None
    try:
        name, data = open_sealed(_KIND, found.data, recorder_key=recorder_key, verifier=verifier)
        document = json.loads(data)
        if (document["v"], document["program"]) != (_FORM, program):
            return None
        standing = _standing(document)
        writer = standing.writer
        signed = store.checkpoint_at(writer.tree.size)
        if signed is None or writer.recorder != name:
            return None
        checkpoint = open_checkpoint(signed, writer.log_key, verifier)
    except (InputError, RecordFaultError, LookupError, TypeError, ValueError):
        return None
    fits = (checkpoint.origin, checkpoint.root_hash) == (writer.origin, writer.tree.root())
    return standing if fits else None


def _standing(document: Mapping[str, Any]) -> Standing:
    return Standing(
        writer=decode_state(document["writer"].encode("utf-8")),
        state=custody.decode_state(document["state"]),
        gate=document["gate"],
        adopted=tuple(document["adopted"]),
        adopted_from=document["adopted_from"],
        gone_ahead=[_act(one) for one in document["gone_ahead"]],
        refused=[
            Refused(act=_act(act), owed={rule: tuple(people) for rule, people in owed.items()})
            for act, owed in document["refused"]
        ],
        answered={one.act.text("weapon"): one for one in map(_answered, document["answered"])},
        told=[
            Told(rule=rule, binding=tuple((name, value) for name, value in binding), due_ms=due_ms)
            for rule, binding, due_ms in document["told"]
        ],
        leaves=list(accumulate(document["leaves"])),
        chunks=tuple(document["chunks"]),
        rest=[_point(one) for one in document["rest"]],
    )


@dataclass(slots=True, kw_only=True)
class _Kept:
    """The old part of a history: an `Older`."""

    store: RecordStore
    chunks: tuple[str, ...]
    leaves: list[int]
    rest: list[TimePoint]
    again: Again
    read: int = 0
    """Parts that have been given."""
    seen: dict[Fact, Fact] = field(default_factory=dict)
    """Facts that stand in many time-points are held once."""

    def more(self) -> list[TimePoint] | None:
        """Give the next chunk; from the entries, when it is not the one that was kept."""
        number, self.read = self.read, self.read + 1
        if number >= len(self.chunks):
            return None
        found = self.store.snapshot(f"trace/{number}")
        if found is not None and sha256(found.data).hexdigest() == self.chunks[number]:
            return [_point(one, self.seen) for one in json.loads(zlib.decompress(found.data))]
        self.read = len(self.chunks)
        return self.again.points()[number * CHUNK : len(self.chunks) * CHUNK]

    def entered(self) -> list[Entered]:
        """Give what people said, from the entries."""
        return self.again.entered()


def _act_document(act: custody.Act) -> list[object]:
    place = [act.at_ms, act.shooting_day, act.date, act.index, act.entry]
    return [custody.encode_act(act), *place]


def _act(document: list[Any]) -> custody.Act:
    act, at_ms, shooting_day, date, index, entry = document
    return custody.decode_act(
        act, at_ms=at_ms, shooting_day=shooting_day, date=date, index=index, entry=entry
    )


def _answered(document: list[Any]) -> Answered:
    act, go, decision, index = document
    return Answered(act=_act(act), go=go, decision=decision, index=index)


def _point_document(point: TimePoint) -> list[object]:
    facts = sorted((one.predicate, one.arguments) for one in point.facts)
    return [point.seconds, facts]


def _point(document: list[Any], seen: dict[Fact, Fact] | None = None) -> TimePoint:
    seconds, facts = document
    made = [Fact(predicate, tuple(arguments)) for predicate, arguments in facts]
    if seen is not None:
        made = [seen.setdefault(fact, fact) for fact in made]
    return TimePoint(seconds, frozenset(made))


def _points_text(points: Iterable[TimePoint]) -> bytes:
    return _text([_point_document(point) for point in points])


def _steps(numbers: list[int]) -> list[int]:
    """Write rising numbers as their differences."""
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]


def _text(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
