"""Planning a commit: the exact bytes, and nothing that would not verify."""

from __future__ import annotations

import pytest

from ledger_sample import (
    ADAS,
    CLEOS,
    LAPTOP,
    LOG,
    T0,
    Sample,
    build_sample,
    device_of,
    key_of,
    noted,
)
from provesafe.adapters.keys import Ed25519Signer, ed25519_accepts
from provesafe.errors import InvariantBroken
from provesafe.ledger import (
    ChainHoleError,
    Commit,
    Draft,
    GenesisError,
    IdOf,
    Json,
    Link,
    MalformedEntryError,
    NotEncodableError,
    ReceivedError,
    RecordFaultError,
    Seen,
    SeenError,
    Signed,
    UnknownKeyError,
    encode_base64url,
    encode_state,
    make_body,
    parse_checkpoint_text,
    plan_commit,
    plan_genesis,
    seal_entry,
    split_note,
    verify_record,
)


def test_a_commit_ends_with_received_over_its_entries() -> None:
    """The last entry counts the others, by leaf index, and the checkpoint covers them all."""
    sample = build_sample()
    commit = sample.plan(noted(), noted("hot"))
    assert [entry.entry_class for entry in commit.entries] == ["act", "act", "received"]
    fields = commit.entries[-1].fields
    assert (fields["from"], fields["to"], fields["ms"]) == (16, 18, T0 + 6000)
    assert commit.first_index == 16
    signed = parse_checkpoint_text(split_note(commit.checkpoint)[0])
    assert (signed.tree_size, signed.root_hash) == (19, commit.state.tree.root())


def test_planning_changes_nothing() -> None:
    """A plan that is thrown away leaves the state as it was, and planning again gives the same."""
    sample = build_sample()
    before = encode_state(sample.state)
    assert sample.plan(noted()) == sample.plan(noted())
    assert encode_state(sample.state) == before


def test_recorded_time_never_goes_back() -> None:
    """With a clock that was set back, `ms` stands still and `t` says what the clock said."""
    sample = build_sample()
    sample.now_ms = T0 - 3_600_000
    fields = sample.commit(noted()).entries[-1].fields
    assert (fields["ms"], fields["t"]) == (T0 + 5000, T0 - 3_599_000)
    assert verify_record(sample.entries, sample.checkpoints, verifier=ed25519_accepts)


def test_an_entry_can_name_another_of_its_commit() -> None:
    """A draft that refers to an earlier draft gets that entry's id."""
    commit = build_sample().plan(
        Draft(entry_class="request", payload={"act": "draw"}),
        Draft(entry_class="decision", payload={"req": IdOf(0)}),
        Draft(entry_class="act", payload={"act": "draw", "ref": IdOf(1)}),
    )
    request, decision, act, _ = commit.entries
    assert (decision.fields["req"], act.fields["ref"]) == (request.id, decision.id)


@pytest.mark.parametrize("place", [-1, 0, 1, 9])
def test_an_entry_cannot_name_a_later_one(place: int) -> None:
    """A reference to itself, or to what is not there yet, is our own mistake."""
    with pytest.raises(InvariantBroken):
        build_sample().plan(Draft(entry_class="act", payload={"ref": IdOf(place)}))


def test_a_commit_is_not_empty() -> None:
    """Planning nothing is our own mistake."""
    with pytest.raises(InvariantBroken):
        build_sample().plan()


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"seq": 7}, NotEncodableError),
        ({"weight": 1.5}, NotEncodableError),
        ({"Weapon": "colt-2"}, NotEncodableError),
        ({"words": "x" * 70_000}, NotEncodableError),
    ],
)
def test_a_draft_that_cannot_stand_is_refused(
    payload: dict[str, object], error: type[Exception]
) -> None:
    """A payload outside the limits is the sender's to mend; nothing is planned."""
    with pytest.raises(error):
        build_sample().plan(Draft(entry_class="act", payload=payload))  # type: ignore[arg-type]


@pytest.mark.parametrize("entry_class", ["", "Act", "genesis"])
def test_a_draft_is_of_a_payload_class(entry_class: str) -> None:
    """A draft cannot pass for the record's own entries."""
    with pytest.raises((MalformedEntryError, GenesisError)):
        build_sample().plan(Draft(entry_class=entry_class, payload={}))


def test_only_the_plan_ends_a_commit() -> None:
    """A `received` comes from nowhere else, drafted or signed by the recorder itself."""
    sample = build_sample()
    counts: dict[str, Json] = {"from": 16, "to": 17, "ms": T0 + 6000}
    with pytest.raises(InvariantBroken):
        sample.plan(noted(), Draft(entry_class="received", payload=counts), noted())
    first = sample.plan(noted())
    with pytest.raises(ReceivedError) as caught:
        sample.plan(*[Signed(raw=entry.raw) for entry in first.entries], noted())
    assert caught.value.index == 17


