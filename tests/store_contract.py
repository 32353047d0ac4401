"""What every record store promises: `from store_contract import *`, beside a fixture `opened`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ledger_sample import LOG, Sample, build_sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import (
    ConflictError,
    InputError,
    UnavailableError,
    VerificationError,
)
from provesafe.ledger import (
    EMPTY_ROOT,
    Checkpoint,
    Commit,
    Snapshot,
    parse_checkpoint_text,
    sign_checkpoint,
    split_note,
    verify_record,
)
from provesafe.service.ports import RecordStore

Open = Callable[[], RecordStore]


def commits_of(sample: Sample) -> list[tuple[list[bytes], bytes]]:
    """Cut a record into its commits."""
    found, start = [], 0
    for note in sample.checkpoints:
        size = parse_checkpoint_text(split_note(note)[0]).tree_size
        found.append((sample.entries[start:size], note))
        start = size
    return found


SAMPLE = build_sample()
COMMITS = commits_of(SAMPLE)


def fill(store: RecordStore, commits: int = len(COMMITS)) -> None:
    """Store the first commits of the sample."""
    size = 0
    for entries, checkpoint in COMMITS[:commits]:
        store.append(entries, checkpoint, expected_tree_size=size)
        size += len(entries)


def test_a_new_store_is_empty(opened: Open) -> None:
    """A store that nothing was entered in has size 0, no checkpoint and no entries."""
    store = opened()
    head = store.head()
    assert (head.tree_size, head.frontier.root(), head.checkpoint) == (0, EMPTY_ROOT, None)
    assert (list(store.entries()), list(store.checkpoints())) == ([], [])
    assert (store.checkpoint_at(0), store.snapshot("state")) == (None, None)
    store.close()


def test_what_was_appended_is_read(opened: Open) -> None:
    """Entries and checkpoints come back byte for byte, and the head is the last checkpoint's."""
    store = opened()
    fill(store)
    assert list(store.entries()) == SAMPLE.entries
    assert list(store.checkpoints()) == SAMPLE.checkpoints
    assert store.head().frontier == SAMPLE.state.tree
    assert store.head().checkpoint == SAMPLE.checkpoints[-1]
    store.close()


def test_a_stored_record_verifies(opened: Open) -> None:
    """What a store gives back verifies as the record that was put in."""
    store = opened()
    fill(store)
    report = verify_record(store.entries(), store.checkpoints(), verifier=ed25519_accepts)
    assert report.root_hash == SAMPLE.state.tree.root()
    store.close()


def test_ranges_are_half_open(opened: Open) -> None:
    """A range of entries has its first and not its last; an empty one is empty."""
    store = opened()
    fill(store)
    assert list(store.entries(2, 5)) == SAMPLE.entries[2:5]
    assert list(store.entries(14)) == SAMPLE.entries[14:]
    assert list(store.entries(5, 5)) == []
    assert list(store.checkpoints(6)) == SAMPLE.checkpoints[3:]
    store.close()


def test_a_checkpoint_is_found_by_its_size(opened: Open) -> None:
    """Each commit's checkpoint is found at its size, and nothing between."""
    store = opened()
    fill(store)
    assert store.checkpoint_at(4) == SAMPLE.checkpoints[1]
    assert store.checkpoint_at(5) is None
    assert store.checkpoint_at(17) is None
    store.close()


@pytest.mark.parametrize("expected", [0, 2, 5, 99])
def test_a_commit_planned_on_another_size_is_a_conflict(opened: Open, expected: int) -> None:
    """When the record has moved on, nothing is stored."""
    store = opened()
    fill(store, 2)
    entries, checkpoint = COMMITS[2]
    with pytest.raises(ConflictError):
        store.append(entries, checkpoint, expected_tree_size=expected)
    assert store.head().tree_size == 4
    assert list(store.entries()) == SAMPLE.entries[:4]
    store.close()


def wrong_root(commit: Commit) -> bytes:
    """Let the log sign another root for a commit."""
    origin, size = commit.state.origin, commit.state.tree.size
    text = Checkpoint(origin=origin, tree_size=size, root_hash=b"\7" * 32)
    return sign_checkpoint(text, LOG.named(origin))


