"""One use of a weapon, looked at afterwards: what was entered, and what has no entry.

It sets entries and missing entries side by side and judges nobody: an entry is a statement by its
signer, and no entry is not proof that something was not done. For each step of a hand-over it says
whether the record could have received an entry while there was time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provesafe import custody
from provesafe.errors import InputError
from provesafe.service.production import Production
from provesafe.service.record.coverage import coverage_of

__all__ = ["Afterwards", "MissingEntry", "Statement", "afterwards"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One entry about the weapon, in plain words."""

    words: str
    said_ms: int
    """When it happened, as its signer says."""
    recorded_ms: int
    late: bool
    index: int
    """Its leaf index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEntry:
    """A step of a hand-over that no entry speaks of."""

    words: str
    record_open: bool
    """Whether the record could have received one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """What the record has of one use of a weapon that ended in a discharge."""

    weapon: str
    user: str
    """Who fired it, as entered: a person's id."""
    entered: tuple[Statement, ...]
    no_entry: tuple[MissingEntry, ...]
    handed_by: str
    """Who handed it to them, as entered: a person's id; empty when that is not recorded."""
    last_seen: Statement | None
    """The last entry that says where it was before, when nobody is entered to have handed it."""
    people: tuple[custody.Involved, ...]
    """Everyone involved, one row for each part they had."""


def afterwards(production: Production, weapon: str) -> Afterwards:
    """Look at the last use of a weapon that ended in a discharge.

    Args:
        production: opened; not moved.
        weapon: its id.

    Raises:
        InputError: no discharge of that weapon has been entered.
    """
    acts = [act for entry in production.entered for act in entry.acts]
    shots = [i for i, a in enumerate(acts) if a.name == "discharge" and a.text("weapon") == weapon]
    if not shots:
        raise InputError(f"no discharge of `{weapon}` has been entered")
    shot = acts[shots[-1]]
    shot_ms = _said(shot)
    began = max(
        (_said(a) for a in acts if a.name == "draw" and _about(a, weapon) and _said(a) <= shot_ms),
        default=0,
    )
    about = [a for a in acts if _about(a, weapon) and began <= _said(a) <= shot_ms]
    user = shot.text("by")
    given = [a for a in about if a.name in ("hand_over", "return_weapon") and a.text("to") == user]
    is_open = coverage_of(production.entered).could_receive(began, shot_ms)
    hands = [a for a in about if a.name in _HANDS]
    return Afterwards(
        weapon=weapon,
        user=user,
        entered=tuple(_statement(production, a) for a in sorted(about, key=_said)),
        no_entry=tuple(
            MissingEntry(words=words, record_open=is_open)
            for words in _missing(about, user, production.people.label(user))
        ),
        handed_by=given[-1].text("by") if given else "",
        last_seen=_statement(production, hands[-1]) if hands and not given else None,
        people=custody.everyone_involved(acts, weapon, from_ms=began, to_ms=shot_ms),
    )


_HANDS = ("draw", "put_down", "pick_up", "put_away", "hand_over", "return_weapon")


def _missing(about: Sequence[custody.Act], user: str, name: str) -> list[str]:
    """The steps of an ordinary hand-over that no entry speaks of, in their order."""
    steps = {
        "proved empty, or each round checked": any(
            a.name in ("inspect", "check_rounds") for a in about
        ),
        f"shown to {name}": any(a.name == "show" and user in a.listed("to") for a in about),
        f"answered by {name}": any(a.name == "answer" and a.text("by") == user for a in about),
        "its state called": any(a.name == "call" for a in about),
        f"handed to {name}": any(
            a.name in ("hand_over", "return_weapon") and a.text("to") == user for a in about
        ),
    }
    return [words for words, entered in steps.items() if not entered]


def _about(act: custody.Act, weapon: str) -> bool:
    return act.fields.get("weapon") == weapon and act.name not in ("receive_weapon", "plan")


def _said(act: custody.Act) -> int:
    return act.at_ms if act.happened_ms is None else act.happened_ms


def _statement(production: Production, act: custody.Act) -> Statement:
    return Statement(
        words=custody.sentence(act, names=production.people.labels),
        said_ms=_said(act),
        recorded_ms=act.at_ms,
        late=act.late,
        index=act.index,
    )
