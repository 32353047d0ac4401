"""Where the record stands: rebuilt from its entries, or from a sealed snapshot and what follows."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ledger_sample import ADAS, LAPTOP, Sample, build_sample, device_of, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import InputError
from provesafe.ledger import (
    Frontier,
    MalformedEntryError,
    RecordFaultError,
    RecordState,
    RootMismatchError,
    StoredHead,
    UnknownKeyError,
    decode_state,
    encode_state,
    open_state,
    reopen,
    resume,
    seal_state,
)


def test_a_state_is_read_back() -> None:
    """A state that was written as a snapshot is read as the same state."""
    state = build_sample().state
    assert decode_state(encode_state(state)) == state


def test_a_state_goes_on_from_a_snapshot() -> None:
    """From a snapshot of any commit and the entries behind it, the newest state is rebuilt."""
    sample = Sample.begin()
    states = [sample.state]
    for words in ("cold", "hot", "cold"):
        sample.commit(noted(words))
        states.append(sample.state)
    for state in states:
        assert resume(state, sample.entries[state.tree.size :]) == sample.state
    assert resume(None, sample.entries) == sample.state


def test_a_state_is_not_made_of_half_a_commit() -> None:
    """Entries that do not end with a commit give no state."""
    sample = build_sample()
    for entries in (sample.entries[:-1], [], sample.entries[:1]):
        with pytest.raises(MalformedEntryError):
            resume(None, entries)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":4', b'"v":3'),
        (b'"kind":"real"', b'"kind":"true"'),
        (b'"size":16', b'"size":17'),
        (b'"size":16', b'"size":-1'),
        (b'"frontier":["', b'"frontier":["A'),
        (b'"devices":[', b'"devices":[7,'),
        (b'"devices":[', b'"devices":{}'),
        (b"+", b"-"),
        (b"}", b""),
    ],
)
def test_a_snapshot_that_was_altered_is_not_read(old: bytes, new: bytes) -> None:
    """A snapshot that is not one of this version is refused, and can be made anew."""
    data = encode_state(build_sample().state)
    assert old in data
    with pytest.raises(InputError):
        decode_state(data.replace(old, new))


def opened(data: bytes, key: bytes = LAPTOP.public_key) -> RecordState:
    """Open a sealed snapshot with the laptop's key."""
    return open_state(data, recorder_key=key, verifier=ed25519_accepts)


def test_a_sealed_state_opens() -> None:
    """A snapshot sealed by the recorder gives the state back."""
    state = build_sample().state
    assert opened(seal_state(state, LAPTOP)) == state


def test_a_state_of_many_devices_can_be_sealed() -> None:
    """A snapshot may be longer than a note."""
    sample = Sample.begin()
    for number in range(400):
        sample.commit(sample.enrolment(device_of(f"phone-{number}")))
    data = seal_state(sample.state, LAPTOP)
    assert len(data) > 65_535
    assert opened(data) == sample.state


def test_every_changed_byte_of_a_sealed_state_is_noticed() -> None:
    """No byte of a sealed snapshot can change without a refusal."""
    data = seal_state(build_sample().state, LAPTOP)
    for at in range(len(data)):
        with pytest.raises(InputError):
            opened(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_another_seal_is_refused() -> None:
    """A snapshot that another key sealed, or another device of the record, is not used."""
    state = build_sample().state
    for data, key in (
        (seal_state(state, LAPTOP), ADAS.public_key),
        (seal_state(state, ADAS), ADAS.public_key),
        (seal_state(state, ADAS), LAPTOP.public_key),
        (encode_state(state), LAPTOP.public_key),
        (b"", LAPTOP.public_key),
    ):
        with pytest.raises(InputError):
            opened(data, key)


class Book:
    """A stored record that counts how many entries were read of it."""

    def __init__(self, sample: Sample) -> None:
        """Hold the sample's entries."""
        self.entries, self.read_count = list(sample.entries), 0
        self.head = StoredHead(frontier=sample.state.tree, checkpoint=sample.checkpoints[-1])

    def read(self, start: int) -> Iterable[bytes]:
        """Read to the end."""
        for raw in self.entries[start:]:
            self.read_count += 1
            yield raw

    def reopen(self, snapshot: bytes | None) -> RecordState:
        """Reopen it as the laptop does."""
        return reopen(
            self.head,
            snapshot,
            self.read,
            recorder_key=LAPTOP.public_key,
            verifier=ed25519_accepts,
        )


def test_a_record_is_reopened_from_its_snapshot() -> None:
    """With a snapshot only the entries behind it are read."""
    sample = build_sample()
    snapshot = seal_state(sample.state, LAPTOP)
    sample.commit(noted())
    book = Book(sample)
    assert book.reopen(snapshot) == sample.state
    assert book.read_count == 2


def test_a_record_is_reopened_without_a_snapshot() -> None:
    """Without a snapshot, or with one that is damaged, the whole record is read."""
    sample = build_sample()
    for snapshot in (None, b"", seal_state(sample.state, LAPTOP)[:-1]):
        book = Book(sample)
        assert book.reopen(snapshot) == sample.state
        assert book.read_count == 16


def test_a_snapshot_of_another_record_is_passed_over() -> None:
    """A snapshot from another history of the same keys does not fit and is not used."""
    sample, other = build_sample(), build_sample()
    other.commit(noted("hot"))
    snapshot = seal_state(other.state, LAPTOP)
    sample.commit(noted("cold"))
    sample.commit(noted("cold"))
    assert Book(sample).reopen(snapshot) == sample.state


def test_entries_that_the_checkpoint_does_not_sign_are_not_written_on() -> None:
    """A record whose entries and newest checkpoint differ is not reopened."""
    sample, other = build_sample(), build_sample()
    sample.commit(noted("cold"))
    other.commit(noted("hot"))
    book = Book(sample)
    book.head = StoredHead(frontier=other.state.tree, checkpoint=other.checkpoints[-1])
    with pytest.raises(RootMismatchError):
        book.reopen(None)
    book.head = StoredHead(frontier=Frontier(), checkpoint=None)
    with pytest.raises(RootMismatchError):
        book.reopen(None)


def test_a_checkpoint_of_another_log_is_not_written_on() -> None:
    """The newest checkpoint must be signed by the key that the genesis names."""
    sample = build_sample()
    book = Book(sample)
    forged = sample.checkpoints[-1].replace(b"dry-creek", b"wet-creek")
    book.head = StoredHead(frontier=sample.state.tree, checkpoint=forged)
    with pytest.raises(UnknownKeyError):
        book.reopen(None)


def test_a_record_cut_inside_a_commit_is_not_written_on() -> None:
    """A record that does not end with a commit is refused, whatever the snapshot says."""
    sample = build_sample()
    book = Book(sample)
    book.entries.pop()
    for snapshot in (None, seal_state(Sample.begin().state, LAPTOP)):
        with pytest.raises(RecordFaultError):
            book.reopen(snapshot)
