"""Productions of many days, made from a rehearsed day entered again, some days later each time.

The tables of the day (people, weapons, lots, permits) and the rulebooks it takes on stand once, at
the beginning; everything after them is entered anew for each further day, request, decision and
act alike, at the same time of a later day. What a plan or a permit dates stays as it was, so that a
glued production has rules that were not met, as a real one has.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from provesafe.adapters.keys import ed25519_accepts, load_key
from provesafe.adapters.store import SqliteStore
from provesafe.ledger import Draft, Entry, IdOf, Person, parse_entry, plan_commit, resume

DAY_MS = 86_400_000
COMMON = ("v", "class", "dev", "t", "seq", "prev", "seen", "rests_on")
"""What each entry has from its place in the record; written anew."""
SKIPPED = ("enrol", "adopt", "receive_weapon", "receive_lot", "permit", "train")


def glue(day: Path, folder: Path, *, days: int) -> int:
    """Write a production of so many days; say how many acts it has.

    Args:
        day: the folder of a rehearsed day, its keys not wrapped.
        folder: made anew; the day's rulebook texts and labels come along.
        days: how often the day is entered.
    """
    shutil.copytree(day, folder)
    store = SqliteStore(folder / "record.sqlite", durable=False)
    raws = list(store.entries())
    state = resume(None, raws)
    device = load_key(folder / "keys" / "laptop.json", passphrase="")
    log = load_key(folder / "keys" / "log.json", passphrase="").key.named(state.origin)
    commits = [one for one in _commits([parse_entry(raw) for raw in raws]) if _again(one)]
    for number in range(1, days):
        for commit in commits:
            planned = plan_commit(
                state,
                _drafts(commit),
                log_signer=log,
                device_signer=device,
                now_ms=_count(commit[-1], "ms") + number * DAY_MS,
                verifier=ed25519_accepts,
            )
            store.append(
                planned.raw_entries(),
                checkpoint=planned.checkpoint,
                expected_tree_size=state.tree.size,
            )
            state = planned.state
    acts = sum(parse_entry(raw).entry_class == "act" for raw in store.entries())
    store.close()
    return acts


def _commits(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    commit: list[Entry] = []
    for entry in entries:
        commit.append(entry)
        if entry.entry_class == "received":
            yield commit
            commit = []


def _again(commit: Sequence[Entry]) -> bool:
    """Whether a commit belongs to a day's work, not to the tables before it."""
    acts = [act for entry in commit for act in cast(Any, entry.fields.get("acts", ()))]
    return bool(acts) and not any(act["act"] in SKIPPED for act in acts)


def _drafts(commit: Sequence[Entry]) -> list[Draft]:
    places = {entry.id: place for place, entry in enumerate(commit)}
    return [
        Draft(
            entry_class=entry.entry_class,
            payload={
                name: IdOf(places[str(value)]) if name in ("of", "ref") else value
                for name, value in entry.fields.items()
                if name not in COMMON
            },
            rests_on=tuple(
                Person(id=one["p"], grade=one["grade"])
                for one in cast(Any, entry.fields.get("rests_on", ()))
            ),
        )
        for entry in commit
        if entry.entry_class != "received"
    ]


def _count(entry: Entry, name: str) -> int:
    value = entry.fields[name]
    return value if isinstance(value, int) else 0
