"""A day of the record replayed against the protocol it ran: where it left it, what has gone wrong.

What a record can show went wrong is what was done although a rule stood open: a weapon handed over
before it was shown, put down loaded, given by other hands. That somebody entered a look and did not
look, no record shows; those of a set that are left are said to be not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provesafe.custody import Act, State, Walk, makes_safe
from provesafe.prover import Answer, Left, Running, Track, answer_protocol, words_of
from provesafe.rulebook import Fact
from provesafe.service.proving.left import left_now
from provesafe.service.proving.modelling import Prover

__all__ = ["Happened", "Met", "Replay", "replayed", "sets_begun"]

SETS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that went wrong, as the record shows it."""

    failure: str
    say: str
    at_ms: int
    index: int
    """Leaf index of its entry."""
    rules: tuple[str, ...]
    """The rules that stood open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A minimal set of which some has happened, and what of it is left."""

    happened: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A day, replayed."""

    model: Running
    day: int
    followed: int
    """How many acts with the weapon were followed."""
    happened: tuple[Happened, ...]
    sets: tuple[Met, ...]
    """The nearest to complete first."""
    left: Left | None
    """From where the day left it; None where that cannot be said."""
    answer: Answer


def replayed(prover: Prover, weapon: str, *, day: int, now_ms: int) -> Replay:
    """Replay one shooting day of the record against the model of a weapon.

    Args:
        prover: of the production.
        weapon: its id.
        day: the shooting day, as yyyymmdd.
        now_ms: the laptop's clock.

    Raises:
        ProtocolError: the weapon is not known, or nobody handles or takes weapons.
        TooLargeError: its model is too large.
    """
    model = prover.model(weapon, now_ms=now_ms)
    answer = answer_protocol(model.protocol, stories=1)
    followed, happened = 0, list[Happened]()
    for act, state, track, index in _followed(prover, day):
        if act.text("weapon") != weapon:
            continue
        followed += 1
        found = _against(model, act, state, track, index)
        if found is not None:
            happened.append(found)
    (now,) = left_now(prover, now_ms=now_ms, weapons=(weapon,)).weapons
    return Replay(
        model=model,
        day=day,
        followed=followed,
        happened=tuple(happened),
        sets=sets_begun(answer, {one.failure for one in happened}),
        left=now.left,
        answer=answer,
    )


def _followed(prover: Prover, day: int) -> Iterator[tuple[Act, State, Track, int]]:
    """Every act of a day with a weapon, with what stood and the flags before it."""
    production, track, walk = prover.production, Track(prover.rules.families), Walk()
    for entered, point in zip(production.entered, production.trace, strict=True):
        if production.times.shooting_day_of(entered.ms) == day:
            for act in entered.acts:
                if act.has("weapon"):
                    yield act, walk.state(), track, entered.index
        for act in entered.acts:
            walk.follow(act)
        track.follow([point])


def _against(model: Running, act: Act, state: State, track: Track, index: int) -> Happened | None:
    """What went wrong with an act that was done although a rule stood open."""
    part = model.scene.cast.part(act.text("by"))
    deed = next((one for one in model.deeds if (one.act, one.by) == (act.name, part)), None)
    wrong = next((one for one in deed.wrongs if one.kind == "against"), None) if deed else None
    if wrong is None or makes_safe(state, act):
        return None
    facts = [Fact(name, arguments) for name, arguments in Walk(state).take(act)]
    moment = track.moment(facts, act.at_ms // 1000)
    open_ = tuple(name for name, rule in model.rules.violations.items() if moment.holds(rule, {}))
    if not open_:
        return None
    return Happened(
        failure=wrong.id,
        say=words_of(model.protocol, wrong.id),
        at_ms=act.at_ms,
        index=index,
        rules=open_,
    )


def sets_begun(answer: Answer, happened: set[str]) -> tuple[Met, ...]:
    """The first few sets some of which has happened, those with least left first.

    Args:
        answer: of the protocol.
        happened: its failures, by the names they have in the sets.
    """
    found: list[tuple[int, int, Met]] = []
    for number, one in enumerate(answer.proof.smallest()):
        names = answer.proof.names(one)
        if happened & set(names):
            left = tuple(name for name in names if name not in happened)
            met = Met(happened=tuple(name for name in names if name in happened), left=left)
            found.append((len(left), number, met))
    return tuple(met for _, _, met in sorted(found, key=lambda item: item[:2])[:SETS_SHOWN])
