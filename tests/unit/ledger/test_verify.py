"""A whole record: unchanged, or what was altered and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ledger_sample import (
    ADAS,
    CLEOS,
    DOMAIN,
    LAPTOP,
    LOG,
    T0,
    Sample,
    build_sample,
    device_of,
    noted,
)
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    BodyChangedError,
    ChainBranchError,
    ChainHoleError,
    ChainRepeatError,
    Checkpoint,
    CheckpointMissingError,
    CheckpointSizeError,
    Draft,
    EntryExtraError,
    EntryMissingError,
    EntryOrderError,
    ForkError,
    GenesisError,
    KeyActError,
    Link,
    MalformedNoteError,
    NoteSignature,
    OriginError,
    ReceivedError,
    RecordFaultError,
    RecordReport,
    RootMismatchError,
    Seen,
    SeenError,
    SignatureChangedError,
    SignatureError,
    SignatureMissingError,
    Signed,
    TimeBackError,
    TruncatedError,
    UnknownKeyError,
    UnsealedError,
    join_entry,
    make_body,
    newest_seen,
    parse_checkpoint_text,
    parse_entry,
    plan_genesis,
    seal_entry,
    sign_checkpoint,
    sign_text,
    split_note,
    verify_record,
)

SAMPLE = build_sample()
Alter = Callable[[list[bytes], list[bytes]], object]


def verify(entries: list[bytes], checkpoints: list[bytes]) -> RecordReport:
    """Verify as a production's own record is verified."""
    return verify_record(entries, checkpoints, verifier=ed25519_accepts)


def test_the_sample_verifies_and_is_counted() -> None:
    """An unchanged record is reported with its size and what it rests on."""
    report = verify(SAMPLE.entries, SAMPLE.checkpoints)
    assert report.origin == SAMPLE.state.origin
    assert (report.tree_size, report.commits, report.kind) == (16, 6, "real")
    assert report.root_hash == SAMPLE.state.tree.root()
    assert dict(report.by_class) == {
        "act": 6,
        "coverage": 1,
        "genesis": 1,
        "key": 1,
        "lapsed": 1,
        "received": 6,
    }
    # Four calls noted of Dov and entered later for Esi, one hand-over, one answer by badge.
    assert dict(report.by_grade) == {"own": 2, "shared": 1, "noted": 4, "card": 4}
    assert report.noted_by_laptop == 4
    assert (report.first_ms, report.last_ms) == (T0, T0 + 5000)
    # 16 entries, three with a second signature, one quoted, six checkpoints.
    assert report.signatures == 16 + 3 + 1 + 6


def test_the_devices_are_listed_with_their_entries() -> None:
    """Each device is listed with where it was let in and how much it entered."""
    report = verify(SAMPLE.entries, SAMPLE.checkpoints)
    found = {each.name: (each.enrolled_at, each.entries) for each in report.devices}
    assert found == {LAPTOP.name: (0, 13), ADAS.name: (0, 5), CLEOS.name: (4, 2)}


def test_a_record_that_goes_on_verifies_at_each_commit() -> None:
    """Every beginning of a record that ends with a commit is itself a record."""
    ends = [parse_checkpoint_text(split_note(each)[0]).tree_size for each in SAMPLE.checkpoints]
    for commit, size in enumerate(ends, start=1):
        assert verify(SAMPLE.entries[:size], SAMPLE.checkpoints[:commit]).commits == commit


def swapped(entries: list[bytes], first: int, second: int) -> None:
    """Let two entries change places."""
    entries[first], entries[second] = entries[second], entries[first]


def flipped(data: bytes, part: bytes) -> bytes:
    """Change one bit of the first byte of `part`, where it first stands."""
    at = data.index(part)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def flip(index: int, part: bytes) -> Alter:
    """Change one bit of an entry."""

    def alter(entries: list[bytes], _: list[bytes]) -> None:
        entries[index] = flipped(entries[index], part)

    return alter


def forge(index: int) -> Alter:
    """Put another signature of the same form in an entry's first line."""

    def alter(entries: list[bytes], _: list[bytes]) -> None:
        body, line = split_note(entries[index])[0], split_note(entries[index])[1][0]
        other = NoteSignature(line.name, line.key_id, line.value[:63] + b"\x01")
        entries[index] = body + b"\n" + str(other).encode()

    return alter


