"""Who may let a key in, put another in its place, or end it; the second reader agrees each time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ledger_sample import ADAS, CLEOS, LAPTOP, LOG, Sample, device_of, noted
from provesafe.adapters.keys import Ed25519Signer, ed25519_accepts
from provesafe.ledger import (
    ConcernsKeyError,
    GenesisError,
    Json,
    KeyActError,
    KeyEndedError,
    MalformedEntryError,
    OwnKeyError,
    RecordReport,
    SignatureMissingError,
    Signed,
    Statement,
    UnknownKeyError,
    WeakKeyError,
    decode_state,
    encode_state,
    key_text,
    make_body,
    next_key_text,
    parse_entry,
    plan_commit,
    plan_genesis,
    resume,
    seal_entry,
    verify_record,
)
from second_reader import RefusedError, read_record

NEXT, OTHER, BASILS = device_of("ada-2"), device_of("other"), device_of("basil")
TWO: dict[str, Json] = {
    "signers": 2,
    "next": [{"name": ADAS.name, "next": next_key_text(NEXT.public_key)}],
}


def begun(devices: Sequence[Ed25519Signer] = (LAPTOP, ADAS, CLEOS), **payload: Json) -> Sample:
    """Begin a record in which two devices let a further one in."""
    commit = plan_genesis(
        domain="dry-creek.example",
        kind="real",
        log_key=LOG,
        device_signers=devices,
        now_ms=1_772_461_920_000,
        payload={**TWO, **payload} if ADAS in devices else {"signers": 2, **payload},
    )
    return Sample(commit.state, list(commit.raw_entries()), [commit.checkpoint])


def key_act(
    sample: Sample,
    payload: dict[str, Json],
    *,
    by: Sequence[Ed25519Signer],
    new: Ed25519Signer | None = None,
) -> Signed:
    """A `key` entry: entered by the first, the others stand for somebody, the new key signs too."""
    people = [
        Statement(f"P-{place}", "own", sample.link(device)) for place, device in enumerate(by)
    ]
    body = make_body(
        "key",
        link=sample.link(by[0]),
        t_ms=sample.now_ms,
        payload=payload,
        rests_on=people if len(by) > 1 else (),
    )
    return Signed(raw=seal_entry(body, (*by, new) if new is not None else by).raw)


def let_in(device: Ed25519Signer, do: str = "enrol", **more: Json) -> dict[str, Json]:
    """The fields of an enrolment or a rotation."""
    fields: dict[str, Json] = {"do": do, "name": device.name, "pub": key_text(device.public_key)}
    return {**fields, "role": "device", **more}


def read(sample: Sample) -> RecordReport:
    """Both readers read it, and it is rebuilt from its bytes and from a snapshot."""
    report = verify_record(sample.entries, sample.checkpoints, verifier=ed25519_accepts)
    found = (report.origin, report.tree_size, report.root_hash)
    assert found == read_record(sample.entries, sample.checkpoints)
    assert resume(None, sample.entries) == sample.state
    assert decode_state(encode_state(sample.state)) == sample.state
    return report


def refused(sample: Sample, entry: Signed) -> str:
    """Neither writer, verifier nor second reader take it; give the writer's words."""
    faults = (ConcernsKeyError, KeyActError, KeyEndedError, MalformedEntryError, OwnKeyError)
    with pytest.raises(faults) as caught:
        sample.plan(entry)
    raw = [*sample.entries, entry.raw]
    with pytest.raises(type(caught.value)):
        verify_record(raw, sample.checkpoints, verifier=ed25519_accepts)
    with pytest.raises(RefusedError):
        read_record(raw, sample.checkpoints)
    return caught.value.message


def test_two_enrolled_devices_let_a_third_in() -> None:
    """The new key proves that somebody holds it, two others vouch, and the verdict names them."""
    sample = begun()
    sample.commit(key_act(sample, let_in(BASILS), by=(ADAS, CLEOS), new=BASILS))
    sample.commit(Signed(raw=seal_entry(sample.body(BASILS, {}), (BASILS,)).raw))
    found = {one.name: one for one in read(sample).devices}
    assert found[BASILS.name].let_in_by == (ADAS.name, CLEOS.name)
    assert found[LAPTOP.name].let_in_by == ()
    assert (found[BASILS.name].entries, found[BASILS.name].last_at) == (2, 4)


def test_one_device_cannot_people_a_record_with_ghosts() -> None:
    """One signer is too few where two devices are there, and the new key's own does not count."""
    sample = begun()
    alone = key_act(sample, let_in(BASILS), by=(ADAS,), new=BASILS)
    assert "2 are needed" in refused(sample, alone)


