"""From what the monitor found to what an audit says: words, entries, and where each belongs.

The same for a production that is open and for a record that was only read. With a `Setting` it
speaks by role, and no id or label of a person is left in what it says; without one it calls people
what the production calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from provesafe import custody
from provesafe.monitor import AuditResult, Binding, IndexedTrace, Opened, Undetermined, Violation
from provesafe.rulebook import Rule
from provesafe.service.answers.decision import Opens, Reason, Remedy
from provesafe.service.answers.reasons import Scene, duty_of, opens_of, reason_of, remedy_of
from provesafe.service.auditing.finding import NOWHERE, Audit, Finding, NoEntry, Place, Undecided
from provesafe.service.auditing.setting import Setting
from provesafe.service.overrides import standing_for
from provesafe.service.record.coverage import Coverage
from provesafe.service.record.history import Entered

__all__ = ["Telling"]

Label = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is needed to say what was found in one trace."""

    points: IndexedTrace
    leaves: Sequence[int]
    rule: Callable[[str], Rule]
    """The rule named `rulebook/rule`."""
    judges: Callable[[str, int], bool]
    """Whether a rule was in force at a time-point."""
    label: Callable[[int], Label]
    """What people are called at a time-point."""
    held: Callable[[int], frozenset[str]]
    """The roles that anybody has at a time-point."""
    clock: Callable[[int, int], str]
    """The wall clock of a moment, as somebody says it at another."""
    watched: frozenset[str]
    phrases: Mapping[str, str]
    coverage: Coverage
    entered: Sequence[Entered]
    """What was entered at each time-point; empty where only facts are known."""
    gone_ahead: Mapping[int, Sequence[custody.Act]]
    """Goings-ahead that stood when a time-point came, where any did."""
    explained: bool = True
    setting: Setting | None = None

    def told(self, entered: AuditResult, said: AuditResult | None, until_ms: int) -> Audit:
        """What was found, in words.

        Args:
            entered: as entered.
            said: at the times people gave; None where these are the same.
            until_ms: the moment up to which the record is looked at.
        """
        violations, owed = _same(said or entered)
        return Audit(
            observed_until_ms=until_ms,
            not_met=tuple(
                self._finding(one, as_said=(one.rule_id, one.binding) in violations)
                for one in entered.not_met
                if self.judges(one.rule_id, one.index)
            ),
            no_entry=tuple(
                self._no_entry(one.opened, as_said=(one.opened.rule_id, one.opened.binding) in owed)
                for one in entered.no_entry
                if self.judges(one.opened.rule_id, one.opened.index)
            ),
            pending=tuple(
                self._no_entry(one, as_said=True)
                for one in entered.pending
                if self.judges(one.rule_id, one.index)
            ),
            undetermined=tuple(
                self._undecided(one)
                for one in entered.undetermined
                if self.judges(one.rule_id, one.index)
            ),
            vacuous=entered.vacuous,
        )

    def _finding(self, one: Violation, *, as_said: bool) -> Finding:
        rule = self.rule(one.rule_id)
        reason = reason_of(rule, one, self._scene(one.index))
        reason = replace(reason, gone_ahead_by=self._gone_ahead_by(one))
        if self.setting is not None:
            reason = _by_role(reason, self.setting, one.index)
        return Finding(
            reason=reason,
            at_ms=self.points[one.index].seconds * 1000,
            leaf=self.leaves[one.index],
            as_said=as_said,
            place=self._place(rule, one.binding, one.index),
        )

    def _gone_ahead_by(self, one: Violation) -> str:
        """Who had taken it on to go ahead against this rule with what was done here."""
        standing = self.gone_ahead.get(one.index, ())
        for act in self.entered[one.index].acts if standing else ():
            gone = standing_for(standing, one.rule_id, act)
            if gone is not None:
                return gone.text("by")
        return ""

    def _no_entry(self, one: Opened, *, as_said: bool) -> NoEntry:
        rule = self.rule(one.rule_id)
        scene = self._scene(one.index)
        opens = opens_of(rule, one, scene)
        values = dict(one.binding)
        remedy = remedy_of(rule.remedy, values, scene.roles, scene.label) if rule.remedy else None
        record_open = self._could_receive(opens, one)
        if self.setting is not None:
            opens = replace(opens, duty=_roles(opens.duty, self.setting, one.index))
        return NoEntry(
            opens=opens,
            opened_ms=one.opened_seconds * 1000,
            leaf=self.leaves[one.index],
            as_said=as_said,
            record_open=record_open,
            meets=remedy.words if remedy is not None else "",
            place=self._place(rule, one.binding, one.index),
        )

    def _could_receive(self, opens: Opens, one: Opened) -> bool:
        """Whether any of those who owed it could have entered it while there was time."""
        # In the second that opened it the record was open, or it would not have been opened.
        start = (one.opened_seconds + 1) * 1000
        end = None if one.due_seconds is None else one.due_seconds * 1000
        coverage = self.coverage
        people = [owed for owed in opens.duty if owed in coverage.people]
        if not people or len(people) < len(opens.duty):
            # A duty of a role may be done by whoever has it.
            return coverage.could_receive(start, end)
        return any(coverage.could_receive(start, end, person=owed) for owed in people)

    def _undecided(self, one: Undetermined) -> Undecided:
        return Undecided(
            rule=one.rule_id,
            at_ms=self.points[one.index].seconds * 1000,
            leaf=self.leaves[one.index],
            reason=one.reason,
            place=self._place(self.rule(one.rule_id), one.binding, one.index),
        )

    def _scene(self, index: int) -> Scene:
        now_ms = self.points[index].seconds * 1000
        return Scene(
            trace=self.points,
            leaves=self.leaves,
            label=self.label(index),
            clock=lambda ms: self.clock(ms, now_ms),
            watched=self.watched,
            phrases=self.phrases,
            roles=self.held(index),
            explained=self.explained,
        )

    def _place(self, rule: Rule, binding: Binding, index: int) -> Place:
        setting = self.setting
        if setting is None:
            return NOWHERE
        values = dict(binding)
        weapon = next((str(one) for one in values.values() if setting.is_weapon(one)), "")
        named = next((str(one) for one in values.values() if setting.is_set_up(one)), "")
        owing = _roles(duty_of(rule, values), setting, index)
        return Place(
            day=setting.day(index),
            weapon=weapon,
            set_up=named or setting.set_up(weapon, index),
            roles=tuple(dict.fromkeys(_owing_role(owed, self.held(index)) for owed in owing)),
        )


