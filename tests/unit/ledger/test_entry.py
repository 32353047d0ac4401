"""One entry: its form, what it rests on, and who must have signed it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from ledger_sample import ADA, ADAS, CLEO, CLEOS, DOV, LAPTOP, Sample, build_sample, noted
from provesafe.adapters.keys import Ed25519Signer
from provesafe.ledger import (
    JOINT_BYTES_MAX,
    Draft,
    GenesisError,
    Grade,
    Json,
    KeyActError,
    Lapse,
    MalformedEntryError,
    NotCanonicalError,
    NotEncodableError,
    SignatureExtraError,
    SignatureMissingError,
    SignatureOrderError,
    SignatureTwiceError,
    WeakKeyError,
    decode_canonical,
    encode_base64url,
    encode_canonical,
    join_entry,
    parse_body,
    parse_entry,
    seal_entry,
    sign_text,
)

PREFIX = b"provesafe.event/v1\n"


@pytest.fixture(scope="module")
def sample() -> Sample:
    """A record that no test changes."""
    return build_sample()


def fields_of(raw: bytes) -> dict[str, Any]:
    """Read an entry's JSON by cutting it out."""
    fields = decode_canonical(raw.split(b"\n")[1])
    assert isinstance(fields, dict)
    return fields


def body_of(fields: dict[str, Any]) -> bytes:
    """Write fields as a body, whatever they hold."""
    return PREFIX + encode_canonical(fields) + b"\n"


def act(sample: Sample) -> dict[str, Any]:
    """Give the fields of an act that rests on two people without keys."""
    fields = fields_of(sample.entries[2])
    assert [each["p"] for each in fields["rests_on"]] == [DOV, "P-esi"]
    return fields


def test_every_entry_is_read_and_names_its_body(sample: Sample) -> None:
    """An entry's id is the hash of its body, and its body is all before the last empty line."""
    for raw in sample.entries:
        entry = parse_entry(raw)
        body = raw.rpartition(b"\n\n")[0] + b"\n"
        assert (entry.raw, entry.body.raw) == (raw, body)
        assert entry.id == encode_base64url(sha256(body).digest())


def test_an_entry_rests_on_its_people_by_their_keys(sample: Sample) -> None:
    """A joint entry gives each person, the grade, and the place in each key's chain."""
    joint = parse_entry(sample.entries[6]).body
    assert [(each.person, each.grade) for each in joint.statements] == [(ADA, "own"), (CLEO, "own")]
    assert {link.key for link in joint.links} == {ADAS.name, CLEOS.name}
    assert joint.device == ADAS.name
    assert joint.signers() == (ADAS.name, CLEOS.name)


def test_a_lapsed_entry_holds_its_proposal(sample: Sample) -> None:
    """A lapse quotes the proposal as its proposer signed it, and no more."""
    lapse = parse_entry(sample.entries[13]).body.own
    assert isinstance(lapse, Lapse)
    assert lapse.proposal.body.signers() == (ADAS.name, CLEOS.name)
    assert [line.name for line in lapse.proposal.signatures] == [ADAS.name]


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": True},
        {"v": None},
        {"class": "Act"},
        {"class": ""},
        {"class": None},
        {"dev": "Laptop"},
        {"dev": "a" * 65},
        {"dev": "two words"},
        {"dev": 7},
        {"t": -1},
        {"t": "now"},
        {"t": None},
        {"seq": -1},
        {"seq": True},
        {"prev": ""},
        {"prev": "short"},
        {"prev": "A" * 42 + "B"},
        {"prev": "+" * 43},
        {"seq": 0},
        {"seen": {}},
        {"seen": {"root": "A" * 43, "size": 2, "x": 1}},
        {"seen": {"root": "A" * 43, "size": -2}},
        {"seen": {"root": "A" * 42 + "=", "size": 2}},
        {"seen": 2},
        {"rests_on": []},
        {"rests_on": {}},
        {"rests_on": ["P-dov"]},
        {"rests_on": None},
    ],
)
def test_a_common_field_must_be_as_it_is_written_down(
    sample: Sample, changes: dict[str, Any]
) -> None:
    """A common field that is missing, of another type or out of bounds is refused."""
    with pytest.raises(MalformedEntryError):
        parse_body(body_of(act(sample) | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"p": "dov"},
        {"p": "P-"},
        {"p": "P-" + "x" * 63},
        {"p": "P-zo\u00eb"},
        {"grade": "sworn"},
        {"grade": "own "},
        {"key": ADAS.name},
        {"seq": True},
        {"seq": 1, "prev": ""},
        {"seq": 99},
        {"seen": {"root": "A" * 43, "size": 0}},
        {"seen": {"size": 2}},
        {"badge": "7"},
    ],
)
def test_a_statement_must_be_as_it_is_written_down(sample: Sample, changes: dict[str, Any]) -> None:
    """A person's part that has another field, grade, key or place is refused."""
    fields = act(sample)
    fields["rests_on"][0] |= changes
    with pytest.raises(MalformedEntryError):
        parse_body(body_of(fields))


