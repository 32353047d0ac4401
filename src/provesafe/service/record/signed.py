"""Take in what was signed on people's own devices: requests and acts, alone or together.

    body = compose(production, "act", acts, device=…, own={person: device}, now_ms=now)
    … each device reads it, checks its own place in it, and signs `body.raw` …
    taken = take_together(production, body, signatures, now_ms=now)

    taken = take_signed(production, raw, now_ms=now)      composed and signed on the device itself

Rules:

- the bytes go into the record as they were signed; nothing is put in for anybody;
- form, signatures, chains, `seen` and whether a key still signs are the record's own questions
  (`ledger`); this module asks whose key it is, and who must stand for what the entry says;
- `own` is said by the device that was let in for that very person, with its own key, and `shared`
  on it only by whom the shell saw press with their badge;
- what is sent again is answered as before and entered once;
- an act that arrives more than two minutes after its device's clock is a late one: it clears
  nothing. A request is judged when it arrives, since the answer is about now;
- an act is never turned away for what it says happened: the rules it did not meet stand beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from provesafe import custody
from provesafe.errors import ConflictError, InputError, VerificationError
from provesafe.ledger import (
    LAPSED,
    Body,
    ChainRepeatError,
    Draft,
    Entry,
    Grade,
    IdOf,
    Json,
    NoteSignature,
    Seen,
    Signed,
    Statement,
    UnknownKeyError,
    join_entry,
    join_note,
    make_body,
    newest_seen,
    parse_entry,
    sign_text,
)
from provesafe.service.answers.decision import Decision
from provesafe.service.committing import Moved, commit
from provesafe.service.drafting import acts_of, decision_draft, standing_people
from provesafe.service.entering import live_permit, refused_of, tick
from provesafe.service.judging import Judgement, judge_report, judge_request
from provesafe.service.overrides import taken_on
from provesafe.service.production import Answered, Production

__all__ = [
    "BorrowedKeyError",
    "DeviceClock",
    "SignedClass",
    "SignedElsewhereError",
    "SignedStaleError",
    "Taken",
    "compose",
    "enter_lapsed",
    "take_signed",
    "take_together",
]

SignedClass: TypeAlias = Literal["request", "act"]

_FIELDS: Final = {
    "request": frozenset({"acts", "boot", "mono", "skew", "way"}),
    "act": frozenset({"acts", "media", "ref", "boot", "mono", "skew", "way", "here"}),
}
_WAYS: Final = ("warned", "trusted")
_COMMON: Final = frozenset({"v", "class", "dev", "seq", "prev", "seen", "t", "rests_on"})
_AT_THE_LAPTOP: Final = ("adopt", "enrol", "erase_person", "move_record", "take_over_record")
"""Acts that come with something only the laptop has: texts, names, the folder itself."""

_HERE_MAX: Final = 8
"""LIMIT: characters that somebody reads from another device to say that they were there."""

_LOOK_BACK: Final = 10_000
"""LIMIT: how many entries back something that is sent again is looked for."""


class SignedElsewhereError(InputError):
    """What a device signed cannot be entered as it is."""

    code = "service.signed_form"


class BorrowedKeyError(VerificationError):
    """Somebody is said to stand for it by a key that was not let in for them."""

    code = "service.key_borrowed"


class SignedStaleError(ConflictError):
    """What was signed no longer fits what stands: it is to be looked at and signed again."""

    code = "service.signed_stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceClock:
    """What a device says of its clock in an entry."""

    t_ms: int
    boot: str = ""
    """A random name of this run of it; with `mono_ms`."""
    mono_ms: int = 0
    skew_ms: int | None = None
    """How far the laptop's clock was ahead when last measured."""

    def fields(self) -> dict[str, Json]:
        """The payload fields that say so."""
        ran: dict[str, Json] = {"boot": self.boot, "mono": self.mono_ms} if self.boot else {}
        return ran if self.skew_ms is None else {**ran, "skew": self.skew_ms}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of something that was signed on a device."""

    index: int
    """Its leaf index."""
    entry: str
    """Its id."""
    decisions: tuple[Decision, ...] = ()
    """One for each act: permit or refuse for a request, permit or noted for an act."""
    decision: str = ""
    """Id of the decision's entry, for the `ref` of the act that follows; empty where none is."""
    again: bool = False
    """Whether it stood in the record already; then nothing was entered, and nothing decided."""


