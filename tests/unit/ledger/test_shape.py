"""Shapes: a quicker reading that must never say yes where the full one would not."""

from __future__ import annotations

import pytest

from ledger_sample import LAPTOP, T0, Sample
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    Draft,
    Json,
    Person,
    RecordFaultError,
    Verifier,
    parse_entry,
    seal_entry,
    verify_record,
)
from provesafe.ledger.shape import Shapes

PAYLOAD: dict[str, Json] = {
    "act": "call",
    "f": {"weapon": "colt-2", "n": 6, "to": ["P-1", "P-2"], "ok": True, "none": None},
    "from": "payload",
    "happened": T0,
    "to": -3,
}
PEOPLE = (Person(id="P-1"), Person(id="P-2", grade="card"))


def common_record(count: int = 40) -> Sample:
    """Make a record in which one shape is common enough to be learnt."""
    sample = Sample.begin()
    for _ in range(count):
        sample.commit(Draft(entry_class="act", payload=PAYLOAD, rests_on=PEOPLE))
    return sample


RECORD = common_record()


def learnt() -> Shapes:
    """Learn the record's shapes, as a pass over it does."""
    shapes = Shapes()
    for raw in RECORD.entries:
        if shapes.match(raw) is None:
            shapes.learn(raw, parse_entry(raw))
    return shapes


SHAPES = learnt()
LAST = RECORD.entries[-2]


def test_a_common_shape_is_learnt() -> None:
    """Acts and `received` entries that keep coming are read by their shape, with what they say."""
    known, counted = SHAPES.match(LAST), SHAPES.match(RECORD.entries[-1])
    assert known is not None
    assert counted is not None
    body = parse_entry(LAST).body
    link = body.links[0]
    assert (known.device, known.seq, known.prev) == (link.key, link.seq, link.prev)
    assert (known.size, known.root, known.text) == (*link.seen, body.raw)
    assert (known.shape.entry_class, known.shape.grades) == ("act", ("noted", "card"))
    assert counted.counts == (80, 81, T0 + 40_000)
    assert SHAPES.match(RECORD.entries[0]) is None


def test_one_of_a_kind_is_read_in_full() -> None:
    """Nothing is learnt from a shape that was met once, nor from joint entries."""
    sample, shapes = Sample.begin(), Shapes()
    for raw in sample.entries:
        shapes.learn(raw, parse_entry(raw))
    assert all(shapes.match(raw) is None for raw in sample.entries)


def test_whatever_matches_is_read_in_full_as_well() -> None:
    """Every change of a byte that still matches gives an entry that is well-formed in full."""
    matched = 0
    for at in range(len(LAST)):
        for new in (b"0", b"-", b"A", b'"', b" ", b"", b"\\", b"\xc3\xa9", b"00", b"9" * 9):
            changed = LAST[:at] + new + LAST[at + 1 :]
            known = SHAPES.match(changed)
            if known is None:
                continue
            matched += 1
            entry = parse_entry(changed)
            link = entry.body.links[0]
            assert (known.text, known.device) == (entry.body.raw, entry.body.device)
            assert (known.seq, known.prev) == (link.seq, link.prev)
            assert (known.size, known.root) == link.seen
            assert [each.grade for each in entry.body.statements] == list(known.shape.grades)
    assert matched > 500


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"n":6', b'"n":06'),
        (b'"n":6', b'"n":-0'),
        (b'"n":6', b'"n":6.0'),
        (b'"n":6', b'"n":' + b"9" * 16),
        (b'"n":6', b'"n": 6'),
        (b'"n":6,"none":null', b'"none":null,"n":6'),
        (b'"ok":true', b'"ok":false'),
        (b'"colt-2"', b'"colt\\u002d2"'),
        (b'"colt-2"', '"e\u0301"'.encode()),
        (b'"P-1","P-2"', b'"P-1","P-2","P-3"'),
        (b'"p":"P-1"', b'"p":"P-3"'),
        (b'"p":"P-1"', b'"p":"P-2"'),
        (b'"p":"P-1"', b'"p":"p-1"'),
        (b'"grade":"noted"', b'"grade":"shared"'),
        (b'"class":"act"', b'"class":"Act"'),
        (b'"v":1', b'"v":2'),
    ],
)
def test_what_a_full_reading_refuses_has_no_shape(old: bytes, new: bytes) -> None:
    """Second forms, people out of order and other grades or truths never match."""
    assert old in LAST
    assert SHAPES.match(LAST.replace(old, new, 1)) is None


def test_the_same_place_is_written_twice_alike() -> None:
    """Where the body and a statement give one key's place, the two must be equal."""
    for part in (b'"seq":', b'"size":', b'"root":"', b'"prev":"', b'"key":"'):
        first = LAST.index(part) + len(part)
        for digit in (b"1", b"7"):
            changed = LAST[:first] + digit + LAST[first + 1 :]
            assert changed == LAST or SHAPES.match(changed) is None


def test_altered_entries_are_named_the_same_by_shape() -> None:
    """In a record that is read by shapes, every altered entry is still found and named."""
    for index in (80, 81):
        raw = RECORD.entries[index]
        for at in range(0, len(raw), 4):
            changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
            entries = [*RECORD.entries[:index], changed, *RECORD.entries[index + 1 :]]
            with pytest.raises(RecordFaultError) as caught:
                verify_record(entries, RECORD.checkpoints, verifier=lenient(changed))
            assert caught.value.index == index


def lenient(changed: bytes) -> Verifier:
    """Check signatures of the changed entry only: the others are known to be good."""
    body = changed.rpartition(b"\n\n")[0] + b"\n"

    def accepts(public_key: bytes, signature: bytes, message: bytes) -> bool:
        return message != body or ed25519_accepts(public_key, signature, message)

    return accepts


def forged(sample: Sample, **changes: Json) -> bytes:
    """Sign a `received` of another count with the laptop's own key."""
    fields = {"from": 82, "to": 83, "ms": T0 + 50_000} | changes
    body = sample.body(LAPTOP, dict(fields), entry_class="received")
    return seal_entry(body, (LAPTOP,)).raw


@pytest.mark.parametrize("changes", [{"ms": T0}, {"from": 81}, {"to": 82}, {"to": 84}])
def test_a_wrong_received_is_refused_by_shape(changes: dict[str, Json]) -> None:
    """A `received` that matches its shape and does not fit is refused with its own code."""
    raw = forged(RECORD, **changes)
    assert SHAPES.match(raw) is not None
    with pytest.raises(RecordFaultError):
        verify_record([*RECORD.entries, raw], RECORD.checkpoints, verifier=ed25519_accepts)


def test_a_record_without_two_alike_is_bounded() -> None:
    """A record made of ever new shapes is verified too; only so many shapes are learnt."""
    sample = Sample.begin()
    payloads: list[dict[str, Json]] = [{"a": n % 7, f"k{n}": 1} for n in range(300)]
    sample.commit(*[Draft(entry_class="act", payload=each) for each in payloads])
    sample.commit(*[Draft(entry_class="act", payload={"a": "x" * 5000})] * 40)
    assert verify_record(sample.entries, sample.checkpoints, verifier=ed25519_accepts).commits == 3