def plan_with(sample: Sample, log: Ed25519Signer, device: Ed25519Signer) -> Commit:
    """Plan a commit with other keys."""
    return plan_commit(
        sample.state,
        [noted()],
        log_signer=log,
        device_signer=device,
        now_ms=T0,
        verifier=ed25519_accepts,
    )


def test_only_the_records_own_keys_write_it() -> None:
    """Another log key, another device, or the recorder's name over another key writes nothing."""
    sample = build_sample()
    log, origin = LOG.named(sample.state.origin), sample.state.origin
    assert plan_with(sample, log, LAPTOP).state.tree.size == 18
    for signers in (
        (log, ADAS),
        (log, key_of("kit").named(LAPTOP.name)),
        (key_of("kit").named(origin), LAPTOP),
        (LOG.named("other.example/log/0"), LAPTOP),
    ):
        with pytest.raises(UnknownKeyError):
            plan_with(sample, *signers)


def test_what_another_device_signed_is_verified() -> None:
    """An entry that does not fit is refused with the leaf index it would have had."""
    sample = build_sample()
    body = sample.body(ADAS, {"act": "answer"})
    good = seal_entry(body, (ADAS,)).raw
    forged = seal_entry(body, (key_of("kit").named(ADAS.name),)).raw
    for wrong in (forged, good[:-2], b"", good.replace(b"answer", b"repeat")):
        with pytest.raises(RecordFaultError) as caught:
            sample.plan(noted(), Signed(raw=wrong))
        assert caught.value.index == 17
    assert sample.plan(noted(), Signed(raw=good)).state.tree.size == 19


def test_an_entry_that_came_too_early_is_refused() -> None:
    """An entry whose predecessor has not come yet waits with the one who sent it."""
    sample = build_sample()
    place = sample.link(ADAS)
    link = Link(place.key, place.seq + 1, place.prev, place.seen)
    later = seal_entry(make_body("act", link=link, t_ms=T0, payload={}), (ADAS,)).raw
    with pytest.raises(ChainHoleError):
        sample.plan(Signed(raw=later))


def signed_at(sample: Sample, size: int, root: bytes) -> Signed:
    """Let Cleo's phone, long offline, enter something that saw an old checkpoint."""
    place = sample.link(CLEOS)
    link = Link(place.key, place.seq, place.prev, Seen(size, encode_base64url(root)))
    return Signed(raw=seal_entry(make_body("act", link=link, t_ms=T0, payload={}), (CLEOS,)).raw)


def test_an_old_checkpoint_can_be_seen_when_it_is_known() -> None:
    """An entry that saw an earlier commit is taken when the caller knows its root."""
    sample = build_sample()
    old = parse_checkpoint_text(split_note(sample.checkpoints[3])[0])
    draft = signed_at(sample, old.tree_size, old.root_hash)
    with pytest.raises(SeenError):
        sample.plan(draft)
    roots = {old.tree_size: encode_base64url(old.root_hash)}
    commit = plan_commit(
        sample.state,
        [draft],
        log_signer=LOG.named(sample.state.origin),
        device_signer=LAPTOP,
        now_ms=T0 + 9000,
        verifier=ed25519_accepts,
        root_at=roots.get,
    )
    entries = [*sample.entries, *commit.raw_entries()]
    checkpoints = [*sample.checkpoints, commit.checkpoint]
    assert verify_record(entries, checkpoints, verifier=ed25519_accepts).tree_size == 18


def test_a_genesis_needs_a_device() -> None:
    """A record without any device is our own mistake."""
    with pytest.raises(InvariantBroken):
        plan_genesis(domain="a.example", kind="real", log_key=LOG, device_signers=[], now_ms=T0)


def test_the_first_device_records() -> None:
    """The first of the devices given is the recorder, whatever the order of names."""
    commit = plan_genesis(
        domain="a.example", kind="real", log_key=LOG, device_signers=(LAPTOP, ADAS), now_ms=T0
    )
    assert commit.state.recorder == LAPTOP.name
    assert commit.state.devices.keys() == {ADAS.name, LAPTOP.name}


def test_kits_device_is_not_enrolled_by_drafting() -> None:
    """A `key` draft of the laptop's lacks the new key's own signature and is refused."""
    kit = device_of("kit")
    payload = {"do": "enrol", "role": "device", "name": kit.name, "pub": "x"}
    with pytest.raises(RecordFaultError):
        build_sample().plan(Draft(entry_class="key", payload=dict(payload)))
