"""What an audit says of one source: the part of it that can be carried to others and added up.

`audit_seen` is a function of what was read and of nothing else, so that it can run in any process
of any machine; what it gives can be pickled, speaks by role, and holds no id, label or name of a
person. Each rule is counted *k of n*: so many occasions not met, of so many that called for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provesafe import monitor
from provesafe.monitor import AuditResult, IndexedTrace
from provesafe.rulebook import Rule, Rulebook, Signature, TimePoint
from provesafe.service.auditing.finding import Audit
from provesafe.service.auditing.hands import Hands, hands_of
from provesafe.service.auditing.seen import InForce, Seen, SourceKind
from provesafe.service.auditing.setting import Setting
from provesafe.service.auditing.telling import Telling
from provesafe.service.day.times import DayTimes
from provesafe.service.opening import EPOCH
from provesafe.service.overrides import standing_before

if TYPE_CHECKING:
    from provesafe.monitor import ColumnProgram, Evaluation

__all__ = ["AuditReport", "BookUsed", "RuleCount", "audit_seen", "times_of_report"]

ProgramOf = Callable[[Rulebook], "ColumnProgram"]
"""Compiles a rulebook; whoever calls keeps what was compiled, for the next source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """One rule in one source: how often it was asked, and what came of it."""

    rule: str
    """`rulebook/rule`."""
    title: str
    weight: str
    document: str
    section: str
    asked: int
    """Occasions that called for it, while it was in force."""
    not_met: int = 0
    no_entry: int = 0
    pending: int = 0
    undetermined: int = 0

    @property
    def met(self) -> int:
        """Occasions that met it, as far as the record says."""
        return self.asked - self.not_met - self.no_entry - self.pending - self.undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class BookUsed:
    """A version of a rulebook that a source was judged by."""

    id: str
    version: str
    title: str
    digest: str
    watched: bool
    rules: int
    set_aside: tuple[tuple[str, str], ...]
    """Rules that are read but not judged, each with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What an audit says of one source."""

    source: str
    kind: SourceKind
    title: str
    origin: str
    real: str
    entries: int
    occasions: int
    """Time-points: acts and refusals that rules could see."""
    first_ms: int | None
    last_ms: int | None
    zone: str
    turns_minutes: int
    audit: Audit
    rules: tuple[RuleCount, ...]
    """Every rule in force, in order; those never asked too."""
    books: tuple[BookUsed, ...]
    hands: Hands
    by_day: Mapping[int, int]
    """Entries of each shooting day: what its findings are counted out of."""
    by_weapon: Mapping[str, int]
    """Entries that name each weapon."""
    explained: bool
    """Whether nearest misses were looked for."""
    verified: bool = False
    """Whether every signature was checked before."""


def audit_seen(
    seen: Seen,
    *,
    source: str,
    program_of: ProgramOf,
    signature: Signature,
    phrases: Mapping[str, str],
    explained: bool,
) -> AuditReport:
    """Audit what was read of one source.

    Args:
        seen: what was read.
        source: what the report calls it.
        program_of: compiles a rulebook.
        signature: the predicates of its facts.
        phrases: how each fact reads, by predicate.
        explained: whether nearest misses are looked for.
    """
    times = seen.times
    setting = Setting(seen.points, day_of=lambda seconds: times.shooting_day_of(seconds * 1000))
    found, asked = judged(seen, seen.points, program_of, signature)
    said = None
    if seen.as_said is not None:
        said, _ = judged(seen, seen.as_said, program_of, signature)
    rules = {rule.name: rule for one in seen.in_force for rule in one.book.rules}
    telling = Telling(
        points=IndexedTrace(seen.points),
        leaves=seen.leaves,
        rule=rules.__getitem__,
        judges=lambda _rule, _index: True,
        label=setting.label,
        held=setting.held,
        clock=times.show_from,
        watched=frozenset(one.book.id for one in seen.in_force if one.watched),
        phrases=phrases,
        coverage=seen.coverage,
        entered=seen.entered,
        gone_ahead=standing_before(one.acts for one in seen.entered),
        explained=explained,
        setting=setting,
    )
    audit = telling.told(found, said, seen.until_ms)
    counts = _counted(rules.values(), audit, asked)
    return AuditReport(
        source=source,
        kind=seen.kind,
        title=seen.title,
        origin=seen.origin,
        real=seen.real,
        entries=seen.entries,
        occasions=len(seen.points),
        first_ms=seen.points[0].seconds * 1000 if seen.points else None,
        last_ms=seen.points[-1].seconds * 1000 if seen.points else None,
        zone=times.zone,
        turns_minutes=times.turns_minutes,
        audit=replace(audit, vacuous=tuple(sorted(one.rule for one in counts if not one.asked))),
        rules=counts,
        books=tuple(_used(one) for one in seen.in_force),
        hands=hands_of(seen.points, seen.leaves, setting),
        by_day=_by_day(setting, len(seen.points)),
        by_weapon=_by_weapon(seen.points),
        explained=explained,
    )


