"""Which rules are open for an act, and what that makes the answer.

Rules:

- `monitor.gate` alone says whether a rule is open; this module only weighs what it found;
- a rule holds an act up when its rulebook is enforced, its force is not `advise`, the act does not
  make safe, and nobody independent has taken it on to go ahead against it;
- everything else that is open is said all the same, as advice;
- a batch is judged whole. Items with an open rule of their own are taken out and named, the rest
  judged as one again, until nothing more is taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from provesafe import custody
from provesafe.monitor import Outcome, Violation, judge_batch
from provesafe.rulebook import Fact, TimePoint
from provesafe.service.answers.decision import Answer, Decision, Reason
from provesafe.service.answers.reasons import Scene, opens_of, reason_of, roles_held
from provesafe.service.overrides import standing_for
from provesafe.service.production import CUSTODY, Production

__all__ = ["Judgement", "judge_report", "judge_request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One act of a batch and the answer to it."""

    act: custody.Act
    decision: Decision


def judge_request(
    production: Production, acts: Sequence[custody.Act], *, atomic: bool, explained: bool = True
) -> list[Judgement]:
    """Judge the acts of one request; each is permitted or refused.

    Args:
        production: not moved.
        acts: of one batch, placed at the same moment.
        atomic: whether all of them go or none.
        explained: whether what came nearest is looked for; whoever only wants the answer, and
            what mends it, is spared most of the work.
    """
    state, seconds = production.state, acts[0].at_ms // 1000
    safe = [custody.makes_safe(state, act) for act in acts]

    def counts(place: int, violation: Violation) -> bool:
        rule = production.books.rule(violation.rule_id)
        gone = standing_for(production.gone_ahead, rule.name, acts[place])
        watched = rule.rulebook in production.books.watched
        return _holds_up(rule.force, watched=watched, gone=gone is not None, safe=safe[place])

    items = facts_of(state, acts)
    found = judge_batch(production.gate, seconds, items, atomic=atomic, counts=counts)
    out = dict(found.taken_out)
    going = [acts[place] for place in found.go]
    judged_go = _judged(production, going, found.outcome, items, explained=explained)
    permitted = dict(zip(found.go, judged_go, strict=True))
    judged = []
    for place, act in enumerate(acts):
        if place in permitted:
            judged.append(_answered(permitted[place], "permit"))
            continue
        # One that has nothing of its own open is held up by what the others have open.
        held = out.get(place) or tuple(v for violations in out.values() for v in violations)
        alone = production.gate.test(seconds, items[place])
        every = Outcome(violations=tuple(dict.fromkeys((*held, *alone.violations))))
        (judgement,) = _judged(production, [act], every, items, explained=explained)
        judged.append(_refused(judgement, held))
    return judged


def _refused(judgement: Judgement, held: Sequence[Violation]) -> Judgement:
    """The judgement refused for what holds it up; what else is open is advice."""
    found = {(one.rule_id, one.binding) for one in held}
    decision = judgement.decision
    reasons = [r for r in decision.reasons if (r.id, tuple(r.binding.items())) in found]
    advice = [r for r in decision.reasons if r not in reasons]
    answered = replace(decision, decision="refuse", reasons=tuple(reasons), advice=tuple(advice))
    return replace(judgement, decision=answered)


def judge_report(production: Production, acts: Sequence[custody.Act]) -> list[Judgement]:
    """Find the rules that acts which have happened did not meet; each is noted.

    Args:
        production: not moved.
        acts: of one entry, placed at the same moment.
    """
    items = facts_of(production.state, acts)
    outcome = production.gate.test(acts[0].at_ms // 1000, frozenset().union(*items))
    return [_answered(one, "noted") for one in _judged(production, acts, outcome, items)]


def _judged(
    production: Production,
    acts: Sequence[custody.Act],
    outcome: Outcome,
    items: Sequence[frozenset[Fact]],
    *,
    explained: bool = True,
) -> list[Judgement]:
    """Put what was found into words and share it out among the acts.

    A finding belongs to the acts whose weapons it names, to all of them when it names none.
    """
    if not acts:
        return []
    candidate = TimePoint(acts[0].at_ms // 1000, frozenset().union(*items))
    scene = _scene(production, candidate, explained=explained and bool(outcome.violations))
    reasons = _reasons(production, outcome, scene)
    opens = [opens_of(production.books.rule(one.rule_id), one, scene) for one in outcome.opens]
    judged = []
    for act in acts:
        own = [_taken_on(production, r, act) for r in reasons if _concerns(r, act, acts)]
        decision = Decision(
            act=act.name,
            fields=act.fields,
            at_ms=act.at_ms,
            decision="noted",
            reasons=tuple(own),
            opens=tuple(opens),
            late=act.late,
        )
        judged.append(Judgement(act=act, decision=decision))
    return judged


def facts_of(state: custody.State, acts: Sequence[custody.Act]) -> tuple[frozenset[Fact], ...]:
    """The facts of each act of one time-point, seen from the state the acts before it leave."""
    walk = custody.Walk(state)
    return tuple(
        frozenset(Fact(name, arguments) for name, arguments in walk.take(act)) for act in acts
    )


def _scene(production: Production, candidate: TimePoint, *, explained: bool) -> Scene:
    return Scene(
        # Time-points of long ago are fetched only for what is to be explained.
        trace=production.history.indexed.with_candidate(candidate) if explained else (),
        leaves=production.leaves,
        label=production.people.label,
        clock=lambda ms: production.times.show_from(ms, candidate.seconds * 1000),
        watched=production.books.watched,
        phrases=production.phrases,
        roles=roles_held(production.state),
        explained=explained,
    )


def _reasons(production: Production, outcome: Outcome, scene: Scene) -> list[Reason]:
    found = [
        reason_of(production.books.rule(violation.rule_id), violation, scene)
        for violation in outcome.violations
    ]
    return sorted(found, key=lambda r: (r.weight != "danger", r.rulebook != CUSTODY, r.id))


def _taken_on(production: Production, reason: Reason, act: custody.Act) -> Reason:
    if reason.force == "never":
        return reason
    gone = standing_for(production.gone_ahead, reason.id, act)
    return replace(reason, gone_ahead_by=gone.text("by")) if gone is not None else reason


def _holds_up(force: str, *, watched: bool, gone: bool, safe: bool) -> bool:
    """Whether an open rule holds an act up, and is not only said."""
    if safe or watched or force == "advise":
        return False
    return force == "never" or not gone


def _concerns(reason: Reason, act: custody.Act, acts: Sequence[custody.Act]) -> bool:
    weapons = {one.text("weapon") for one in acts if one.has("weapon")}
    named = weapons & {str(value) for value in reason.binding.values()}
    return not named or act.text("weapon") in named


def _answered(judgement: Judgement, answer: Answer) -> Judgement:
    """The judgement with its answer; what is open and holds nothing up is advice."""
    decision = judgement.decision
    if answer != "permit":
        return replace(judgement, decision=replace(decision, decision=answer))
    return replace(
        judgement,
        decision=replace(decision, decision=answer, reasons=(), advice=decision.reasons),
    )
