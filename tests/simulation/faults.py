"""Faults planted into the program, one at a time: the simulation must find each of them.

    with planted("acknowledged before it is stored"):
        simulate(seed)        # raises Failed for one of the seeds kept in seeds.toml

Each is a mistake that somebody could make in one line. It stands in for the real function while it
is planted, and does all that one does but for the mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from provesafe import custody
from provesafe.custody import Act
from provesafe.custody.transitions import rounds
from provesafe.errors import UnavailableError
from provesafe.ledger import plan_commit
from provesafe.monitor import Overdue
from provesafe.service import (
    Reason,
    committing,
    drafting,
    entering,
    judging,
    opening,
    overrides,
    production,
)
from provesafe.service.answers import reasons
from provesafe.service.record.history import History

__all__ = ["FAULTS", "planted"]

Patches = Sequence[tuple[object, str, object]]


@contextmanager
def planted(fault: str) -> Iterator[None]:
    """Let the program make this mistake."""
    with _stack([patch.object(*one) for one in FAULTS[fault]()]):
        yield


def _acknowledged_first() -> Patches:
    """The answer is given although the store could not keep it."""
    commit = committing.commit

    def careless(*given: Any, **named: Any) -> tuple[int, ...]:
        try:
            return commit(*given, **named)
        except UnavailableError:
            return ()

    return [(entering, "commit", careless)]


def _moved_first() -> Patches:
    """What is computed moves on before the store has kept it."""

    def hasty(
        open_: production.Production, drafts: Any, moved: Any, *, now_ms: int
    ) -> tuple[int, ...]:
        planned = plan_commit(
            open_.writer,
            drafts,
            log_signer=open_.log,
            device_signer=open_.device,
            now_ms=now_ms,
            verifier=open_.verifier,
        )
        size, open_.writer = open_.writer.tree.size, planned.state
        for offset, (one, entry) in enumerate(zip(moved, planned.entries, strict=False)):
            committing.move_on(open_, one, index=size + offset, entry=entry.id, ms=now_ms)
        open_.store.append(
            planned.raw_entries(), checkpoint=planned.checkpoint, expected_tree_size=size
        )
        return tuple(range(size, size + len(drafts)))

    return [(entering, "commit", hasty)]


def _refused_happened() -> Patches:
    """A request that was refused moves what stands, and rules see it as if it had happened."""
    move_on = committing.move_on

    def confused(open_: Any, moved: committing.Moved, **named: Any) -> None:
        acts = (*moved.acts, *(one.act for one in moved.refused))
        move_on(open_, replace(moved, acts=acts), **named)

    return [(committing, "move_on", confused), (opening, "move_on", confused)]


def _never_is_overridden() -> Patches:
    """Somebody can go ahead against a rule whose force is `never`."""
    holds_up = judging._holds_up

    def lenient(force: str, **named: Any) -> bool:
        return holds_up("override" if force == "never" else force, **named)

    return [(judging, "_holds_up", lenient)]


def _late_clears() -> Patches:
    """An entry made late counts as if it had been made in time."""
    take = custody.Walk.take

    def forgiving(walk: custody.Walk, act: Act, *, late: bool | None = None) -> Any:
        return take(walk, act, late=False)

    return [(custody.Walk, "take", forgiving)]


def _due_is_forgotten() -> Patches:
    """A duty whose time has passed is dropped, and nobody is told."""

    def silent(open_: production.Production, *, now_ms: int) -> tuple[Overdue, ...]:
        seconds = open_.now(now_ms) // 1000
        dues = [one.due_seconds for one in open_.gate.pending()]
        if any(due is not None and due < seconds for due in dues):
            return open_.gate.advance(seconds)
        return ()

    return [(entering, "tick", silent)]


def _rules_are_not_renewed() -> Patches:
    """Rulebooks that are taken on later are entered, and not asked."""
    remember = opening.remember

    def idle(open_: production.Production) -> None:
        if not open_.gate.snapshot()["tables"]:
            remember(open_)

    return [(opening, "remember", idle)]


def _rules_forget_what_was_before() -> Patches:
    """Rulebooks that are taken on see only what is entered from then on."""
    remember = opening.remember

    def forgetful(open_: production.Production) -> None:
        history, open_.history = open_.history, History()
        remember(open_)
        open_.history = history

    return [(opening, "remember", forgetful)]


def _evidence_is_shifted() -> Patches:
    """The evidence of a reason is counted from one, and so names the entry beside it."""
    reason_of = reasons.reason_of

    def shifted(*given: Any, **named: Any) -> Reason:
        found: Reason = reason_of(*given, **named)
        return replace(found, evidence=tuple(leaf + 1 for leaf in found.evidence))

    return [(judging, "reason_of", shifted)]


def _forgotten_on_reopening() -> Patches:
    """After a restart nobody knows who owed what was refused, so anybody can take it on."""
    refused = opening._refused

    def vague(*given: Any) -> tuple[production.Refused, ...]:
        return tuple(replace(one, owed=dict.fromkeys(one.owed, ())) for one in refused(*given))

    return [(opening, "_refused", vague)]


def _rounds_are_made() -> Patches:
    """Rounds that are moved are not taken from where they were."""
    add = rounds._add

    def generous(lot: custody.Lot, spot: rounds.Spot, count: int) -> custody.Lot:
        return add(lot, spot, max(count, 0)) if spot[0] == "issued" else add(lot, spot, count)

    return [(rounds, "_add", generous)]


def _clock_goes_back() -> Patches:
    """The laptop's clock is taken as it is, even when somebody has set it back."""
    return [(production.Production, "now", lambda _, laptop_ms: laptop_ms)]