def test_people_stand_once_and_in_order(sample: Sample) -> None:
    """The same person twice, or people out of order, is a second way to say it: refused."""
    fields = act(sample)
    people = fields["rests_on"]
    for listed in (people[::-1], [people[0], people[0]], people * 33):
        with pytest.raises(MalformedEntryError):
            parse_body(body_of(fields | {"rests_on": listed}))


def test_one_device_is_not_two_peoples_own(sample: Sample) -> None:
    """Two people cannot both stand for an entry by the same own device."""
    fields = act(sample)
    for each in fields["rests_on"]:
        each["grade"] = "own"
    with pytest.raises(MalformedEntryError):
        parse_body(body_of(fields))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}\n",
        b"provesafe.event/v2\n{}\n",
        b"provesafe.event/v1\n[]\n",
        b'provesafe.event/v1\n{"v":1}\n',
        b"provesafe.event/v1\n{}\n{}\n",
        b"provesafe.event/v1\n\n",
        b"provesafe.event/v1\n{}",
    ],
)
def test_what_is_no_body_is_refused(raw: bytes) -> None:
    """Another first line, another shape or more lines than two is no body."""
    with pytest.raises((MalformedEntryError, NotCanonicalError)):
        parse_body(raw)


def test_a_second_form_of_the_json_is_refused(sample: Sample) -> None:
    """A space that changes nothing for a reader still makes it another entry: refused."""
    with pytest.raises(NotCanonicalError):
        parse_entry(sample.entries[2].replace(b'"act":', b'"act": ', 1))


def test_received_holds_nothing_else(sample: Sample) -> None:
    """Nothing can be said in a `received` but what it counts."""
    fields = fields_of(sample.entries[1])
    assert parse_body(body_of(fields)).entry_class == "received"
    for wrong in (fields | {"note": ""}, fields | {"ms": "1"}, fields | {"to": None}):
        with pytest.raises(MalformedEntryError):
            parse_body(body_of(wrong))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "test"}, GenesisError),
        ({"kind": "demo"}, GenesisError),
        ({"domain": "demo.dry-creek.example"}, GenesisError),
        ({"domain": "training.dry-creek.example", "kind": "demo"}, GenesisError),
        ({"domain": "Dry Creek"}, GenesisError),
        ({"domain": "x" * 65}, GenesisError),
        ({"domain": None}, MalformedEntryError),
        ({"log": "AQ"}, MalformedEntryError),
        ({"log": encode_base64url(b"\x01" + b"\0" * 32)}, WeakKeyError),
        ({"log": encode_base64url(b"\x06" + b"\7" * 32)}, MalformedEntryError),
        ({"log": encode_base64url(b"\x01" + ADAS.public_key)}, GenesisError),
        ({"keys": []}, GenesisError),
        ({"keys": None}, GenesisError),
        ({"dev": CLEOS.name}, GenesisError),
    ],
)
def test_a_genesis_must_be_as_it_is_written_down(
    sample: Sample, changes: dict[str, Any], error: type[Exception]
) -> None:
    """A genesis with another kind, an unfit domain, a weak, unknown or doubled key is refused."""
    with pytest.raises(error):
        parse_body(body_of(fields_of(sample.entries[0]) | changes))


def test_a_demo_says_so_in_its_origin(sample: Sample) -> None:
    """A demo's and a training's domain carry their kind, and so does every checkpoint."""
    fields = fields_of(sample.entries[0])
    for kind in ("demo", "training"):
        changed = fields | {"kind": kind, "domain": f"{kind}.dry-creek.example"}
        assert parse_body(body_of(changed)).entry_class == "genesis"


def test_the_keys_of_a_genesis_stand_in_order_and_once(sample: Sample) -> None:
    """Keys out of order, doubled under two names, or with a role unknown here are refused."""
    fields = fields_of(sample.entries[0])
    first, second = fields["keys"]
    doubled = [first, second | {"pub": first["pub"]}]
    witness = [first, second | {"role": "witness"}]
    for keys in ([second, first], [first, first], doubled, witness, [first | {"x": 1}, second]):
        with pytest.raises((GenesisError, MalformedEntryError)):
            parse_body(body_of(fields | {"keys": keys}))


def test_an_unknown_act_on_keys_is_refused(sample: Sample) -> None:
    """What a later version does with keys stops an older reader instead of passing it by."""
    fields = fields_of(sample.entries[4])
    assert fields["do"] == "enrol"
    for wrong in ("transfer", "", None):
        with pytest.raises(KeyActError):
            parse_body(body_of(fields | {"do": wrong}))


@pytest.mark.parametrize("name", ["v", "class", "dev", "seq", "prev", "seen", "t", "rests_on"])
def test_a_payload_cannot_set_a_common_field(name: str) -> None:
    """What an entry says of itself is not the payload's to say."""
    with pytest.raises(NotEncodableError):
        Sample.begin().body(LAPTOP, {name: 1})