def recount(index: int, old: bytes, new: bytes) -> Alter:
    """Write another number into an entry."""

    def alter(entries: list[bytes], _: list[bytes]) -> None:
        assert old in entries[index]
        entries[index] = entries[index].replace(old, new, 1)

    return alter


ALTERED: list[tuple[str, Alter, type[RecordFaultError], int | None]] = [
    ("one letter of a text", flip(2, b"cold"), BodyChangedError, 2),
    ("a bit of a signature", forge(2), SignatureChangedError, 2),
    ("the version line", flip(3, b"event"), RecordFaultError, 3),
    ("the dash of a signature line", flip(3, "—".encode()), MalformedNoteError, 3),
    ("a number in a chain", recount(12, b'"seq":9', b'"seq":8'), BodyChangedError, 12),
    ("the last entry's time", recount(15, b'"ms":1', b'"ms":2'), SignatureError, 15),
    ("an entry of a phone left out", lambda e, _: e.pop(9), EntryMissingError, 9),
    ("an entry of the laptop left out", lambda e, _: e.pop(10), ChainHoleError, 10),
    ("an entry left out, the device silent since", lambda e, _: e.pop(6), EntryMissingError, 6),
    ("a whole commit left out", lambda e, _: e.__delitem__(slice(4, 6)), ChainHoleError, 4),
    ("a `received` left out", lambda e, _: e.pop(3), ChainHoleError, 3),
    ("the genesis left out", lambda e, _: e.pop(0), GenesisError, 0),
    ("an entry twice", lambda e, _: e.insert(11, e[10]), ChainRepeatError, 11),
    ("an old entry again", lambda e, _: e.insert(14, e[2]), ChainRepeatError, 14),
    ("the genesis again", lambda e, _: e.insert(9, e[0]), GenesisError, 9),
    ("two devices' entries swapped", lambda e, _: swapped(e, 6, 7), EntryOrderError, 6),
    ("one device's entries swapped", lambda e, _: swapped(e, 10, 11), EntryOrderError, 10),
    ("an entry moved to a later commit", lambda e, _: e.insert(9, e.pop(6)), EntryMissingError, 6),
    ("the last entry cut off", lambda e, _: e.pop(), TruncatedError, 15),
    ("the last commit cut off", lambda e, _: e.__delitem__(slice(13, 16)), TruncatedError, 13),
    ("all entries gone", lambda e, _: e.clear(), TruncatedError, 0),
    ("the last entry's end cut off", lambda e, _: e.append(e.pop()[:-9]), MalformedNoteError, 15),
    ("bytes behind an entry", lambda e, _: e.append(e.pop() + b"\n"), MalformedNoteError, 15),
]


@pytest.mark.parametrize(
    ("alter", "error", "index"),
    [pytest.param(*rest, id=name.replace(" ", "-")) for name, *rest in ALTERED],
)
def test_an_altered_entry_is_named(
    alter: Alter, error: type[RecordFaultError], index: int | None
) -> None:
    """What was changed, left out, doubled or moved is told apart, with the entry's index."""
    entries, checkpoints = list(SAMPLE.entries), list(SAMPLE.checkpoints)
    alter(entries, checkpoints)
    with pytest.raises(error) as caught:
        verify(entries, checkpoints)
    assert index is None or caught.value.index == index
    assert caught.value.index is not None
    assert f"entry {caught.value.index}: " in str(caught.value)


ALTERED_CHECKPOINTS: list[tuple[str, Alter, type[RecordFaultError], int | None]] = [
    ("size", lambda _, c: c.__setitem__(2, c[2].replace(b"\n6\n", b"\n7\n")), SignatureError, 6),
    ("root", lambda _, c: c.__setitem__(1, flipped(c[1], b"A")), RecordFaultError, 4),
    ("origin", lambda _, c: c.__setitem__(1, flipped(c[1], b"dry")), RecordFaultError, 4),
    ("signer", lambda _, c: c.__setitem__(3, flipped(c[3], b" dry")), RecordFaultError, 9),
    ("left out", lambda _, c: c.pop(2), CheckpointMissingError, 6),
    ("twice", lambda _, c: c.insert(2, c[1]), CheckpointSizeError, 4),
    ("twice at the end", lambda _, c: c.append(c[-1]), CheckpointSizeError, 16),
    ("swapped", lambda _, c: swapped(c, 1, 2), CheckpointMissingError, 4),
]


