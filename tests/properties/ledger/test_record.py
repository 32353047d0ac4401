"""Laws of the record: what is planned verifies, and whatever is changed is found and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_sample import ADAS, CLEOS, LAPTOP, Sample, build_sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.store import MemoryStore
from provesafe.ledger import (
    Draft,
    Person,
    RecordFaultError,
    Signed,
    decode_state,
    encode_state,
    resume,
    seal_entry,
    verify_record,
)
from second_reader import RefusedError, read_record

SAMPLE = build_sample()
EVERY_BIT = settings.default is not None and settings.default.max_examples > 1000
"""The long profile flips every bit; the fast one a bit of every fifth byte."""

accepts = lru_cache(maxsize=None)(ed25519_accepts)
"""Signatures that a change does not touch are verified once for all changes."""

Make = Callable[[Sample], Draft | Signed]


def from_phone(sample: Sample) -> Signed:
    """Let Ada's phone enter something."""
    return Signed(raw=seal_entry(sample.body(ADAS, {"act": "answer"}), (ADAS,)).raw)


MAKERS: dict[str, Make] = {
    "noted": lambda _: noted(),
    "text": lambda _: Draft(entry_class="request", payload={"words": "“Ça va?”\n\t\\ \U0001f3ac"}),
    "card": lambda _: Draft(
        entry_class="act", payload={}, rests_on=(Person(id="P-1", grade="card"),)
    ),
    "phone": from_phone,
    "joint": lambda sample: sample.hand_over(),
    "lapse": lambda sample: sample.lapse(),
}

# One entry of a phone in each commit: what it says next hangs on where its chain then stands.
commits = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["noted", "text", "card"]), max_size=3),
        st.sampled_from(sorted(MAKERS)),
    ),
    max_size=6,
)


@given(commits)
def test_what_is_planned_verifies(days: list[tuple[list[str], str]]) -> None:
    """Whatever is entered verifies, here and for the second reader, and is rebuilt from bytes."""
    sample, store = Sample.begin((LAPTOP, ADAS, CLEOS)), MemoryStore()
    store.append(sample.entries, sample.checkpoints[0], expected_tree_size=0)
    middle = sample.state
    for others, last in days:
        drafts = [MAKERS[name](sample) for name in (*others, last)]
        size = sample.state.tree.size
        commit = sample.commit(*drafts)
        store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=size)
        middle = sample.state if len(sample.checkpoints) == 3 else middle
    report = verify_record(store.entries(), store.checkpoints(), verifier=accepts)
    found = (report.origin, report.tree_size, report.root_hash)
    assert found == read_record(sample.entries, sample.checkpoints)
    assert resume(None, sample.entries) == sample.state
    assert resume(middle, sample.entries[middle.tree.size :]) == sample.state
    assert decode_state(encode_state(sample.state)) == sample.state


def refused_by_both(entries: list[bytes], checkpoints: list[bytes]) -> RecordFaultError:
    """Expect that both readers refuse; give our reason."""
    with pytest.raises(RefusedError):
        read_record(entries, checkpoints)
    with pytest.raises(RecordFaultError) as caught:
        verify_record(entries, checkpoints, verifier=accepts)
    return caught.value


def flips(data: bytes) -> Iterator[bytes]:
    """Change one bit."""
    for at in range(0, len(data), 1 if EVERY_BIT else 5):
        for bit in range(8) if EVERY_BIT else ((at * 5 + 2) % 8,):
            yield data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


@pytest.mark.parametrize("index", range(len(SAMPLE.entries)))
def test_a_flipped_bit_of_an_entry_is_named(index: int) -> None:
    """Every changed bit of every byte of an entry is found, and it is that entry that is named."""
    for flipped in flips(SAMPLE.entries[index]):
        entries = [*SAMPLE.entries[:index], flipped, *SAMPLE.entries[index + 1 :]]
        with pytest.raises(RecordFaultError) as caught:
            verify_record(entries, SAMPLE.checkpoints, verifier=accepts)
        assert caught.value.index == index


@pytest.mark.parametrize("place", range(len(SAMPLE.checkpoints)))
def test_a_flipped_bit_of_a_checkpoint_is_named(place: int) -> None:
    """Every changed bit of every byte of a checkpoint is found, and it is named by its size."""
    size = int(SAMPLE.checkpoints[place].split(b"\n")[1])
    for flipped in flips(SAMPLE.checkpoints[place]):
        checkpoints = [*SAMPLE.checkpoints[:place], flipped, *SAMPLE.checkpoints[place + 1 :]]
        with pytest.raises(RecordFaultError) as caught:
            verify_record(SAMPLE.entries, checkpoints, verifier=accepts)
        assert (caught.value.tree_size, caught.value.index) == (size, None)


positions = st.integers(min_value=0, max_value=len(SAMPLE.entries) - 1)


@given(st.sampled_from(["drop", "double", "move", "swap", "cut"]), positions, positions)
def test_moved_entries_are_found_near_where_they_stood(how: str, first: int, second: int) -> None:
    """Whatever is dropped, doubled, moved, swapped or cut is refused, within its own commit."""
    entries = list(SAMPLE.entries)
    match how:
        case "drop":
            del entries[first]
        case "double":
            entries.insert(second, entries[first])
        case "move":
            entries.insert(second, entries.pop(first))
        case "swap":
            entries[first], entries[second] = entries[second], entries[first]
        case _:
            del entries[first:]
    if entries == SAMPLE.entries:
        return
    error = refused_by_both(entries, SAMPLE.checkpoints)
    changed = next(
        (
            at
            for at, pair in enumerate(zip(entries, SAMPLE.entries, strict=False))
            if pair[0] != pair[1]
        ),
        len(entries),
    )
    ends = [int(note.split(b"\n")[1]) for note in SAMPLE.checkpoints]
    end = min((each for each in ends if each > changed), default=ends[-1])
    assert error.index is not None or error.tree_size is not None
    assert error.index is None or error.index <= end


@given(
    st.sampled_from(["entry", "checkpoint"]),
    st.integers(min_value=0, max_value=5),
    st.integers(min_value=0, max_value=2000),
    st.binary(max_size=3),
    st.integers(min_value=0, max_value=3),
)
def test_both_readers_judge_edited_bytes_alike(
    what: str, place: int, at: int, piece: bytes, cut: int
) -> None:
    """Bytes put in or taken out anywhere are refused by both readers."""
    entries, checkpoints = list(SAMPLE.entries), list(SAMPLE.checkpoints)
    changed = entries if what == "entry" else checkpoints
    data = changed[place]
    edited = data[: at % len(data)] + piece + data[at % len(data) + cut :]
    if edited == data:
        return
    changed[place] = edited
    refused_by_both(entries, checkpoints)