def _owing_role(owed: str, held: frozenset[str]) -> str:
    """The role that owes it: of `@a|b` the first that somebody has."""
    words = owed.removeprefix("@").split("|")
    return next((word for word in words if word in held), words[0])


def _same(found: AuditResult) -> tuple[frozenset[object], frozenset[object]]:
    """What a view finds, whatever the place it has there: violations, and what is owed."""
    return (
        frozenset((one.rule_id, one.binding) for one in found.not_met),
        frozenset((one.opened.rule_id, one.opened.binding) for one in found.no_entry),
    )


def _by_role(reason: Reason, setting: Setting, index: int) -> Reason:
    """The same reason with roles where people stood."""
    remedy = reason.remedy
    return replace(
        reason,
        duty=_roles(reason.duty, setting, index),
        gone_ahead_by=reason.gone_ahead_by and setting.role(reason.gone_ahead_by, index),
        remedy=None if remedy is None else _remedy_by_role(remedy, setting, index),
        binding={},
    )


def _remedy_by_role(remedy: Remedy, setting: Setting, index: int) -> Remedy:
    fields = {
        name: setting.role(value, index)
        if isinstance(value, str) and value in setting.people
        else value
        for name, value in remedy.fields.items()
    }
    return replace(
        remedy,
        by=_roles(remedy.by, setting, index),
        to=_roles(remedy.to, setting, index),
        fields=fields,
    )


def _roles(people: Sequence[str], setting: Setting, index: int) -> tuple[str, ...]:
    """Each person by their role; role words stay."""
    return tuple(setting.role(one, index) if one in setting.people else one for one in people)
