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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from provesafe import custody
from provesafe.monitor import Outcome
from provesafe.rulebook import Fact, TimePoint
from provesafe.service.answers.decision import Answer, Decision, Reason
from provesafe.service.answers.reasons import Scene, opens_of, reason_of
from provesafe.service.overrides import standing_for
from provesafe.service.production import CUSTODY, Production

__all__ = ["Judgement", "facts_of", "judge", "judge_batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One act of a batch and the answer to it."""

    act: custody.Act
    decision: Decision


def judge_batch(
    production: Production, acts: Sequence[custody.Act], *, atomic: bool
) -> list[Judgement]:
    """Judge the acts of one request; each is permitted or refused."""
    judged = judge(production, acts)
    refused: dict[int, Judgement] = {}
    going = list(range(len(acts)))
    while going and any(_held(j) for j in judged):
        alone = {i: judge(production, [acts[i]])[0] for i in going} if len(going) > 1 else {}
        out = [i for i in going if alone and _held(alone[i])]
        if not out or atomic:
            # Open only together, or all or none asked for: nobody of them goes.
            refused.update(zip(going, judged, strict=True))
            going = []
            break
        for i in out:
            refused[i] = alone[i]
            going.remove(i)
        judged = judge(production, [acts[i] for i in going])
    permitted = dict(zip(going, judged, strict=False))
    return [
        _answered(permitted[i], "permit") if i in permitted else _answered(refused[i], "refuse")
        for i in range(len(acts))
    ]


def judge(
    production: Production, acts: Sequence[custody.Act], *, noted: bool = False
) -> list[Judgement]:
    """Find what is open for these acts taken as one time-point, and share it out among them.

    A finding belongs to the acts whose weapons it names, to all of them when it names none.
    """
    if not acts:
        return []
    state = production.state
    facts = facts_of(state, acts)
    seconds = acts[0].at_ms // 1000
    outcome = production.gate.test(seconds, facts)
    scene = _scene(production, TimePoint(seconds, facts))
    reasons = _reasons(production, outcome, scene)
    opens = [opens_of(production.books.rule(one.rule_id), one, scene) for one in outcome.opens]
    judged = []
    for act in acts:
        safe = custody.makes_safe(state, act)
        own = [_taken_on(production, r, act) for r in reasons if _concerns(r, act, acts)]
        held = own if noted else [r for r in own if _holds_up(r, makes_safe=safe)]
        decision = Decision(
            act=act.name,
            fields=act.fields,
            at_ms=act.at_ms,
            decision="noted" if noted else ("refuse" if held else "permit"),
            reasons=tuple(held),
            advice=tuple(r for r in own if r not in held),
            opens=tuple(opens),
            late=act.late,
        )
        judged.append(Judgement(act=act, decision=decision))
    return judged


def facts_of(state: custody.State, acts: Iterable[custody.Act]) -> frozenset[Fact]:
    """The facts of acts that make up one time-point, each seen from the state before it."""
    walk = custody.Walk(state)
    return frozenset(Fact(name, arguments) for act in acts for name, arguments in walk.take(act))


def _scene(production: Production, candidate: TimePoint) -> Scene:
    return Scene(
        trace=[*production.trace, candidate],
        leaves=production.leaves,
        label=production.people.label,
        clock=lambda ms: production.times.show_from(ms, candidate.seconds * 1000),
        watched=production.books.watched,
        phrases=production.phrases,
    )


def _reasons(production: Production, outcome: Outcome, scene: Scene) -> list[Reason]:
    found = [
        reason_of(production.books.rule(violation.rule_id), violation, scene)
        for violation in outcome.violations
    ]
    return sorted(found, key=lambda r: (r.weight != "danger", r.rulebook != CUSTODY, r.id))


def _taken_on(production: Production, reason: Reason, act: custody.Act) -> Reason:
    gone = standing_for(production.gone_ahead, reason.id, act)
    return replace(reason, gone_ahead_by=gone.text("by")) if gone is not None else reason


def _holds_up(reason: Reason, *, makes_safe: bool) -> bool:
    if makes_safe or reason.watched or reason.force == "advise":
        return False
    return reason.force == "never" or not reason.gone_ahead_by


def _concerns(reason: Reason, act: custody.Act, acts: Sequence[custody.Act]) -> bool:
    weapons = {one.text("weapon") for one in acts if one.has("weapon")}
    named = weapons & {str(value) for value in reason.binding.values()}
    return not named or act.text("weapon") in named


def _held(judgement: Judgement) -> bool:
    return judgement.decision.decision == "refuse"


def _answered(judgement: Judgement, answer: Answer) -> Judgement:
    return replace(judgement, decision=replace(judgement.decision, decision=answer))
