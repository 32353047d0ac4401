"""The one place where entries are committed, and what is computed moves on with them.

In this order: plan the bytes, make them durable, and only then let what stands and the rules'
memory move. If the store fails, nothing here has moved and nothing may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from provesafe import custody
from provesafe.errors import invariant
from provesafe.ledger import LAPSED, Draft, Signed, Signer, plan_commit
from provesafe.rulebook import Fact, TimePoint
from provesafe.service.overrides import standing_after
from provesafe.service.production import Answered, Production, Refused, Told
from provesafe.service.record.history import Entered

__all__ = ["Moved", "commit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What one entry means for everything that is computed from the record."""

    acts: tuple[custody.Act, ...] = ()
    """What happened."""
    refused: tuple[Refused, ...] = ()
    """What was asked for and did not go ahead."""
    permits: tuple[custody.Act, ...] = ()
    """What was asked for and may now be done."""
    told: tuple[Told, ...] = ()
    """Duties that were told to be without an entry by their time."""
    scribe: str = ""
    """Who noted it from what was said aloud."""


def commit(
    production: Production,
    drafts: Sequence[Draft | Signed],
    moved: Sequence[Moved],
    *,
    now_ms: int,
    next_recorder: Signer | None = None,
) -> tuple[int, ...]:
    """Enter drafts in one durable act, then move on.

    Args:
        production: moved on.
        drafts: what is entered, in order.
        moved: what each of them moves.
        now_ms: the laptop's clock, never behind the last entry.
        next_recorder: the laptop's next key, where a draft puts it in the place of the one now.

    Returns:
        The leaf index of each draft's entry.

    Raises:
        ConflictError, UnavailableError: nothing was entered.
    """
    invariant(len(drafts) == len(moved), "each draft says what it moves")
    planned = plan_commit(
        production.writer,
        [_clocked(production, one) for one in drafts],
        log_signer=production.log,
        device_signer=production.device,
        now_ms=now_ms,
        verifier=production.verifier,
        root_at=production.root_at,
        next_recorder=next_recorder,
    )
    production.store.append(
        planned.raw_entries(),
        checkpoint=planned.checkpoint,
        expected_tree_size=production.writer.tree.size,
    )
    production.writer = planned.state
    if next_recorder is not None:
        production.device = next_recorder
    first = planned.first_index
    for offset, (draft_moves, entry) in enumerate(zip(moved, planned.entries, strict=False)):
        if entry.entry_class == LAPSED:
            production.lapsed.append(first + offset)
        move_on(production, draft_moves, index=first + offset, entry=entry.id, ms=now_ms)
    return tuple(range(first, first + len(drafts)))


def _clocked(production: Production, draft: Draft | Signed) -> Draft | Signed:
    """What the laptop enters says how long it has run, beside what its clock says."""
    if production.ran is None or isinstance(draft, Signed):
        return draft
    boot, mono_ms = production.ran()
    return replace(draft, payload={**draft.payload, "boot": boot, "mono": mono_ms})


def move_on(production: Production, moved: Moved, *, index: int, entry: str, ms: int) -> None:
    """Let one entry move what stands and the rules' memory; also how a record is read back."""
    acts = tuple(act.recorded(at_ms=ms, index=index, entry=entry) for act in moved.acts)
    before = production.state if moved.refused else None
    refused = tuple(one.act for one in moved.refused)
    found = [fact for act in refused for fact in custody.refused_facts(act, before)]
    production.refused.extend(moved.refused)
    production.told.extend(moved.told)
    _stand(production, moved, index=index, entry=entry)
    production.gone_ahead = standing_after(production.gone_ahead, acts)
    for act in acts:
        found.extend(production.walk.take(act))
        production.showings.take(act)
        if act.name == "enrol":
            production.undisclosed.pop(act.text("person"), None)
    if not found:
        return
    seconds = ms // 1000
    facts = frozenset(Fact(name, arguments) for name, arguments in found)
    production.gate.commit(seconds, facts)
    entered = Entered(acts=acts, refused=refused, ms=ms, index=index, scribe=moved.scribe)
    production.history.append(TimePoint(seconds, facts), entered)


def _stand(production: Production, moved: Moved, *, index: int, entry: str) -> None:
    """The newest answer about a weapon takes the place of the one before."""
    asked = [(one.act, False) for one in moved.refused] + [(act, True) for act in moved.permits]
    for act, go in asked:
        if act.has("weapon"):
            one = Answered(act=act, go=go, decision=entry, index=index)
            production.answered[act.text("weapon")] = one