def times_of_report(report: AuditReport) -> DayTimes:
    """The clock by which a report's moments are told."""
    return DayTimes(zone=report.zone, starts=EPOCH, turns_minutes=report.turns_minutes)


def judged(
    seen: Seen, points: Sequence[TimePoint], program_of: ProgramOf, signature: Signature
) -> tuple[AuditResult, Counter[str]]:
    """Each version of each rulebook over the whole trace; what it finds while it was in force."""
    evaluation = monitor.Evaluation(monitor.columns_of(points, signature))
    until = seen.until_ms // 1000
    # A window that reaches back behind the record's first entry may hold what nobody could enter.
    opened = points[0].seconds if points and seen.kind != "log" else None
    parts = []
    asked: Counter[str] = Counter()
    for one in seen.in_force:
        program = program_of(one.book)
        found = monitor.audit_columns(program, evaluation, until, opened=opened)
        parts.append(_while_in_force(found, one))
        asked.update(_asked(program, evaluation, one))
    return (
        AuditResult(
            observed_until=until,
            not_met=tuple(sorted(one for part in parts for one in part.not_met)),
            no_entry=tuple(sorted(one for part in parts for one in part.no_entry)),
            pending=tuple(sorted(one for part in parts for one in part.pending)),
            undetermined=tuple(sorted(one for part in parts for one in part.undetermined)),
        ),
        asked,
    )


def _while_in_force(found: AuditResult, one: InForce) -> AuditResult:
    """Each time-point is judged by the version that was in force then."""
    return replace(
        found,
        not_met=tuple(v for v in found.not_met if one.judges(v.index)),
        no_entry=tuple(o for o in found.no_entry if one.judges(o.opened.index)),
        pending=tuple(o for o in found.pending if one.judges(o.index)),
        undetermined=tuple(u for u in found.undetermined if one.judges(u.index)),
    )


def _asked(program: ColumnProgram, evaluation: Evaluation, one: InForce) -> dict[str, int]:
    counts = monitor.count_occasions(program, evaluation, first=one.first)
    if one.stop is None:
        return dict(counts)
    later = monitor.count_occasions(program, evaluation, first=one.stop)
    return {rule: count - later[rule] for rule, count in counts.items()}


def _counted(
    rules: Iterable[Rule], audit: Audit, asked: Mapping[str, int]
) -> tuple[RuleCount, ...]:
    not_met = Counter(one.reason.id for one in audit.not_met)
    no_entry = Counter(one.opens.rule for one in audit.no_entry)
    pending = Counter(one.opens.rule for one in audit.pending)
    undetermined = Counter(one.rule for one in audit.undetermined)
    return tuple(
        RuleCount(
            rule=rule.name,
            title=rule.title,
            weight=rule.weight,
            document=rule.source.document,
            section=rule.source.section,
            asked=asked.get(rule.name, 0),
            not_met=not_met[rule.name],
            no_entry=no_entry[rule.name],
            pending=pending[rule.name],
            undetermined=undetermined[rule.name],
        )
        for rule in rules
    )


def _used(one: InForce) -> BookUsed:
    book = one.book
    return BookUsed(
        id=book.id,
        version=book.version,
        title=book.title,
        digest=book.digest,
        watched=one.watched,
        rules=len(book.rules),
        set_aside=tuple((f"{aside.rulebook}/{aside.id}", aside.reason) for aside in book.set_aside),
    )


def _by_day(setting: Setting, size: int) -> dict[int, int]:
    return dict(sorted(Counter(setting.day(index) for index in range(size)).items()))


def _by_weapon(points: Sequence[TimePoint]) -> dict[str, int]:
    counts = Counter(
        str(fact.arguments[0])
        for point in points
        for fact in point.facts
        if fact.predicate == "of_kind"
    )
    return dict(sorted(counts.items()))