def test_an_entry_that_is_too_long_is_not_written() -> None:
    """The longest entry fits; one character more is refused, before anything is signed."""
    sample = Sample.begin()
    spare = 65_535 - len(seal_entry(sample.body(LAPTOP, {"x": ""}), (LAPTOP,)).raw)
    assert len(seal_entry(sample.body(LAPTOP, {"x": "y" * spare}), (LAPTOP,)).raw) == 65_535
    with pytest.raises(NotEncodableError):
        seal_entry(sample.body(LAPTOP, {"x": "y" * (spare + 1)}), (LAPTOP,))


def test_a_joint_entry_fits_into_a_lapse() -> None:
    """The longest joint entry, of characters that double when quoted, can still lapse."""
    sample = Sample.begin((LAPTOP, ADAS, CLEOS))
    people: tuple[tuple[str, Grade, Ed25519Signer], ...] = (
        (ADA, "own", ADAS),
        (CLEO, "own", CLEOS),
    )
    empty = len(sample.body(ADAS, {"x": ""}, *people).raw)
    room = JOINT_BYTES_MAX - empty
    longest: dict[str, Json] = {"x": "\\" * (room // 2) + "y" * (room % 2)}
    body = sample.body(ADAS, longest, *people)
    assert len(body.raw) == JOINT_BYTES_MAX
    note = (body.raw + b"\n").decode() + str(sign_text(body.raw, ADAS))
    commit = sample.commit(Draft(entry_class="lapsed", payload={"note": note}))
    assert len(commit.entries[0].raw) > JOINT_BYTES_MAX
    with pytest.raises(MalformedEntryError):
        sample.body(ADAS, {"x": "y" * (room + 1)}, *people)


def joint(sample: Sample) -> tuple[bytes, bytes, bytes]:
    """Cut a joint entry into its body with the empty line, and its two signature lines."""
    body, _, lines = sample.entries[6].rpartition(b"\n\n")
    first, second = lines.splitlines(keepends=True)
    return body + b"\n\n", first, second


def test_a_stripped_signature_is_named(sample: Sample) -> None:
    """A joint entry with one of its signatures taken off is not an entry of the other alone."""
    body, first, second = joint(sample)
    for left in (first, second):
        with pytest.raises(SignatureMissingError):
            parse_entry(body + left)


def test_reordered_signatures_are_named(sample: Sample) -> None:
    """The lines have one order, so that nobody can make a second entry of the same signatures."""
    body, first, second = joint(sample)
    with pytest.raises(SignatureOrderError):
        parse_entry(body + second + first)


def test_an_extra_signature_is_named(sample: Sample) -> None:
    """A line by a key that the entry does not rest on is refused, though its signature is good."""
    body, first, second = joint(sample)
    laptop = str(sign_text(body[:-1], LAPTOP)).encode()
    with pytest.raises(SignatureExtraError):
        parse_entry(body + first + second + laptop)


def test_a_doubled_signature_is_named(sample: Sample) -> None:
    """The same line twice is refused."""
    body, first, second = joint(sample)
    with pytest.raises(SignatureTwiceError):
        parse_entry(body + first + first + second)


def test_an_entry_without_signatures_is_refused() -> None:
    """A body that nobody signed is not joined to an entry."""
    with pytest.raises(SignatureMissingError):
        join_entry(Sample.begin().body(LAPTOP, {}), [])


def test_a_complete_entry_has_not_lapsed() -> None:
    """What both have signed cannot be quoted as if one had not answered."""
    sample = Sample.begin((LAPTOP, ADAS, CLEOS))
    signed = sample.hand_over().raw.decode()
    with pytest.raises(MalformedEntryError):
        sample.commit(Draft(entry_class="lapsed", payload={"note": signed}))


def test_a_lapse_needs_its_proposer() -> None:
    """A proposal that only the other one signed, or nobody, is not quoted as lapsed."""
    sample = Sample.begin((LAPTOP, ADAS, CLEOS))
    body = sample.body(ADAS, {"act": "x"}, (ADA, "own", ADAS), (CLEO, "own", CLEOS))
    text = (body.raw + b"\n").decode()
    for lines in (str(sign_text(body.raw, CLEOS)), str(sign_text(body.raw, LAPTOP))):
        with pytest.raises(MalformedEntryError):
            sample.commit(Draft(entry_class="lapsed", payload={"note": text + lines}))


def test_the_records_own_classes_do_not_lapse() -> None:
    """A `received`, a genesis or a lapse is not quoted as a proposal."""
    sample = build_sample()
    for raw in (sample.entries[0], sample.entries[1], sample.entries[13]):
        with pytest.raises(MalformedEntryError):
            sample.commit(Draft(entry_class="lapsed", payload={"note": raw.decode()}))
    assert sample.commit(noted()).state.tree.size == 18