@pytest.mark.parametrize(
    ("alter", "error", "size"),
    [pytest.param(*rest, id=name.replace(" ", "-")) for name, *rest in ALTERED_CHECKPOINTS],
)
def test_an_altered_checkpoint_is_named(
    alter: Alter, error: type[RecordFaultError], size: int
) -> None:
    """A checkpoint that was changed, left out, doubled or moved is named by its size."""
    entries, checkpoints = list(SAMPLE.entries), list(SAMPLE.checkpoints)
    alter(entries, checkpoints)
    with pytest.raises(error) as caught:
        verify(entries, checkpoints)
    assert (caught.value.tree_size, caught.value.index) == (size, None)


def test_entries_behind_the_last_checkpoint_are_unsealed() -> None:
    """Without the last checkpoint nobody vouches for the last commit."""
    for checkpoints, index in ((SAMPLE.checkpoints[:-1], 13), ([], 0)):
        with pytest.raises(UnsealedError) as caught:
            verify(SAMPLE.entries, checkpoints)
        assert caught.value.index == index


def test_nothing_at_all_is_no_record() -> None:
    """No entries and no checkpoints is not a record that verifies."""
    with pytest.raises(GenesisError):
        verify([], [])


def test_some_checkpoints_are_enough_for_a_bundle() -> None:
    """A bundle may leave checkpoints out, though not the last one."""
    kept = [SAMPLE.checkpoints[1], SAMPLE.checkpoints[-1]]
    report = verify_record(SAMPLE.entries, kept, verifier=ed25519_accepts, every_commit=False)
    assert report.commits == 6
    with pytest.raises(UnsealedError):
        verify_record(SAMPLE.entries, kept[:1], verifier=ed25519_accepts, every_commit=False)


def test_a_checkpoint_where_no_commit_ends_is_refused() -> None:
    """The log's signature on a size inside a commit does not make a commit of it."""
    inside = Checkpoint(origin=SAMPLE.state.origin, tree_size=5, root_hash=b"\0" * 32)
    signed = sign_checkpoint(inside, LOG.named(SAMPLE.state.origin))
    with pytest.raises(CheckpointSizeError):
        verify(SAMPLE.entries, [*SAMPLE.checkpoints[:2], signed, *SAMPLE.checkpoints[2:]])


def test_a_wrong_root_signed_by_the_log_is_told_apart() -> None:
    """When the log signs another root, the entries of that commit are named."""
    wrong = Checkpoint(origin=SAMPLE.state.origin, tree_size=9, root_hash=b"\0" * 32)
    checkpoints = list(SAMPLE.checkpoints)
    checkpoints[3] = sign_checkpoint(wrong, LOG.named(SAMPLE.state.origin))
    with pytest.raises(RootMismatchError) as caught:
        verify(SAMPLE.entries, checkpoints)
    assert (caught.value.index, caught.value.tree_size) == (6, 9)


def test_a_record_is_compared_with_what_others_hold() -> None:
    """Checkpoints that phones hold pass where they agree and are counted."""
    held = [parse_checkpoint_text(split_note(each)[0]) for each in SAMPLE.checkpoints]
    report = verify_record(
        SAMPLE.entries, SAMPLE.checkpoints, verifier=ed25519_accepts, held=held[2:4]
    )
    assert report.held == 2


def test_a_rolled_back_record_is_found_by_what_others_hold() -> None:
    """Yesterday's copy verifies alone, and not against a checkpoint from today."""
    held = parse_checkpoint_text(split_note(SAMPLE.checkpoints[-1])[0])
    entries, checkpoints = SAMPLE.entries[:13], SAMPLE.checkpoints[:-1]
    assert verify(entries, checkpoints).tree_size == 13
    with pytest.raises(TruncatedError):
        verify_record(entries, checkpoints, verifier=ed25519_accepts, held=[held])


def test_a_fork_is_found_by_what_others_hold() -> None:
    """Two histories of one size, both signed by the log: a held checkpoint tells them apart."""
    other = build_sample()
    ours, theirs = build_sample(), other.commit(noted("hot"))
    ours.commit(noted("cold"))
    held = parse_checkpoint_text(split_note(theirs.checkpoint)[0])
    with pytest.raises(ForkError) as caught:
        verify_record(ours.entries, ours.checkpoints, verifier=ed25519_accepts, held=[held])
    assert caught.value.tree_size == 18