def compose(
    production: Production,
    entry_class: SignedClass,
    acts: Sequence[custody.Act],
    *,
    device: str,
    own: Mapping[str, str],
    shared: Collection[str] = (),
    ref: str = "",
    seen: Seen | None = None,
    clock: DeviceClock | None = None,
    way: str = "",
    now_ms: int,
) -> Body:
    """Write the body that devices sign; each then checks its own `seq` and `prev` in it.

    Args:
        production: not moved; the body stands until one of its devices signs something else.
        entry_class: `request` or `act`.
        acts: what is asked for, or what happened.
        device: key name of the device that enters it; the laptop's own for what is pressed there.
        own: for each person who stands for it with their own device, its key name.
        shared: people who press on the entering device with their own badge.
        ref: id of the decision that let it go ahead.
        seen: the checkpoint that the devices have verified; the newest where it is left out.
        clock: the entering device's; the laptop's where it is left out.
        way: how the entering device reached the laptop, where it says so.
        now_ms: the laptop's clock.

    Raises:
        UnknownKeyError: a device was never let in here.
        InputError: it cannot stand in an entry.
    """
    devices = production.writer.devices
    for name in (device, *own.values()):
        if name not in devices:
            raise UnknownKeyError(f"`{name}` is not enrolled here")
    last = seen if seen is not None else newest_seen(production.writer)
    told = clock if clock is not None else DeviceClock(t_ms=production.now(now_ms))
    payload: dict[str, Json] = {
        "acts": _documents([_completed(production, act) for act in acts]),
        **({"ref": ref} if ref else {}),
        **({"way": way} if way else {}),
        **told.fields(),
    }
    statements = []
    for person in standing_people(entry_class, acts):
        key = own.get(person, device)
        grade: Grade = "own" if person in own else "shared" if person in shared else "noted"
        statements.append(Statement(person, grade, devices[key].next_link(last)))
    return make_body(
        entry_class,
        link=devices[device].next_link(last),
        t_ms=told.t_ms,
        payload=payload,
        rests_on=statements,
    )


def take_together(
    production: Production,
    body: Body,
    signatures: Sequence[NoteSignature],
    *,
    badges: Collection[str] = (),
    now_ms: int,
) -> Taken:
    """Enter what `compose` wrote here, once every device it rests on has signed it.

    Args:
        production: moved on.
        body: of this laptop's own writing: it signs what it is asked to, so never one that came
            from a device.
        signatures: of the devices.
        badges: people whom this shell saw press with their own badge on the entering device.
        now_ms: the laptop's clock.

    Raises:
        VerificationError, ConflictError, InputError: as `take_signed`.
    """
    lines = [*signatures]
    if production.device.name in body.signers():
        lines.append(sign_text(body.raw, production.device))
    return take_signed(production, join_entry(body, lines).raw, badges=badges, now_ms=now_ms)


def take_signed(
    production: Production, raw: bytes, *, badges: Collection[str] = (), now_ms: int
) -> Taken:
    """Enter a request or an act as devices have signed it, whole, and answer it.

    Args:
        production: moved on by what is entered.
        raw: the entry with every signature it calls for.
        badges: people whom the shell saw press with their own badge on the entering device.
        now_ms: the laptop's clock.

    Returns:
        Where it stands and what it was answered.

    Raises:
        SignedElsewhereError, InputError: it is no request or act of a form that is entered so.
        BorrowedKeyError: a key stands for somebody whose it is not.
        RecordFaultError: a signature, a chain, a key or a `seen` is not as it must be.
        SignedStaleError: it says something that is otherwise by now.
    """
    now_ms = production.now(now_ms)
    entry = parse_entry(raw)
    if (stands := _standing_already(production, entry)) is not None:
        return Taken(index=stands, entry=entry.id, again=True)
    _check_form(entry)
    acts = acts_of(entry, production.times, ms=now_ms)
    _check_people(production, entry, acts, badges)
    tick(production, now_ms=now_ms)
    _check_acts(production, acts)
    if entry.entry_class == "request":
        return _take_request(production, entry, acts, now_ms)
    return _take_act(production, entry, acts, now_ms)


def enter_lapsed(
    production: Production, body: Body, signatures: Sequence[NoteSignature], *, now_ms: int
) -> int:
    """Enter that a body was signed by some and never by all: it keeps its place in their chains.

    Args:
        production: moved on.
        body: what was to be signed; some of its devices have gone on since, or could not.
        signatures: those that there are, the entering device's among them.
        now_ms: the laptop's clock.

    Returns:
        The leaf index of the `lapsed` entry. What was proposed counts as nothing that happened.

    Raises:
        RecordFaultError: it is not what a device signed here, or all have signed it.
    """
    lines = sorted(signatures, key=lambda line: line.name)
    note = join_note(body.raw, lines).decode("utf-8")
    draft = Draft(entry_class=LAPSED, payload={"note": note})
    (index,) = commit(production, [draft], [Moved()], now_ms=production.now(now_ms))
    return index


def _take_request(
    production: Production, entry: Entry, acts: Sequence[custody.Act], now_ms: int
) -> Taken:
    judged = judge_request(production, acts, atomic=False)
    going = tuple(one.act for one in judged if one.decision.decision == "permit")
    refused = tuple(refused_of(one) for one in judged if one.decision.decision == "refuse")
    return _enter(
        production, entry, judged, [Moved(), Moved(refused=refused, permits=going)], now_ms
    )


