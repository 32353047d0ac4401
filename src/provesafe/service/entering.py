"""What is asked, what is answered, what is entered: the way every act takes into the record.

    ask     request -> decision -> (permitted and done) act
    report  act, and beside it the rules it did not meet; never refused

Rules:

- there is one way in: phone, laptop, import and day file all come through here;
- nothing is shown, acknowledged or counted before the store has committed it;
- a refused request never enters history as if it had happened: it is the fact `refused_…`;
- what makes safe is never held up by a rule;
- a late entry that would clear counts as late; one that clouds counts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from provesafe import custody
from provesafe.ledger import IdOf, Media
from provesafe.monitor import Overdue
from provesafe.service.answers.decision import Decision
from provesafe.service.committing import Moved, commit
from provesafe.service.disclosing import digests_of
from provesafe.service.drafting import (
    NOTED,
    Grades,
    act_draft,
    check_scribe,
    decision_draft,
    due_draft,
    request_draft,
)
from provesafe.service.judging import Judgement, judge_report, judge_request
from provesafe.service.overrides import taken_on
from provesafe.service.production import Answered, Production, Refused, Told

__all__ = [
    "Ask",
    "Report",
    "ask",
    "carry_out",
    "live_permit",
    "refused_of",
    "report",
    "standing_answer",
    "tick",
    "would_be",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request for one act, or for a batch of acts of one kind judged as one."""

    acts: tuple[custody.Act, ...]
    done: bool = True
    """Whether it is done in the same second when nothing is open."""
    atomic: bool = False
    grades: Grades = field(default_factory=lambda: NOTED)
    """How people stand for it, by id."""
    scribe: str = ""
    """Id of whoever notes it from what is said aloud; never one of those who do it."""
    way: str = ""
    """How the device that it was pressed on reached the laptop; empty where nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Something that has happened: one act, or a batch entered as one."""

    acts: tuple[custody.Act, ...]
    grades: Grades = field(default_factory=lambda: NOTED)
    """How people stand for it, by id."""
    scribe: str = ""
    """Id of whoever notes it from what was said aloud; never one of those who did it."""
    way: str = ""
    """How the device that it was pressed on reached the laptop; empty where nobody says."""
    media: tuple[Media, ...] = ()
    """Pictures and notes that belong to it."""


def tick(production: Production, *, now_ms: int) -> tuple[Overdue, ...]:
    """Let time pass: duties whose last second has gone are told, and entered as `due`."""
    now_ms = production.now(now_ms)
    seconds = now_ms // 1000
    overdue = [
        Overdue(opened=one)
        for one in production.gate.pending()
        if one.due_seconds is not None and one.due_seconds < seconds
    ]
    if overdue:
        drafts = [due_draft(one, production) for one in overdue]
        told = [Moved(told=(_told(one),)) for one in overdue]
        commit(production, drafts, told, now_ms=now_ms)
        # Only now: had the store failed, these duties would still be owed.
        production.gate.advance(seconds)
    return tuple(overdue)


def ask(production: Production, request: Ask, *, now_ms: int) -> tuple[Decision, ...]:
    """Decide a request, enter it with its decision, and the act when it goes ahead.

    Args:
        production: the open production; moved on by what is entered.
        request: what is asked for.
        now_ms: the laptop's clock.

    Returns:
        One decision for each act of the batch, in order.
    """
    check_scribe(production, request.acts, request.scribe)
    now_ms = production.now(now_ms)
    tick(production, now_ms=now_ms)
    acts = _placed(production, request.acts, now_ms)
    judgements = judge_request(production, acts, atomic=request.atomic)
    going = [j for j in judgements if j.decision.decision == "permit"]
    staying = [j for j in judgements if j.decision.decision == "refuse"]
    drafts = [
        request_draft(acts, grades=request.grades, scribe=request.scribe, way=request.way),
        decision_draft(IdOf(0), judgements, production.books),
    ]
    answered = Moved(
        refused=tuple(refused_of(j) for j in staying), permits=tuple(j.act for j in going)
    )
    moved = [Moved(), answered]
    if going and request.done:
        done = [j.act for j in going]
        digests = _digests(production, done)
        drafts.append(
            act_draft(
                done,
                ref=IdOf(1),
                digests=digests,
                grades=request.grades,
                scribe=request.scribe,
                way=request.way,
            )
        )
        moved.append(Moved(acts=tuple(j.act for j in going), scribe=request.scribe))
    commit(production, drafts, moved, now_ms=now_ms)
    return tuple(j.decision for j in judgements)


