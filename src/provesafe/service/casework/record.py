"""One use of a weapon, read from a record: entries, what was owed, who had a part.

The use runs from the last time the weapon came out until it went off; without a discharge it is the
last day on which anything was entered about it. What was entered of it afterwards is read too, and
marked. Every rule in force is asked at every entry of the use: what was met is listed as well as
what was not, or the matrix would show only what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provesafe import custody
from provesafe.casefile import BookInForce, Outcome, Owed, RecordReading, Stood
from provesafe.rulebook import And, Atom, Formula, Or, Rule, Signature, Solving, children
from provesafe.service.answers.reasons import duty_of, fill, remedy_of
from provesafe.service.auditing.report import ProgramOf, judged
from provesafe.service.auditing.seen import InForce, Seen
from provesafe.service.auditing.setting import NO_ROLE, Setting, spoken_role

if TYPE_CHECKING:
    from provesafe.monitor import AuditResult

__all__ = ["read_use"]

Binding = tuple[tuple[str, int | str], ...]

_OF_EVERYBODY = frozenset({"stop", "resume", "open_incident", "close_incident", "know_injury"})
"""Acts about no weapon in particular that belong to every use of their time."""


def read_use(
    seen: Seen,
    *,
    source: str,
    weapon: str,
    grades: Mapping[int, str],
    media: Mapping[int, tuple[str, ...]],
    program_of: ProgramOf,
    signature: Signature,
) -> RecordReading:
    """Read one use of a weapon.

    Args:
        seen: the record, read.
        source: what the case calls it.
        weapon: its id; empty for the one that went off last, else the one of the last entry.
        grades: by leaf, how the word of whoever an entry rests on came in.
        media: by leaf, the pictures and notes that an entry names.
        program_of: compiles a rulebook.
        signature: the predicates of its facts.
    """
    acts = [
        act.recorded(at_ms=act.at_ms, index=one.index, entry="")
        for one in seen.entered
        for act in one.acts
    ]
    weapon = weapon or _last_weapon(acts)
    use = _use_of(acts, weapon, seen)
    kept = tuple(act for act in acts if use.holds(act))
    setting = Setting(
        seen.points, day_of=lambda seconds: seen.times.shooting_day_of(seconds * 1000)
    )
    last = len(seen.points) - 1
    roles = {
        person: spoken_role(setting.role(person, last))
        for person in sorted(setting.people)
        if setting.role(person, last) != NO_ROLE or _known(acts, person)
    }
    return RecordReading(
        source=source,
        weapon=weapon,
        began_ms=use.began_ms,
        ended_ms=use.ended_ms,
        incident_ms=use.incident_ms,
        acts=kept,
        grades=grades,
        media=media,
        roles=roles,
        involved=custody.everyone_involved(acts, weapon, from_ms=use.began_ms, to_ms=use.ended_ms),
        owed=tuple(_Owing(seen, setting, use, program_of, signature).every()),
        in_force=tuple(_book(one) for one in seen.in_force if one.stop is None),
        stood=tuple(_stood(acts, weapon, kept, roles)),
        could_receive=lambda low, high, person: seen.coverage.could_receive(
            low, high, person=person if person in seen.coverage.people else ""
        ),
        wall=seen.times.wall_minutes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """From when until when, and of which weapon."""

    weapon: str
    set_up: str
    began_ms: int
    ended_ms: int
    incident_ms: int | None

    def holds(self, act: custody.Act) -> bool:
        """Whether an act belongs to it: about the weapon or its set-up, or about everybody."""
        if _said(act) < self.began_ms:
            return False
        if act.name in _OF_EVERYBODY or _about(act, self.weapon):
            return True
        in_time = _said(act) <= self.ended_ms
        return in_time and bool(self.set_up) and act.fields.get("set_up") == self.set_up


def _said(act: custody.Act) -> int:
    return act.at_ms if act.happened_ms is None else act.happened_ms


def _about(act: custody.Act, weapon: str) -> bool:
    for field in act.type.fields:
        value = act.fields.get(field.name)
        if field.kind in ("weapon", "item") and (
            value == weapon or (isinstance(value, tuple) and weapon in value)
        ):
            return True
    return False


def _stood(
    acts: Sequence[custody.Act],
    weapon: str,
    kept: Sequence[custody.Act],
    roles: Mapping[str, str],
) -> Iterator[Stood]:
    """What stood about a weapon after each entry of its use that changed it."""
    labels = {person: f"the {role}" if role else "" for person, role in roles.items()}
    wanted = {act.index for act in kept}
    walk = custody.Walk()
    last: tuple[str, str] | None = None
    watched = ""
    for act in acts:
        walk.follow(act)
        if act.index not in wanted or not _about(act, weapon):
            continue
        found = walk.state().weapons.get(weapon)
        if found is None:
            continue
        if found.holder:
            watched = ""
        elif act.name == "leave_unattended" or act.fields.get("watched") == "no":
            watched = ", with nobody watching it"
        where = custody.holder_words(found, names=labels) + watched
        now = custody.contents_words(found), where
        if now != last:
            yield Stood(leaf=act.index, contents=now[0], where=now[1])
        last = now


def _last_weapon(acts: Sequence[custody.Act]) -> str:
    shots = [act.text("weapon") for act in acts if act.name == "discharge"]
    named = [act.fields["weapon"] for act in acts if isinstance(act.fields.get("weapon"), str)]
    return shots[-1] if shots else str(named[-1]) if named else ""


def _use_of(acts: Sequence[custody.Act], weapon: str, seen: Seen) -> _Use:
    about = [act for act in acts if _about(act, weapon)]
    shots = [act for act in about if act.name == "discharge"]
    incident = _incident_ms(acts)
    if not about:
        first = acts[0].at_ms if acts else 0
        return _Use(
            weapon=weapon, set_up="", began_ms=first, ended_ms=seen.until_ms, incident_ms=incident
        )
    end = shots[-1] if shots else about[-1]
    ended = _said(end)
    day = [act for act in about if act.shooting_day == end.shooting_day and _said(act) <= ended]
    drawn = [act for act in day if act.name == "draw"]
    began = _said(drawn[-1] if drawn and shots else (day or [end])[0])
    named = [
        act.text("set_up")
        for act in acts
        if began <= _said(act) <= ended and isinstance(act.fields.get("set_up"), str)
    ]
    return _Use(
        weapon=weapon,
        set_up=named[-1] if named else "",
        began_ms=began,
        ended_ms=ended,
        incident_ms=incident,
    )


def _incident_ms(acts: Sequence[custody.Act]) -> int | None:
    """When the last incident was entered; that it was named again, with more, is no new one."""
    opened = [act for act in acts if act.name == "open_incident"]
    last = opened[-1].text("incident") if opened else ""
    return next((act.at_ms for act in opened if act.text("incident") == last), None)


def _known(acts: Sequence[custody.Act], person: str) -> bool:
    return any(act.name == "enrol" and act.text("person") == person for act in acts)


def _book(one: InForce) -> BookInForce:
    return BookInForce(
        id=one.book.id,
        version=one.book.version,
        title=one.book.title,
        digest=one.book.digest,
        mode="watched" if one.watched else "enforced",
    )


class _Owing:
    """Every occasion of the use on which a rule asked something."""

    def __init__(
        self,
        seen: Seen,
        setting: Setting,
        use: _Use,
        program_of: ProgramOf,
        signature: Signature,
    ) -> None:
        self._seen = seen
        self._setting = setting
        self._use = use
        found, _ = judged(seen, seen.points, program_of, signature)
        self._outcomes = _outcomes(found)
        self._solving = Solving(seen.points, observed_until=seen.until_ms // 1000)
        self._needed: dict[str, tuple[frozenset[str], ...]] = {}
        self._weapons = {
            str(fact.arguments[0])
            for point in seen.points
            for fact in point.facts
            if fact.predicate == "of_kind"
        }

    def every(self) -> Iterator[Owed]:
        """In order of time, then of rule."""
        for index, point in enumerate(self._seen.points):
            if not self._use.began_ms <= self._said(index) <= self._use.ended_ms:
                continue
            present = {fact.predicate for fact in point.facts}
            for one in self._seen.in_force:
                if one.judges(index):
                    for rule in one.book.rules:
                        yield from self._of_rule(rule, index, present)

    def _said(self, index: int) -> int:
        """When what made a time-point happened, as its signer says."""
        entered = self._seen.entered
        return entered[index].said_ms if entered else self._seen.points[index].seconds * 1000

    def _of_rule(self, rule: Rule, index: int, present: set[str]) -> Iterator[Owed]:
        if not any(needed <= present for needed in self._asked_at(rule)):
            return
        for row in self._solving.at(rule.on, index):
            values = {name: value for name, value in row.items() if isinstance(value, int | str)}
            weapons = {value for value in values.values() if value in self._weapons}
            if not weapons or self._use.weapon in weapons:
                yield self._owed(rule, index, values)

    def _asked_at(self, rule: Rule) -> tuple[frozenset[str], ...]:
        """Sets of predicates of which one must be there whole, or the rule is not asked."""
        found = self._needed.get(rule.name)
        if found is None:
            found = self._needed[rule.name] = tuple(_needed(rule.on))
        return found

    def _owed(self, rule: Rule, index: int, values: Mapping[str, int | str]) -> Owed:
        binding: Binding = tuple(sorted(values.items()))
        label = self._setting.label(index)
        outcome, due = self._outcomes.get((rule.name, index, binding), ("met", None))
        held = self._setting.held(index)
        remedy = rule.remedy
        mends = None if remedy is None else remedy_of(remedy, values, held, label)
        owed = duty_of(rule, values)
        people = tuple(dict.fromkeys(self._people(owed, index)))
        roles = [spoken_role(self._setting.role(person, index)) for person in people]
        words = [word for one in owed if one.startswith("@") for word in one[1:].split("|")]
        return Owed(
            rule=rule.name,
            version=rule.version,
            title=rule.title,
            text=rule.title if outcome == "met" else fill(rule.say["en"], values, label),
            document=rule.source.document,
            section=rule.source.section,
            standing=rule.source.standing,
            weight=rule.weight,
            people=people,
            roles=tuple(dict.fromkeys(roles or [spoken_role(word) for word in words])),
            leaf=self._seen.leaves[index],
            at_ms=self._said(index),
            due_ms=due,
            outcome=outcome,
            act=remedy.act if remedy is not None and remedy.act != "wait" else "",
            by=() if mends is None else self._spoken(mends.by),
            to=() if mends is None else self._spoken(mends.to),
            would_show="" if mends is None else mends.words,
            binding=values,
        )

    def _spoken(self, named: Sequence[str]) -> tuple[str, ...]:
        """Ids as they are, roles as people say them."""
        return tuple(one if one in self._setting.people else spoken_role(one) for one in named)

    def _people(self, owed: Sequence[str], index: int) -> Iterator[str]:
        """Those who owed it; of `@a|b` whoever had the first role that anybody had."""
        for one in owed:
            if not one.startswith("@"):
                if one in self._setting.people:
                    yield one
                continue
            for role in one[1:].split("|"):
                found = [
                    person
                    for person in sorted(self._setting.people)
                    if role in self._setting.roles(person, index)
                ]
                if found:
                    yield from found
                    break


def _needed(formula: Formula) -> Iterator[frozenset[str]]:
    """What has to be at a time-point for a formula to hold there, as far as its shape says."""
    match formula:
        case Atom():
            yield frozenset({formula.predicate})
        case And():
            left, right = (list(_needed(child)) for child in children(formula))
            yield from (one | other for one in left for other in right)
        case Or():
            for child in children(formula):
                yield from _needed(child)
        case _:
            yield frozenset()


def _outcomes(found: AuditResult) -> dict[tuple[str, int, Binding], tuple[Outcome, int | None]]:
    outcomes: dict[tuple[str, int, Binding], tuple[Outcome, int | None]] = {}
    for one in found.not_met:
        outcomes[one.rule_id, one.index, tuple(sorted(one.binding))] = ("not met", None)
    for missed in found.no_entry:
        opened = missed.opened
        due = None if opened.due_seconds is None else opened.due_seconds * 1000
        outcomes[opened.rule_id, opened.index, tuple(sorted(opened.binding))] = ("no entry", due)
    for opened in found.pending:
        due = None if opened.due_seconds is None else opened.due_seconds * 1000
        outcomes[opened.rule_id, opened.index, tuple(sorted(opened.binding))] = ("pending", due)
    return outcomes
