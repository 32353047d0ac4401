"""What does a person take away: everything in the record that is about them, by role what is not.

*About* a person is every entry that rests on them or names them: what they entered, were shown,
were told, held, owed, and asked to have noted. With it goes what makes it readable alone: the
genesis, the keys, when each was recorded, decisions and corrections that point at it, and the roles
of whoever else it names. Others appear by their role; their names are nowhere in it.

Declines and "show me again" are in no report but this one. Nobody is asked, and the production
learns only that somebody took theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from provesafe import custody
from provesafe.ledger import KEY, Entry, PartEntry, parse_entry, read_disclosure
from provesafe.service.answers.reasons import role_words
from provesafe.service.day.times import DayTimes
from provesafe.service.disclosing import LABEL, NAME
from provesafe.service.drafting import acts_of, reasons_in
from provesafe.service.opening import EPOCH, times_of

__all__ = ["own_entries", "own_reading"]

YOU = "you"

_POINTERS = ("of", "ref")
_STANDING = ("enrol", "assign", "relieve")
"""Acts that say who somebody is: enough of everybody an entry names."""

_SHOWN, _TOLD = ("show",), ("tell", "tell_cause", "warn", "direct", "brief_late", "hold_meeting")
_HELD = (
    "draw",
    "hand_over",
    "return_weapon",
    "pick_up",
    "put_down",
    "put_away",
    "leave_unattended",
    "wear_rounds",
    "take_off_rounds",
)
_NOTED = (
    "decline",
    "ask_to_see",
    "raise_concern",
    "refuse_work",
    "ask_training",
    "fitness_doubt",
    "stop",
)
SECTIONS = ("entered", "shown", "told", "held", "owed", "asked to have noted", "named in")


def own_entries(raws: Iterable[bytes], person: str) -> dict[int, bytes]:
    """Pick the entries that are about a person, and what makes them readable alone.

    Args:
        raws: the whole record, from its first entry.
        person: the person's id.
    """
    run = _Picking(person=person)
    for index, raw in enumerate(raws):
        run.take(index, raw)
    return run.picked()


def own_reading(
    entries: Sequence[PartEntry], disclosed: Sequence[tuple[int, str]], *, person: str
) -> Iterator[str]:
    """Say in plain words what a person's entries hold, from the entries and nothing else.

    Args:
        entries: verified, in leaf order, the genesis first.
        disclosed: what is told of the person beside them.
        person: the person's id.
    """
    told = {one.name: one.value for one in (read_disclosure(text) for _, text in disclosed)}
    times = times_of(entries[0].entry)
    roles = _roles(entries, times)
    names = {one: _by_role(one, roles) for one in roles} | {person: YOU}
    called = told.get(NAME) or told.get(LABEL) or person
    yield f"What the record holds about {called} ({person}), others by their role"
    leaves = {one.entry.id: one.leaf for one in entries}
    sections: dict[str, list[str]] = {name: [] for name in SECTIONS}
    for one in entries:
        for section, words in _lines(one, person, times, names, leaves):
            clock = times.show_from(one.recorded_ms, 0)
            sections[section].append(f"  {clock}  entry {one.leaf}: {words}")
    for name in SECTIONS:
        if sections[name]:
            yield ""
            yield f"{name[:1].upper()}{name[1:]}:"
            yield from sections[name]


@dataclass(slots=True, kw_only=True)
class _Picking:
    """One pass over a record."""

    person: str
    about: dict[int, bytes] = field(default_factory=dict)
    keys: dict[int, bytes] = field(default_factory=dict)
    standing: dict[int, tuple[bytes, frozenset[str]]] = field(default_factory=dict)
    """Entries that say who somebody is, and whom they are about."""
    received: list[tuple[int, bytes]] = field(default_factory=list)
    requests: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """By id, until their decision has come."""
    ids: set[str] = field(default_factory=set)

    def take(self, index: int, raw: bytes) -> None:
        if b'"class":"received"' in raw:
            self.received.append((index, raw))
            return
        entry = parse_entry(raw)
        if index == 0 or entry.entry_class == KEY:
            self.keys[index] = raw
            return
        if entry.entry_class == "act" and any(name in raw for name in _STANDING_BYTES):
            acts = _acts(entry)
            people = frozenset(act.text("person") for act in acts if act.name in _STANDING)
            if people:
                self.standing[index] = raw, people
        if self._concerns(entry, raw):
            self.about[index] = raw
            self.ids.add(entry.id)

    def picked(self) -> dict[int, bytes]:
        """Everything that goes along."""
        named = {one for raw in self.about.values() for one in _people_of(parse_entry(raw))} - {
            self.person
        }
        found = self.keys | self.about
        for index, (raw, people) in self.standing.items():
            if people & named:
                found[index] = raw
        ends = iter(self.received)
        end, last = next(ends, (-1, b""))
        for index in sorted(found):
            while end < index:
                end, last = next(ends)
            found[end] = last
        return found

    def _concerns(self, entry: Entry, raw: bytes) -> bool:
        if f'"{self.person}"'.encode() in raw:
            return True
        pointers = {str(entry.fields[name]) for name in _POINTERS if name in entry.fields}
        if entry.entry_class == "act":
            pointers |= {act.text("ref") for act in _acts(entry) if act.has("ref")}
        return bool(pointers & self.ids)


_STANDING_BYTES = tuple(f'"{name}"'.encode() for name in _STANDING)


def _acts(entry: Entry) -> tuple[custody.Act, ...]:
    return acts_of(entry, DayTimes(zone="UTC", starts=EPOCH), ms=0)


def _people_of(entry: Entry) -> set[str]:
    """Everybody an entry names."""
    found = {each.person for each in entry.body.statements}
    if entry.entry_class in ("act", "request"):
        found |= {str(entry.fields["scribe"])} if "scribe" in entry.fields else set()
        for act in _acts(entry):
            found |= _in_fields(act)
    return found


def _in_fields(act: custody.Act) -> set[str]:
    found: set[str] = set()
    for one in act.type.fields:
        value = act.fields.get(one.name)
        if one.kind == "person" and value is not None:
            found |= {*value} if isinstance(value, tuple) else {str(value)}
    return found


def _roles(entries: Iterable[PartEntry], times: DayTimes) -> Mapping[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for one in entries:
        if one.entry.entry_class != "act":
            continue
        for act in acts_of(one.entry, times, ms=one.recorded_ms):
            if act.name in ("enrol", "assign"):
                have = roles.setdefault(act.text("person"), [])
                new = act.listed("roles") if act.name == "enrol" else (act.text("role"),)
                have += [role for role in new if role not in have]
    return roles


def _by_role(person: str, roles: Mapping[str, Sequence[str]]) -> str:
    """A role's word; numbered where several have the same first one."""
    if not roles[person]:
        return "somebody"
    role = roles[person][0]
    alike = [one for one in roles if roles[one] and roles[one][0] == role]
    number = f" {alike.index(person) + 1}" if len(alike) > 1 else ""
    return f"the {role_words(role)}{number}"


