"""Enter what was left without a trace: at noon and at wrap, all of it at once, mixed.

A concern has no person, no number, and no time but the half-day in which it is entered. It is
entered by the record's own key for concerns, which is nobody's device (in older records, by the
laptop's). All that were left stand in one entry, in an order that says nothing, so that neither
its chain nor its neighbours tell one from another. That somebody took their own record away is an
entry of the class `taken`, without the person, in the same commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from provesafe import custody
from provesafe.ledger import (
    Draft,
    Json,
    Signed,
    draft_body,
    encode_base64url,
    newest_seen,
    seal_entry,
)
from provesafe.service.committing import Moved, commit
from provesafe.service.drafting import act_draft
from provesafe.service.entering import tick
from provesafe.service.production import Production

__all__ = ["HalfDay", "Left", "enter_left", "half_day"]

HalfDay: TypeAlias = Literal["morning", "afternoon"]

_NOON = 12
_NAME_BYTES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What was left, mixed by whoever kept it."""

    concerns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """What each is called; what is in the record under its name is not entered again."""
    taken: int = 0
    """How often somebody took their own record."""
    taken_names: tuple[str, ...] = ()


def half_day(production: Production, ms: int) -> tuple[int, HalfDay]:
    """Say in which half of which shooting day of `production` the moment `ms` lies.

    Behind midnight, on a night's shoot, it is still the afternoon of its shooting day.
    """
    day = production.times.shooting_day_of(ms)
    early = int(production.times.show(ms)[:2]) < _NOON
    return day, "morning" if early and day == production.times.date_of(ms) else "afternoon"


def enter_left(production: Production, left: Left, *, now_ms: int) -> tuple[str, ...]:
    """Enter everything that was left, in one commit; nothing where nothing was.

    Args:
        production: moved on.
        left: what was left; its order is kept, so it must say nothing.
        now_ms: the laptop's clock.

    Returns:
        The names of the concerns that were entered, in the same order.
    """
    left = _not_yet_entered(production, left)
    if not left.concerns and not left.taken:
        return ()
    now_ms = production.now(now_ms)
    tick(production, now_ms=now_ms)
    names = left.names or tuple(
        f"c-{encode_base64url(production.random(_NAME_BYTES))}" for _ in left.concerns
    )
    acts = [
        replace(
            custody.parse_act("raise_concern", {"concern": name, "words": words}),
            at_ms=now_ms,
            shooting_day=production.times.shooting_day_of(now_ms),
            date=production.times.date_of(now_ms),
        )
        for name, words in zip(names, left.concerns, strict=True)
    ]
    drafts, moved = _entries(production, acts, left, now_ms)
    commit(production, drafts, moved, now_ms=now_ms)
    return names


def _entries(
    production: Production, acts: Sequence[custody.Act], left: Left, now_ms: int
) -> tuple[list[Draft | Signed], list[Moved]]:
    drafts: list[Draft | Signed] = []
    if left.taken:
        payload: dict[str, Json] = {"count": left.taken}
        if left.taken_names:
            payload["of"] = list[Json](sorted(left.taken_names))
        drafts.append(Draft(entry_class="taken", payload=payload))
    moved = [Moved()] * len(drafts)
    if acts:
        drafts.append(_by_its_key(production, act_draft(acts), now_ms))
        moved.append(Moved(acts=tuple(acts)))
    return drafts, moved


def _not_yet_entered(production: Production, left: Left) -> Left:
    """Without what was entered just before the program ended, and its boxes could not be taken."""
    known = production.state.concerns
    kept = (
        [
            (words, name)
            for words, name in zip(left.concerns, left.names, strict=True)
            if name not in known
        ]
        if left.names
        else [(words, "") for words in left.concerns]
    )
    taken = left.taken_names
    if taken:
        told = b"".join(raw for raw in production.store.entries() if b'"class":"taken"' in raw)
        taken = tuple(name for name in taken if f'"{name}"'.encode() not in told)
    return Left(
        concerns=tuple(words for words, _ in kept),
        names=tuple(name for _, name in kept if name),
        taken=len(taken) if left.taken_names else left.taken,
        taken_names=taken,
    )


def _by_its_key(production: Production, draft: Draft, now_ms: int) -> Draft | Signed:
    """The draft as the key for concerns signs it, where the record has one that still signs."""
    signer, writer = production.concerns, production.writer
    device = writer.devices.get(signer.name) if signer is not None else None
    if signer is None or device is None or device.role != "concerns" or device.ended:
        return draft
    body = draft_body(draft, device.next_link(newest_seen(writer)), t_ms=now_ms)
    return Signed(raw=seal_entry(body, [signer]).raw)