def report(production: Production, entered: Report, *, now_ms: int) -> tuple[Decision, ...]:
    """Enter what has happened, together with the rules it did not meet.

    Args:
        production: the open production; moved on by what is entered.
        entered: what has happened.
        now_ms: the laptop's clock.

    Returns:
        One `noted` decision for each act, in order; its reasons are the rules not met.
    """
    check_scribe(production, entered.acts, entered.scribe)
    now_ms = production.now(now_ms)
    tick(production, now_ms=now_ms)
    acts = _placed(production, entered.acts, now_ms)
    noted = judge_report(production, acts)
    digests = _digests(production, acts)
    drafts = [
        act_draft(
            acts,
            digests=digests,
            grades=entered.grades,
            scribe=entered.scribe,
            way=entered.way,
            media=entered.media,
        )
    ]
    moved = [Moved(acts=tuple(acts), scribe=entered.scribe)]
    if any(j.decision.reasons or j.decision.advice for j in noted):
        drafts.append(decision_draft(IdOf(0), noted, production.books))
        moved.append(Moved())
    commit(production, drafts, moved, now_ms=now_ms)
    return tuple(j.decision for j in noted)


def live_permit(production: Production, weapon: str, *, now_ms: int) -> Answered | None:
    """The answer "nothing open" that still stands for a weapon.

    It lapses at any new entry on that weapon, and as soon as a rule would be open for it: it is
    judged anew each time it is looked at, by the same gate as ever.

    Args:
        production: not moved.
        weapon: its id.
        now_ms: the laptop's clock.
    """
    permit = standing_answer(production, weapon)
    if permit is None or not permit.go:
        return None
    decision = would_be(production, permit.act, now_ms=now_ms)
    return permit if decision.decision == "permit" else None


def standing_answer(production: Production, weapon: str) -> Answered | None:
    """The newest answer about a weapon, unless something was entered about it since.

    Args:
        production: not moved.
        weapon: its id.
    """
    answered = production.answered.get(weapon)
    known = production.state.weapons.get(weapon)
    if answered is None or known is None or known.last_index > answered.index:
        return None
    return answered


def would_be(production: Production, act: custody.Act, *, now_ms: int) -> Decision:
    """What a request would be answered now; nothing is asked and nothing entered.

    Pages ask this at every look, so that what came nearest to meeting a rule is not looked for.

    Args:
        production: not moved.
        act: what would be asked for.
        now_ms: the laptop's clock.
    """
    placed = _placed(production, [act], production.now(now_ms))
    (judgement,) = judge_request(production, placed, atomic=False, explained=False)
    return judgement.decision


def carry_out(production: Production, entered: Report, *, now_ms: int) -> tuple[Decision, ...]:
    """Enter one act that was asked for and has now been done, under the answer that still stands.

    Where none stands, or it is another act than was asked for, it is a report like any other: it
    has happened, and is entered with the rules it did not meet.

    Args:
        production: the open production; moved on by what is entered.
        entered: the one act that has happened.
        now_ms: the laptop's clock.

    Returns:
        One decision: `permit` under a standing answer, `noted` otherwise.
    """
    check_scribe(production, entered.acts, entered.scribe)
    now_ms = production.now(now_ms)
    tick(production, now_ms=now_ms)
    (act,) = entered.acts
    permit = live_permit(production, act.text("weapon"), now_ms=now_ms)
    if permit is None or (permit.act.name, permit.act.fields) != (act.name, act.fields):
        return report(production, entered, now_ms=now_ms)
    acts = _placed(production, [act], now_ms)
    (judgement,) = judge_request(production, acts, atomic=False)
    draft = act_draft(
        acts,
        ref=permit.decision,
        grades=entered.grades,
        scribe=entered.scribe,
        way=entered.way,
        media=entered.media,
    )
    moved = Moved(acts=tuple(acts), scribe=entered.scribe)
    commit(production, [draft], [moved], now_ms=now_ms)
    return (judgement.decision,)


def _told(overdue: Overdue) -> Told:
    opened = overdue.opened
    due = opened.due_seconds if opened.due_seconds is not None else opened.opened_seconds
    return Told(rule=opened.rule_id, binding=tuple(opened.binding), due_ms=due * 1000)


def _digests(production: Production, acts: Sequence[custody.Act]) -> list[str]:
    """The digests that go with the enrolments among these acts."""
    told = [
        one
        for act in acts
        if act.name == "enrol"
        for one in production.undisclosed.get(act.text("person"), [])
    ]
    return digests_of(told, random=production.random)


def _placed(production: Production, acts: Sequence[custody.Act], now_ms: int) -> list[custody.Act]:
    """The acts with the laptop's time, shooting day and date, goings-ahead completed."""
    placed = [
        replace(
            act,
            at_ms=now_ms,
            shooting_day=production.times.shooting_day_of(now_ms),
            date=production.times.date_of(now_ms),
        )
        for act in acts
    ]
    return [taken_on(production, act) if act.name == "go_ahead" else act for act in placed]


def refused_of(judgement: Judgement) -> Refused:
    """What a refusal leaves behind for whoever may take it on."""
    reasons = judgement.decision.reasons
    return Refused(act=judgement.act, owed={one.id: one.duty for one in reasons})