def test_the_first_phone_is_let_in_by_the_laptop_alone() -> None:
    """Where one device is all there is, one is enough; from then on it takes two."""
    sample = begun((LAPTOP,))
    sample.commit(key_act(sample, let_in(ADAS), by=(LAPTOP,), new=ADAS))
    refused(sample, key_act(sample, let_in(BASILS), by=(LAPTOP,), new=BASILS))
    read(sample)


def test_a_key_that_nobody_holds_is_not_let_in() -> None:
    """Without the new key's own signature there is no entry to take."""
    sample = begun()
    with pytest.raises(SignatureMissingError):
        key_act(sample, let_in(BASILS), by=(ADAS, CLEOS))


@pytest.mark.parametrize(
    "raw",
    [
        bytes(32),
        bytes([1]) + bytes(31),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        bytes.fromhex("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ],
)
def test_weak_and_second_encodings_of_keys_are_refused(raw: bytes) -> None:
    """For a key of low order anybody signs; over a second encoding libraries differ."""
    sample = begun()
    fields = {**let_in(BASILS), "pub": key_text(raw)}
    with pytest.raises(WeakKeyError):
        key_act(sample, fields, by=(ADAS, CLEOS), new=BASILS)


@pytest.mark.parametrize("by", [(ADAS,), (CLEOS,), (LAPTOP, CLEOS)])
def test_a_key_that_was_committed_to_takes_the_place(by: tuple[Ed25519Signer, ...]) -> None:
    """The old key itself, or another where the phone is lost, and the key promised at enrolment."""
    sample = begun()
    rotation = let_in(NEXT, "rotate", old=ADAS.name)
    sample.commit(key_act(sample, rotation, by=by, new=NEXT))
    found = {one.name: one for one in read(sample).devices}
    assert (found[ADAS.name].ended, found[ADAS.name].ended_at) == ("rotated", 2)
    late = Signed(raw=seal_entry(sample.body(ADAS, {}), (ADAS,)).raw)
    assert "was rotated at entry 2" in refused(sample, late)


def test_a_stolen_key_cannot_name_its_successor() -> None:
    """Another key than the one committed to is refused, and so is one that never committed."""
    sample = begun()
    stolen = key_act(sample, let_in(OTHER, "rotate", old=ADAS.name), by=(ADAS,), new=OTHER)
    assert "never committed" in refused(sample, stolen)
    never = key_act(sample, let_in(OTHER, "rotate", old=CLEOS.name), by=(CLEOS,), new=OTHER)
    assert "never committed" in refused(sample, never)


def test_the_laptop_is_rotated_and_commits_go_on() -> None:
    """The new key ends the very commit that lets it in; the old one signs nothing more."""
    later = device_of("laptop-2")
    promised: Json = [{"name": LAPTOP.name, "next": next_key_text(later.public_key)}]
    sample = begun(next=promised)
    entry = key_act(sample, let_in(later, "rotate", old=LAPTOP.name), by=(LAPTOP,), new=later)
    with pytest.raises(UnknownKeyError):
        sample.plan(entry, noted())
    commit = plan_commit(
        sample.state,
        [entry, noted("hot")],
        log_signer=LOG.named(sample.state.origin),
        device_signer=LAPTOP,
        next_recorder=later,
        now_ms=sample.now_ms,
        verifier=ed25519_accepts,
    )
    sample.state = commit.state
    sample.entries += commit.raw_entries()
    sample.checkpoints.append(commit.checkpoint)
    read(sample)
    assert sample.state.recorder == later.name
    devices = [parse_entry(raw).body.device for raw in commit.raw_entries()]
    assert devices == [LAPTOP.name, later.name, later.name]


def test_a_device_retires_itself_or_two_others_retire_it() -> None:
    """What it signed stands; one other is not enough, and the recorder is never retired."""
    retire: dict[str, Json] = {"do": "retire", "name": CLEOS.name}
    for by in ((CLEOS,), (LAPTOP, ADAS)):
        sample = begun()
        sample.commit(key_act(sample, retire, by=by))
        assert read(sample).devices[1].ended == "retired"
    sample = begun()
    refused(sample, key_act(sample, retire, by=(ADAS,)))
    refused(sample, key_act(sample, {"do": "retire", "name": LAPTOP.name}, by=(ADAS, CLEOS)))
    refused(sample, key_act(sample, {"do": "retire", "name": "nobody"}, by=(ADAS, CLEOS)))


def revocation(suspect_from: int, refused_from: int, name: str = CLEOS.name) -> dict[str, Json]:
    """Say that a phone is lost."""
    return {"do": "revoke", "name": name, "suspect_from": suspect_from, "from": refused_from}


def test_a_lost_phone_is_revoked_by_place_in_the_tree() -> None:
    """Old entries stand, some are shown as suspect, some as refused, and none come after."""
    sample = begun()
    for _ in range(3):
        sample.commit(Signed(raw=seal_entry(sample.body(CLEOS, {}), (CLEOS,)).raw))
    late = Signed(raw=seal_entry(sample.body(CLEOS, {"late": True}), (CLEOS,)).raw)
    sample.commit(key_act(sample, revocation(4, 6), by=(LAPTOP, ADAS)))
    (cleo,) = [one for one in read(sample).devices if one.name == CLEOS.name]
    assert (cleo.ended, cleo.ended_at, cleo.suspect, cleo.refused) == ("revoked", 8, (4,), (6,))
    assert "was revoked at entry 8" in refused(sample, late)


def test_a_revocation_takes_two_others_and_leaves_in_order() -> None:
    """Not the thief, not one alone, not the recorder, not leaves still to come."""
    for fields, by in (
        (revocation(0, 1), (ADAS,)),
        (revocation(0, 1), (ADAS, CLEOS)),
        (revocation(2, 1), (LAPTOP, ADAS)),
        (revocation(0, 3), (LAPTOP, ADAS)),
        (revocation(0, 1, LAPTOP.name), (ADAS, CLEOS)),
    ):
        sample = begun()
        refused(sample, key_act(sample, fields, by=by))


def test_names_and_keys_of_ended_devices_stay_taken() -> None:
    """A revoked key does not come back under another name, nor its name with another key."""
    sample = begun()
    sample.commit(key_act(sample, revocation(0, 1), by=(LAPTOP, ADAS)))
    again = device_of("cleo-again")
    fields = {**let_in(again), "pub": key_text(CLEOS.public_key)}
    taken = CLEOS.key.named(again.name)
    refused(sample, key_act(sample, fields, by=(LAPTOP, ADAS), new=taken))


def test_a_revoked_device_vouches_for_nobody() -> None:
    """With Cleo's phone gone two of the two that are left are needed."""
    sample = begun()
    sample.commit(key_act(sample, revocation(0, 1), by=(LAPTOP, ADAS)))
    refused(sample, key_act(sample, let_in(BASILS), by=(LAPTOP,), new=BASILS))
    sample.commit(key_act(sample, let_in(BASILS), by=(LAPTOP, ADAS), new=BASILS))
    read(sample)


@pytest.mark.parametrize(
    "wrong",
    [
        {"signers": 3},
        {"signers": True},
        {"next": {}},
        {"next": [{"name": "nobody", "next": next_key_text(bytes(32))}]},
        {"next": [{"name": ADAS.name, "next": ""}]},
    ],
)
def test_a_genesis_says_who_lets_in_and_what_follows_in_one_way(wrong: dict[str, Json]) -> None:
    """Another number, another form or a stranger's key begins no record."""
    with pytest.raises((GenesisError, MalformedEntryError)):
        begun((LAPTOP, ADAS), **wrong)


CONCERNS, LATER = device_of("concerns"), device_of("concerns-2")


def concerned(*phones: Ed25519Signer) -> Sample:
    """A record whose genesis names a key for concerns."""
    commit = plan_genesis(
        domain="dry-creek.example",
        kind="real",
        log_key=LOG,
        device_signers=[LAPTOP, CONCERNS, *phones],
        now_ms=1_772_461_920_000,
        payload={"signers": 2},
        concerns=CONCERNS.name,
    )
    return Sample(commit.state, list(commit.raw_entries()), [commit.checkpoint])


def concern(sample: Sample, entry_class: str = "act", signer: Ed25519Signer = CONCERNS) -> Signed:
    """What the key for concerns enters alone."""
    body = make_body(
        entry_class, link=sample.link(signer), t_ms=sample.now_ms, payload={"acts": []}
    )
    return Signed(raw=seal_entry(body, [signer]).raw)


def test_the_key_for_concerns_enters_alone_and_only_acts() -> None:
    """It enters, both readers agree; no other class, nobody beside it, not in a key's entry."""
    sample = concerned(ADAS)
    sample.commit(concern(sample))
    found = {one.name: one.role for one in read(sample).devices}
    assert found == {LAPTOP.name: "device", CONCERNS.name: "concerns", ADAS.name: "device"}
    assert decode_state(encode_state(sample.state)) == sample.state
    assert "nothing else" in refused(sample, concern(sample, "request"))
    for by in ((LAPTOP, CONCERNS), (CONCERNS, LAPTOP)):
        wrong = key_act(sample, let_in(CLEOS), by=by, new=CLEOS)
        assert "alone" in refused(sample, wrong)


def test_the_key_for_concerns_vouches_for_nobody() -> None:
    """It is not counted: the laptop lets the first phone in alone, and not the second."""
    sample = concerned()
    sample.commit(key_act(sample, let_in(ADAS), by=[LAPTOP], new=ADAS))
    ghost = key_act(sample, let_in(CLEOS), by=[LAPTOP], new=CLEOS)
    assert "2 are needed" in refused(sample, ghost)
    sample.commit(key_act(sample, let_in(CLEOS), by=[LAPTOP, ADAS], new=CLEOS))
    read(sample)


def test_there_is_one_key_for_concerns_at_a_time() -> None:
    """Another comes only behind it, by enrolment or in its place, and always in the same role."""
    sample = concerned(ADAS)
    more: dict[str, Json] = {**let_in(LATER), "role": "concerns"}
    again = key_act(sample, more, by=[LAPTOP, ADAS], new=LATER)
    assert "already" in refused(sample, again)
    gone: dict[str, Json] = {"do": "retire", "name": CONCERNS.name}
    sample.commit(key_act(sample, gone, by=[LAPTOP, ADAS]))
    assert "retired" in refused(sample, concern(sample))
    sample.commit(key_act(sample, more, by=[LAPTOP, ADAS], new=LATER))
    sample.commit(concern(sample, signer=LATER))
    read(sample)


def test_what_takes_a_place_takes_the_role() -> None:
    """A device's promised key cannot come in as the one for concerns, nor the other way about."""
    sample = begun()
    wrong: dict[str, Json] = {**let_in(NEXT, "rotate", old=ADAS.name), "role": "concerns"}
    assert "role" in refused(sample, key_act(sample, wrong, by=[LAPTOP], new=NEXT))


@pytest.mark.parametrize("concerned", [[LAPTOP], [ADAS, CLEOS]])
def test_a_genesis_has_one_key_for_concerns_and_another_that_records(
    concerned: list[Ed25519Signer],
) -> None:
    """The recorder enters no concerns, and a second key for them is not begun with."""
    keys: list[Json] = [
        {
            "name": one.name,
            "pub": key_text(one.public_key),
            "role": "concerns" if one in concerned else "device",
        }
        for one in sorted((ADAS, CLEOS, LAPTOP), key=lambda one: one.name)
    ]
    fields: dict[str, Json] = {"domain": "dry-creek.example", "kind": "real", "keys": keys}
    link = Sample.begin().link(LAPTOP)._replace(seq=0, prev="")
    log = key_text(LOG.public_key)
    with pytest.raises(GenesisError):
        make_body("genesis", link=link, t_ms=0, payload={**fields, "log": log})


def test_a_phone_stands_for_whom_it_was_given_to() -> None:
    """By Cleo's own phone it is Cleo, also among entries so alike that they are read by their
    shape; a phone that is given to nobody is counted."""
    sample = begun()
    sample.commit(key_act(sample, let_in(BASILS, person="P-basil"), by=(ADAS, CLEOS), new=BASILS))
    for _ in range(40):
        alike = sample.body(BASILS, {"act": "answer"}, ("P-basil", "own", BASILS))
        sample.commit(Signed(raw=seal_entry(alike, (BASILS,)).raw))
    nobodys = sample.body(CLEOS, {"act": "answer"}, ("P-cleo", "own", CLEOS))
    sample.commit(Signed(raw=seal_entry(nobodys, (CLEOS,)).raw))
    borrowed = sample.body(BASILS, {"act": "answer"}, ("P-dov", "own", BASILS))
    words = refused(sample, Signed(raw=seal_entry(borrowed, (BASILS,)).raw))
    assert "another person's own device" in words
    # The two who vouched in `key_act` stand by phones that are given to nobody, as Cleo does here.
    assert read(sample).own_of_nobody == 3


def test_a_person_a_phone_is_given_to_has_an_id() -> None:
    """A name, or nothing in its place, is not an id."""
    sample = begun()
    for wrong in ("Basil", "", 7):
        with pytest.raises(MalformedEntryError):
            key_act(sample, let_in(BASILS, person=wrong), by=(ADAS, CLEOS), new=BASILS)