def _take_act(
    production: Production, entry: Entry, acts: Sequence[custody.Act], now_ms: int
) -> Taken:
    moved = Moved(acts=tuple(acts))
    if _under_permit(production, entry, acts, now_ms) is not None:
        (judged,) = judge_request(production, acts, atomic=False)
        return _enter(production, entry, [judged], [moved], now_ms)
    noted = judge_report(production, acts)
    told = any(one.decision.reasons or one.decision.advice for one in noted)
    return _enter(production, entry, noted, [moved, Moved()] if told else [moved], now_ms)


def _enter(
    production: Production,
    entry: Entry,
    judged: Sequence[Judgement],
    moved: Sequence[Moved],
    now_ms: int,
) -> Taken:
    """Enter it, and beside it the decision where there is one to enter."""
    drafts: list[Signed | Draft] = [Signed(raw=entry.raw)]
    if len(moved) > 1:
        drafts.append(decision_draft(IdOf(0), judged, production.books))
    places = commit(production, drafts, moved, now_ms=now_ms)
    decision = ""
    if len(moved) > 1:
        (raw,) = production.store.entries(places[1], places[1] + 1)
        decision = parse_entry(raw).id
    return Taken(
        index=places[0],
        entry=entry.id,
        decisions=tuple(one.decision for one in judged),
        decision=decision,
    )


def _under_permit(
    production: Production, entry: Entry, acts: Sequence[custody.Act], now_ms: int
) -> Answered | None:
    """The answer that it was done under, if that still stands and is about this very act."""
    if len(acts) != 1 or not acts[0].has("weapon") or acts[0].late:
        return None
    (act,) = acts
    permit = live_permit(production, act.text("weapon"), now_ms=now_ms)
    if permit is None or permit.decision != entry.fields.get("ref"):
        return None
    same = (permit.act.name, permit.act.fields) == (act.name, act.fields)
    return permit if same else None


def _standing_already(production: Production, entry: Entry) -> int | None:
    """Where these very bytes stand in the record, if its device was there before.

    Raises:
        ChainRepeatError: something else of this device stands in its place.
    """
    link = entry.body.links[0]
    device = production.writer.devices.get(link.key)
    if device is None or link.seq > device.seq:
        return None
    size = production.writer.tree.size
    first = max(0, size - _LOOK_BACK)
    for index, raw in enumerate(production.store.entries(first, size), start=first):
        if raw == entry.raw:
            return index
    raise ChainRepeatError(f"`{link.key}` has entered something else at {link.seq} already")


def _check_form(entry: Entry) -> None:
    allowed = _FIELDS.get(entry.entry_class)
    if allowed is None:
        raise SignedElsewhereError(f"a device enters no `{entry.entry_class}`")
    others = sorted(entry.fields.keys() - _COMMON - allowed)
    if others:
        raise SignedElsewhereError(f"a device enters no field `{others[0]}`")
    if entry.fields.get("way", _WAYS[0]) not in _WAYS:
        raise SignedElsewhereError("a device came by a way that is `warned` or `trusted`")
    here = entry.fields.get("here", "")
    if not isinstance(here, str) or len(here) > _HERE_MAX:
        raise SignedElsewhereError("what was read from the other device is a few characters")
    if not isinstance(entry.fields.get("acts"), list) or not entry.fields["acts"]:
        raise SignedElsewhereError("a request or an act names at least one act")


def _check_people(
    production: Production, entry: Entry, acts: Sequence[custody.Act], badges: Collection[str]
) -> None:
    """Everybody it names who must stand for it does, each by a key that is theirs to use."""
    named = standing_people(entry.entry_class, acts)
    if tuple(one.person for one in entry.body.statements) != named:
        raise SignedElsewhereError(
            "an entry rests on exactly the people who ask, give, take, show or see in its acts"
        )
    laptop = production.device.name
    if entry.body.device != laptop and entry.body.device not in production.owners:
        raise BorrowedKeyError(f"`{entry.body.device}` was let in for nobody")
    for one in entry.body.statements:
        owner = production.owners.get(one.link.key)
        if one.grade == "own" and owner != one.person:
            raise BorrowedKeyError(f"`{one.link.key}` is not {one.person}'s own device")
        if one.grade == "shared" and (
            one.person not in badges or one.link.key != entry.body.device
        ):
            raise BorrowedKeyError(f"{one.person} did not press on `{one.link.key}`")


def _check_acts(production: Production, acts: Sequence[custody.Act]) -> None:
    for act in acts:
        if act.name in _AT_THE_LAPTOP:
            raise SignedElsewhereError(f"`{act.name}` is entered at the laptop")
        if _completed(production, act).fields != act.fields:
            raise SignedStaleError(
                "what it goes ahead against is another by now", hint="look again, and sign again"
            )


def _completed(production: Production, act: custody.Act) -> custody.Act:
    return taken_on(production, act) if act.name == "go_ahead" else act


def _documents(acts: Sequence[custody.Act]) -> list[Json]:
    documents: list[Any] = [custody.encode_act(act) for act in acts]
    return documents
