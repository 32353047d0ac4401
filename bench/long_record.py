"""A long record, made once and kept: as a store to be opened, and as a bundle to be verified.

    DIR/record.sqlite    the store, with the sealed state of nearly all of it
    DIR/bundle           the same entries as an outsider gets them
    DIR/made             how many there are; written last, so that half a record is no record

Nine acts of five kinds a commit, one in fifty of them signed by two phones, none of it judged: what
is measured here is bytes, signatures and hashes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path

from provesafe.adapters.bundles import write_bundle
from provesafe.adapters.keys import Ed25519Key, ed25519_accepts
from provesafe.adapters.store import SqliteStore
from provesafe.errors import InputError
from provesafe.ledger import (
    Commit,
    Draft,
    Json,
    Person,
    RecordState,
    Signed,
    Snapshot,
    Statement,
    make_body,
    newest_seen,
    pack_bundle,
    plan_commit,
    plan_genesis,
    resume,
    seal_entry,
    seal_state,
)
from provesafe.ledger.state import open_state

NOW = 1_772_461_920_000
ACTS = 9
"""Acts a commit; the `received` is the tenth entry."""
BEHIND = 200
"""Commits made after the snapshot, which opening reads."""

LOG = Ed25519Key(sha256(b"bench log").digest())
LAPTOP, ADAS, CLEOS = (
    Ed25519Key(sha256(f"bench {name}".encode()).digest()).named(f"bench/d/{name}")
    for name in ("laptop", "ada", "cleo")
)
KEYS = {one.name: one.public_key for one in (LAPTOP, ADAS, CLEOS)}
PEOPLE = tuple(Person(id=f"P-{name}") for name in ("ada", "cleo", "dov", "esi", "gil"))
KINDS = ("call", "shown", "told", "draw", "put_down")


def kept(folder: Path, entries: int) -> Path:
    """Make a record of at least so many entries in a folder, unless it is there."""
    if (folder / "made").exists() and int((folder / "made").read_text()) >= entries:
        _seal_again(folder / "record.sqlite")
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    store = SqliteStore(folder / "record.sqlite", durable=False)
    size = 0
    for commit in commits(entries):
        store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=size)
        size = commit.state.tree.size
        if size // (ACTS + 1) == entries // (ACTS + 1) - BEHIND:
            sealed = seal_state(commit.state, LAPTOP)
            store.save_snapshot("state", Snapshot(tree_size=size, data=sealed))
    head = store.head()
    write_bundle(
        folder / "bundle",
        pack_bundle(
            store.entries(),
            checkpoint=head.checkpoint or b"",
            seals={},
            log_signer=LOG.named(commit.state.origin),
        ),
    )
    store.close()
    (folder / "made").write_text(str(size))
    return folder


def _seal_again(path: Path) -> None:
    """Seal the state anew where another version of the program wrote it down otherwise."""
    store = SqliteStore(path, durable=False)
    kept_state = store.snapshot("state")
    if kept_state is not None:
        try:
            open_state(kept_state.data, recorder_key=LAPTOP.public_key, verifier=ed25519_accepts)
        except InputError:
            size = kept_state.tree_size
            sealed = seal_state(resume(None, store.entries(0, size)), LAPTOP)
            store.save_snapshot("state", Snapshot(tree_size=size, data=sealed))
    store.close()


def commits(entries: int) -> Iterator[Commit]:
    """Plan a record of at least so many entries, commit by commit."""
    commit = plan_genesis(
        domain="bench", kind="real", log_key=LOG, device_signers=(LAPTOP, ADAS, CLEOS), now_ms=NOW
    )
    yield commit
    for number in count(1):
        state = commit.state
        if state.tree.size >= entries:
            return
        drafts: list[Draft | Signed] = [_noted(number * ACTS + place) for place in range(ACTS)]
        if number % 5 == 0:
            drafts[0] = _joint(state, number)
        commit = plan_commit(
            state,
            drafts,
            log_signer=LOG.named(state.origin),
            device_signer=LAPTOP,
            now_ms=NOW + 1000 * number,
            verifier=ed25519_accepts,
        )
        yield commit


def _noted(number: int) -> Draft:
    fields: dict[str, Json] = {"weapon": f"colt-{number % 40}", "by": PEOPLE[number % 5].id}
    kind = KINDS[number % 5]
    if kind in ("call", "told"):
        fields["words"] = ("cold", "rubber", "hot, one blank")[number % 3]
    if kind in ("shown", "told"):
        fields["to"] = PEOPLE[(number + 1) % 5].id
    if kind == "shown":
        fields |= {"contents": "dummy", "n": number % 7}
    acts: list[Json] = [{"act": kind, "f": fields}]
    return Draft(entry_class="act", payload={"acts": acts}, rests_on=(PEOPLE[number % 5],))


def _joint(state: RecordState, number: int) -> Signed:
    """A hand-over that both sign, each with a phone."""
    seen = newest_seen(state)
    links = [state.devices[one.name].next_link(seen) for one in (ADAS, CLEOS)]
    fields: dict[str, Json] = {"weapon": f"colt-{number % 40}", "by": "P-ada", "to": "P-cleo"}
    body = make_body(
        "act",
        link=links[0],
        t_ms=NOW + 1000 * number - 500,
        payload={"acts": [{"act": "hand_over", "f": fields}]},
        rests_on=[
            Statement("P-ada", "own", links[0]),
            Statement("P-cleo", "own", links[1]),
        ],
    )
    return Signed(raw=seal_entry(body, (ADAS, CLEOS)).raw)