def test_a_record_made_anew_has_another_name() -> None:
    """The same day entered into a fresh record has another origin."""
    anew = plan_genesis(
        domain=DOMAIN, kind="real", log_key=LOG, device_signers=(LAPTOP,), now_ms=T0
    )
    fresh = Sample(anew.state, list(anew.raw_entries()), [anew.checkpoint])
    fresh.commit(noted())
    assert verify(fresh.entries, fresh.checkpoints).origin != SAMPLE.state.origin
    with pytest.raises(OriginError):
        verify_record(
            fresh.entries,
            fresh.checkpoints,
            verifier=ed25519_accepts,
            expected_origin=SAMPLE.state.origin,
        )


def received(sample: Sample, device: Link, **changes: int) -> bytes:
    """Sign a `received` over one entry that stands at the record's end."""
    size = sample.state.tree.size
    payload = {"from": size, "to": size + 1, "ms": sample.now_ms + 1000} | changes
    body = make_body("received", link=device, t_ms=sample.now_ms, payload=dict(payload))
    signer = LAPTOP if device.key == LAPTOP.name else ADAS
    return seal_entry(body, (signer,)).raw


def one_entry(sample: Sample) -> bytes:
    """Sign one act of Ada's phone."""
    return seal_entry(sample.body(ADAS, {"act": "answer"}), (ADAS,)).raw


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"ms": T0}, TimeBackError),
        ({"from": 15}, ReceivedError),
        ({"from": 17, "to": 18}, ReceivedError),
        ({"to": 16}, ReceivedError),
        ({"to": 18}, EntryMissingError),
    ],
)
def test_a_wrong_received_is_refused(changes: dict[str, int], error: type[Exception]) -> None:
    """A `received` that is dated back, or that does not count what stands before it, is refused."""
    sample = build_sample()
    entries = [*sample.entries, one_entry(sample), received(sample, sample.link(LAPTOP), **changes)]
    with pytest.raises(error):
        verify(entries, sample.checkpoints)


def test_more_entries_than_were_received_are_extra() -> None:
    """An entry slipped in by somebody who holds a device's key is not in the recorder's count."""
    sample = build_sample()
    mine = received(sample, sample.link(LAPTOP))
    first = one_entry(sample)
    link = Link(ADAS.name, 6, parse_entry(first).id, newest_seen(sample.state))
    body = make_body("act", link=link, t_ms=T0, payload={"act": "answer"})
    entries = [*sample.entries, first, seal_entry(body, (ADAS,)).raw, mine]
    with pytest.raises(EntryExtraError) as caught:
        verify(entries, sample.checkpoints)
    assert caught.value.index == 16


def test_only_the_recorder_ends_a_commit() -> None:
    """Another device's `received` is refused."""
    sample = build_sample()
    entries = [*sample.entries, received(sample, sample.link(ADAS), to=16)]
    with pytest.raises(ReceivedError):
        verify(entries, sample.checkpoints)