def _names_leave_no_digest() -> Patches:
    """Enrolments are entered without the digests of what is kept elsewhere."""
    return [(entering, "digests_of", lambda *_, **__: [])]


def _independent_of_oneself() -> Patches:
    """Whoever asks can take it on themselves."""
    taken_on = overrides.taken_on

    def partial(open_: Any, act: Act) -> Act:
        taken = taken_on(open_, act)
        return replace(taken, fields=MappingProxyType({**taken.fields, "independent": "yes"}))

    return [(entering, "taken_on", partial)]


def _books_are_not_sealed() -> Patches:
    """A decision names the first rulebook only, whatever it rests on."""
    draft = drafting.decision_draft

    def short(of: Any, judged: Any, books: production.Books) -> Any:
        return draft(of, judged, replace(books, adopted=books.adopted[:1]))

    return [(entering, "decision_draft", short)]


FAULTS: Mapping[str, Callable[[], Patches]] = {
    "acknowledged before it is stored": _acknowledged_first,
    "moved before it is stored": _moved_first,
    "a refused request happened": _refused_happened,
    "`never` is gone ahead against": _never_is_overridden,
    "late entries clear": _late_clears,
    "a duty fallen due is forgotten": _due_is_forgotten,
    "rulebooks taken on later are not asked": _rules_are_not_renewed,
    "rulebooks do not see what was before": _rules_forget_what_was_before,
    "evidence is shifted by one": _evidence_is_shifted,
    "refusals are forgotten on reopening": _forgotten_on_reopening,
    "rounds are made": _rounds_are_made,
    "the clock goes back": _clock_goes_back,
    "names leave no digest": _names_leave_no_digest,
    "everybody is independent": _independent_of_oneself,
    "a decision does not name its rulebooks": _books_are_not_sealed,
}
"""By what the program then does wrong."""


@contextmanager
def _stack(patches: Sequence[Any]) -> Iterator[None]:
    started: list[Any] = []
    try:
        for one in patches:
            one.start()
            started.append(one)
        yield
    finally:
        for one in reversed(started):
            one.stop()