def test_a_checkpoint_of_other_bytes_is_refused(opened: Open) -> None:
    """A commit whose bytes are not what its checkpoint signs leaves no trace."""
    store = opened()
    fill(store)
    commit = SAMPLE.plan(noted())
    entries = list(commit.raw_entries())
    flipped = [entries[0].replace(b"cold", b"bold"), *entries[1:]]
    for given, checkpoint in (
        (flipped, commit.checkpoint),
        (entries[::-1], commit.checkpoint),
        (entries[:1], commit.checkpoint),
        (entries, wrong_root(commit)),
        (entries, SAMPLE.checkpoints[-1]),
        (entries, b"not a checkpoint"),
    ):
        with pytest.raises(VerificationError):
            store.append(given, checkpoint, expected_tree_size=16)
    assert store.head().tree_size == 16
    assert list(store.checkpoints()) == SAMPLE.checkpoints
    store.append(entries, commit.checkpoint, expected_tree_size=16)
    assert store.head().tree_size == 18
    store.close()


def test_an_empty_commit_is_refused(opened: Open) -> None:
    """A checkpoint without entries is not a commit."""
    store = opened()
    fill(store)
    with pytest.raises(InputError):
        store.append([], SAMPLE.checkpoints[-1], expected_tree_size=16)
    store.close()


def test_reading_goes_on_while_others_append(opened: Open) -> None:
    """A reader that began before a commit ends where the record ended then."""
    store = opened()
    fill(store, 5)
    reading = store.entries()
    first = next(reading)
    entries, checkpoint = COMMITS[5]
    store.append(entries, checkpoint, expected_tree_size=13)
    assert [first, *reading] == SAMPLE.entries[:13]
    store.close()


def test_a_snapshot_is_kept_and_replaced(opened: Open) -> None:
    """The newest snapshot of a name is given back, other names apart."""
    store = opened()
    fill(store)
    older, newer = Snapshot(tree_size=4, data=b"old"), Snapshot(tree_size=9, data=b"new\0")
    store.save_snapshot("state", older)
    store.save_snapshot("gate", older)
    store.save_snapshot("state", newer)
    assert (store.snapshot("state"), store.snapshot("gate")) == (newer, older)
    assert store.snapshot("other") is None
    store.close()


def test_a_snapshot_of_a_longer_record_is_not_used(opened: Open) -> None:
    """A snapshot ahead of the record, as from another copy of the folder, is passed over."""
    store = opened()
    fill(store, 2)
    store.save_snapshot("state", Snapshot(tree_size=5, data=b""))
    assert store.snapshot("state") is None
    store.close()


def test_a_closed_store_says_so(opened: Open) -> None:
    """After closing, every call is refused; closing twice does no harm."""
    store = opened()
    fill(store, 1)
    store.close()
    store.close()
    entries, checkpoint = COMMITS[1]
    calls: list[Callable[[], object]] = [
        store.head,
        lambda: store.append(entries, checkpoint, expected_tree_size=2),
        lambda: list(store.entries()),
        lambda: list(store.checkpoints()),
        lambda: store.checkpoint_at(2),
        lambda: store.save_snapshot("state", Snapshot(tree_size=0, data=b"")),
        lambda: store.snapshot("state"),
    ]
    for call in calls:
        with pytest.raises(UnavailableError):
            call()


__all__ = [
    "COMMITS",
    "Open",
    "fill",
    "test_a_checkpoint_is_found_by_its_size",
    "test_a_checkpoint_of_other_bytes_is_refused",
    "test_a_closed_store_says_so",
    "test_a_commit_planned_on_another_size_is_a_conflict",
    "test_a_new_store_is_empty",
    "test_a_snapshot_is_kept_and_replaced",
    "test_a_snapshot_of_a_longer_record_is_not_used",
    "test_a_stored_record_verifies",
    "test_an_empty_commit_is_refused",
    "test_ranges_are_half_open",
    "test_reading_goes_on_while_others_append",
    "test_what_was_appended_is_read",
]