@pytest.mark.parametrize(
    ("seen", "error"),
    [
        (Seen(16, "A" * 43), SeenError),
        (Seen(15, "A" * 43), SeenError),
        (Seen(18, "A" * 43), SeenError),
        (Seen(0, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"), SeenError),
    ],
)
def test_a_checkpoint_that_never_was_cannot_be_seen(seen: Seen, error: type[Exception]) -> None:
    """A device that saw another root, a size inside a commit, the future or less than before."""
    sample = build_sample()
    place = sample.link(ADAS)
    link = Link(place.key, place.seq, place.prev, seen)
    body = make_body("act", link=link, t_ms=T0, payload={"act": "answer"})
    with pytest.raises(error):
        verify([*sample.entries, seal_entry(body, (ADAS,)).raw], sample.checkpoints)


def test_a_device_cannot_rewrite_what_it_entered() -> None:
    """An entry that follows another body than the one in the record shows that one was changed."""
    sample = build_sample()
    place = sample.link(ADAS)
    link = Link(place.key, place.seq, sample.link(LAPTOP).prev, place.seen)
    body = make_body("act", link=link, t_ms=T0, payload={"act": "answer"})
    with pytest.raises(ChainBranchError):
        verify([*sample.entries, seal_entry(body, (ADAS,)).raw], sample.checkpoints)


def test_a_stripped_joint_signature_is_named() -> None:
    """The receiver's signature taken off a hand-over is named with the entry's index."""
    entries = list(SAMPLE.entries)
    entries[6] = entries[6][: entries[6].rindex("—".encode())]
    with pytest.raises(SignatureMissingError) as caught:
        verify(entries, SAMPLE.checkpoints)
    assert caught.value.index == 6


def test_a_key_that_was_never_enrolled_cannot_sign() -> None:
    """Kit's device has a good signature and no place in the record."""
    sample, kit = build_sample(), device_of("kit")
    place = Link(kit.name, 0, "", newest_seen(sample.state))
    body = make_body("act", link=place, t_ms=T0, payload={"act": "answer"})
    with pytest.raises(UnknownKeyError) as caught:
        verify([*sample.entries, seal_entry(body, (kit,)).raw], sample.checkpoints)
    assert caught.value.index == 16


def test_a_device_cannot_enrol_itself() -> None:
    """A `key` entry by the very key that it lets in is refused."""
    sample, kit = build_sample(), device_of("kit")
    fields = parse_entry(sample.entries[4]).fields
    payload = {"do": "enrol", "role": "device", "name": kit.name, "pub": fields["pub"]}
    place = Link(kit.name, 0, "", newest_seen(sample.state))
    body = make_body("key", link=place, t_ms=T0, payload=payload)
    with pytest.raises(KeyActError):
        verify([*sample.entries, seal_entry(body, (kit,)).raw], sample.checkpoints)


@pytest.mark.parametrize("taken", ["name", "key"])
def test_a_key_is_enrolled_once(taken: str) -> None:
    """A name that is taken, or a key that stands under another name, is not enrolled again."""
    sample, kit = build_sample(), device_of("kit")
    again = device_of("kit").key.named(ADAS.name) if taken == "name" else ADAS.key.named(kit.name)
    if taken == "name":
        payload = parse_entry(sample.enrolment(kit).raw).fields["pub"]
        body = sample.body(
            LAPTOP,
            {"do": "enrol", "role": "device", "name": again.name, "pub": payload},
            entry_class="key",
        )
    else:
        body = parse_entry(sample.enrolment(again).raw).body
    lines = [sign_text(body.raw, LAPTOP if body.device == LAPTOP.name else ADAS)]
    entry = join_entry(body, [*lines, sign_text(body.raw, again)])
    with pytest.raises(KeyActError):
        verify([*sample.entries, entry.raw], sample.checkpoints)


def test_a_newly_enrolled_key_proves_that_it_is_held() -> None:
    """A `key` entry without the new key's own signature is refused."""
    sample = Sample.begin()
    entry = parse_entry(sample.enrolment(CLEOS).raw)
    alone = entry.body.raw + b"\n" + str(entry.signatures[0]).encode()
    with pytest.raises(SignatureMissingError):
        sample.commit(Signed(raw=alone))


def test_a_lapse_keeps_its_proposers_place() -> None:
    """After a lapse the proposer's chain goes on behind the proposal, the other's is untouched."""
    sample = Sample.begin((LAPTOP, ADAS, CLEOS))
    sample.commit(sample.lapse())
    assert sample.link(ADAS).seq == 2
    assert sample.link(CLEOS).seq == 1
    sample.commit(sample.hand_over())
    assert verify(sample.entries, sample.checkpoints).tree_size == 6


def test_a_completed_entry_cannot_lapse_as_well() -> None:
    """A hand-over that stands in the record cannot be quoted as never answered, nor after."""
    sample = Sample.begin((LAPTOP, ADAS, CLEOS))
    lapse, hand_over = sample.lapse(), sample.hand_over()
    sample.commit(hand_over)
    with pytest.raises(ChainRepeatError):
        sample.commit(lapse)
    later = Sample.begin((LAPTOP, ADAS, CLEOS))
    later.commit(later.lapse())
    with pytest.raises(ChainRepeatError):
        later.commit(hand_over)


def test_a_changed_proposal_is_noticed() -> None:
    """What a lapse quotes is verified like an entry."""
    sample = Sample.begin((LAPTOP, ADAS, CLEOS))
    note = sample.lapse().payload["note"]
    assert isinstance(note, str)
    with pytest.raises(SignatureError):
        sample.commit(Draft(entry_class="lapsed", payload={"note": note.replace("colt", "bolt")}))