def _lines(
    one: PartEntry,
    person: str,
    times: DayTimes,
    names: Mapping[str, str],
    leaves: Mapping[str, int],
) -> Iterator[tuple[str, str]]:
    """What one entry says, each with the section it belongs to."""
    entry = one.entry
    match entry.entry_class:
        case "act" | "request":
            for act in acts_of(entry, times, ms=one.recorded_ms):
                if entry.entry_class == "act" and person not in _in_fields(act):
                    if entry.fields.get("scribe") == person:
                        said = custody.sentence(act, names=names)
                        yield "entered", f"noted from what was said aloud: {said}"
                    elif act.has("ref"):
                        yield "named in", custody.sentence(act, names=names)
                    continue
                said = custody.sentence(act, names=names)
                if entry.entry_class == "request":
                    mine = act.text("by") == person
                    yield "entered" if mine else "named in", f"was asked for: {said}"
                else:
                    yield _section(act, person), said
        case "decision":
            answer = str(entry.fields.get("decision"))
            word = {"permit": "nothing open", "refuse": "not yet"}.get(answer, answer)
            open_rules = sorted({rule for _, rule, _ in reasons_in(entry)})
            about = f": {', '.join(open_rules)}" if open_rules else ""
            of = leaves.get(str(entry.fields.get("of")))
            yield "named in", f"the answer to entry {of}: {word}{about}"
        case "due":
            yield "owed", f"no entry by its time for {entry.fields.get('rule')}"
        case _:
            if any(each.person == person for each in entry.body.statements):
                yield "named in", f"an entry of the class {entry.entry_class} rests on you"


def _section(act: custody.Act, person: str) -> str:
    by = act.text("by") == person
    unclear = act.name == "answer" and act.text("what") != "saw it"
    if by and (act.name in _NOTED or unclear):
        return "asked to have noted"
    if act.name in _HELD:
        return "held"
    if by:
        return "entered"
    if act.name in _SHOWN:
        return "shown"
    return "told" if act.name in _TOLD else "named in"
