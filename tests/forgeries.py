"""What somebody may forge who holds the log's key, the laptop's, and every witness's.

Each forgery is a whole bundle in which all that these keys can put right is right: tree, tiles,
checkpoint, cosignatures and the list of files are made anew around what was altered. What is left
to find it is what the entries say of one another, and the form in which they are written.

    for name, files in forgeries(): ...        each to be refused by every reader

`left_alone` gives those in which the tiles were not made anew; `resealed` what the same hands can
do to a checkpoint.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from bundled import COSIGNED_SECONDS, HQ, PHONE, POLICY_TEXT, bundle_of, with_cosignatures
from ledger_sample import ADAS, CLEOS, LAPTOP, LOG, Sample, build_sample, device_of, key_of
from provesafe.adapters.keys import Ed25519Signer
from provesafe.ledger import (
    Checkpoint,
    Frontier,
    Json,
    Link,
    Signed,
    cosign,
    encode_base64url,
    key_text,
    leaf_hash,
    make_body,
    next_key_text,
    pack_bundle,
    parse_entry,
    seal_entry,
    sign_checkpoint,
    sign_note,
    sign_text,
    split_note,
)
from provesafe.ledger.bundle.manifest import file_line, sign_manifest

__all__ = ["forgeries", "left_alone", "listed_anew", "recheckpointed"]

ENTRIES = tuple(build_sample().entries)
JOINT, NOTED, LAST = 6, 14, 15
"""An entry that two signed; one that the laptop alone did; and the `received` behind that."""
ORIGIN = build_sample().state.origin
CLEOS_NEXT = device_of("cleo-2")
STRANGER = key_of("stranger").named("dry-creek.example/d/stranger")
ORDER = 2**252 + 27742317777372353535851937790883648493
DASH = "\N{EM DASH} ".encode()

Lines = list[bytes]


def bundled(entries: Sequence[bytes]) -> dict[str, bytes]:
    """Make everything anew around these entries."""
    root = Frontier().extend(map(leaf_hash, entries)).root()
    checkpoint = Checkpoint(origin=ORIGIN, tree_size=len(entries), root_hash=root)
    note = sign_checkpoint(checkpoint, LOG.named(ORIGIN))
    return dict(
        pack_bundle(
            entries,
            checkpoint=with_cosignatures(note, [HQ, PHONE], COSIGNED_SECONDS),
            seals={},
            log_signer=LOG.named(ORIGIN),
            policy=POLICY_TEXT,
        )
    )


def listed_anew(files: dict[str, bytes]) -> dict[str, bytes]:
    """Sign the list of the files as they are now."""
    lines = [file_line(name, data) for name, data in files.items() if name != "MANIFEST"]
    return files | {"MANIFEST": sign_manifest(ORIGIN, lines, LOG.named(ORIGIN))}


def forgeries() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Every forgery of entries, by name."""
    for name, entries in (*moved(), *relined(), *rewritten(), *borrowed()):
        yield name, bundled(entries)


def moved() -> Iterator[tuple[str, list[bytes]]]:
    """Entries left out, doubled, brought back, swapped, or from elsewhere."""
    whole = list(ENTRIES)
    for index in range(1, len(whole)):
        yield f"entry {index} left out", whole[:index] + whole[index + 1 :]
        yield f"entry {index} twice", whole[: index + 1] + whole[index:]
        yield f"entry {index} again at the end", [*whole, whole[index]]
        if index > 1:
            changed = list(whole)
            changed[index - 1], changed[index] = changed[index], changed[index - 1]
            yield f"entries {index - 1} and {index} swapped", changed
    yield "cut off within a commit", whole[:-1]
    yield "a commit left out", whole[:12] + whole[15:]
    text = split_note(build_sample().checkpoints[0])[0]
    yield "a checkpoint as an entry", [*whole, sign_note(text, (LAPTOP,))]


def relined() -> Iterator[tuple[str, list[bytes]]]:
    """Signature lines stripped, swapped, added, or written a second way."""
    text, _, rest = ENTRIES[JOINT].rpartition(b"\n\n")
    lines = rest.splitlines(keepends=True)
    junk = str(sign_text(text + b"\n", STRANGER)).encode()
    changes: dict[str, Lines] = {
        "one of two signatures stripped": lines[:1],
        "the other of two stripped": lines[1:],
        "two signatures swapped": lines[::-1],
        "a signature twice": [lines[0], *lines],
        "a stranger's line added": [*lines, junk],
        "a line by a known name with another key id": [*lines, _rekeyed(lines[1])],
        "an empty line added": [*lines, b"\n"],
        "a line of words added": [*lines, DASH + b"ada nothing\n"],
        "spare bits in base64": [lines[0], _with_spare_bit(lines[1])],
        "a second scalar": [lines[0], _changed(lines[1], _second_scalar)],
        "a weak point": [lines[0], _changed(lines[1], lambda v: b"\1" + bytes(31) + v[32:])],
        "a signature of 63 bytes": [lines[0], _changed(lines[1], lambda v: v[:63])],
        "the signatures of another entry": ENTRIES[9].rpartition(b"\n\n")[2].splitlines(True),
    }
    for name, changed in changes.items():
        entry = text + b"\n\n" + b"".join(changed)
        yield name, [*ENTRIES[:JOINT], entry, *ENTRIES[JOINT + 1 :]]


def rewritten() -> Iterator[tuple[str, list[bytes]]]:
    """A text the laptop signed anew, and with it whatever it signed since."""
    line = split_note(ENTRIES[NOTED])[0].split(b"\n")[1]
    changes: dict[str, Callable[[bytes], bytes]] = {
        "a space": lambda one: one.replace(b'":', b'": ', 1),
        "a key twice": lambda one: one[:-1] + b',"v":1}',
        "keys out of order": lambda one: b'{"v":1,' + one[1:].replace(b',"v":1', b""),
        "an escape without need": lambda one: one.replace(b'"alive"', b'"\\u0061live"'),
        "an integer beyond 2^53": lambda one: one.replace(
            b'"what"', b'"n":9007199254740993,"what"'
        ),
        "a fraction": lambda one: one.replace(b'"what"', b'"n":1.0,"what"'),
        "an exponent": lambda one: one.replace(b'"what"', b'"n":1e1,"what"'),
        "minus zero": lambda one: one.replace(b'"what"', b'"n":-0,"what"'),
        "a key in capitals": lambda one: one.replace(b'"what"', b'"What"'),
        "text beyond form C": lambda one: one.replace(b"alive", "e\u0301".encode()),
        "a carriage return": lambda one: one + b"\r",
        "a null": lambda one: one.replace(b"alive", b"al\0ive"),
        "a second line": lambda one: one + b"\n{}",
        "bytes that are no text": lambda one: one.replace(b"alive", b"\xff\xfe"),
        "a higher place in the chain": _with("seq", lambda seq: seq + 1),
        "a lower place in the chain": _with("seq", lambda seq: seq - 1),
        "another entry before it": _with("prev", lambda _: encode_base64url(bytes(32))),
        "a checkpoint seen that never was": _with(
            "seen", lambda seen: {**seen, "root": encode_base64url(bytes(32))}
        ),
        "a checkpoint seen of its own commit": _with(
            "seen", lambda _: {"size": 15, "root": _root(15)}
        ),
        "another device's name": _with("dev", lambda _: "dry-creek.example/d/ada"),
    }
    for name, change in changes.items():
        body = b"provesafe.event/v1\n" + change(line) + b"\n"
        yield f"text with {name}", [*ENTRIES[:NOTED], signed(body), _after(ENTRIES[LAST], body)]
    body = split_note(ENTRIES[NOTED])[0]
    for name, change in {
        "fewer than there are": _with("to", lambda end: end - 1),
        "more than there are": _with("to", lambda end: end + 1),
        "from before the commit": _with("from", lambda first: first - 1),
        "from within the commit": _with("from", lambda first: first + 1),
    }.items():
        last = split_note(ENTRIES[LAST])[0].split(b"\n")[1]
        again = signed(b"provesafe.event/v1\n" + change(last) + b"\n")
        yield f"received {name}", [*ENTRIES[:LAST], again]
    yield (
        "another first line",
        [
            *ENTRIES[:NOTED],
            signed(body.replace(b"event/v1", b"event/v2")),
            _after(ENTRIES[LAST], body.replace(b"event/v1", b"event/v2")),
        ],
    )


def given_to_cleo(*, turned: bool = False) -> Sample:
    """A record in which Cleo has a phone of her own; if `turned`, another has taken its place."""
    sample = Sample.begin()
    following = next_key_text(CLEOS_NEXT.public_key)
    sample.commit(sample.enrolment(CLEOS, person="P-cleo", next=following))
    if turned:
        payload: dict[str, Json] = {
            "do": "rotate",
            "old": CLEOS.name,
            "name": CLEOS_NEXT.name,
            "pub": key_text(CLEOS_NEXT.public_key),
            "role": "device",
        }
        body = sample.body(ADAS, payload, entry_class="key")
        sample.commit(Signed(raw=seal_entry(body, (ADAS, CLEOS_NEXT)).raw))
    return sample


def borrowed() -> Iterator[tuple[str, list[bytes]]]:
    """Ada stands for something by a phone that was given to Cleo."""
    lapsing: dict[str, Json] = {"act": "hand_over"}
    for turned, phone in ((False, CLEOS), (True, CLEOS_NEXT)):
        sample = given_to_cleo(turned=turned)
        which = "Cleo’s next phone" if turned else "Cleo’s phone"
        by_ada = sample.body(phone, {"act": "answer"}, ("P-ada", "own", phone))
        yield f"Ada by {which}", ended(sample, seal_entry(by_ada, (phone,)).raw)
        quoted = sample.body(phone, lapsing, ("P-ada", "own", phone), ("P-dov", "own", ADAS))
        note = sign_note(quoted.raw, (phone,)).decode("utf-8")
        lapse = make_body(
            "lapsed", link=sample.link(LAPTOP), t_ms=sample.now_ms, payload={"note": note}
        )
        yield f"a lapse: Ada by {which}", ended(sample, seal_entry(lapse, (LAPTOP,)).raw)


def ended(sample: Sample, entry: bytes) -> list[bytes]:
    """A record that goes on with an entry no writer takes, and the `received` behind it."""
    size = len(sample.entries)
    link = sample.link(LAPTOP)
    if parse_entry(entry).body.device == LAPTOP.name:
        link = Link(link.key, link.seq + 1, parse_entry(entry).id, link.seen)
    counts: dict[str, Json] = {"from": size, "to": size + 1, "ms": sample.now_ms + 1000}
    received = make_body("received", link=link, t_ms=sample.now_ms + 1000, payload=counts)
    return [*sample.entries, entry, seal_entry(received, (LAPTOP,)).raw]


def recheckpointed() -> Iterator[tuple[str, dict[str, bytes]]]:
    """What the log's key, with the witnesses', can do to the newest checkpoint."""
    good = bundle_of(build_sample())
    text = split_note(good["checkpoint"])[0]
    origin, size, root = text.split(b"\n")[:3]
    wrong = b64encode(bytes(32))
    for name, lines in {
        "another root": [origin, size, wrong],
        "a larger size": [origin, b"17", root],
        "a smaller size": [origin, b"15", root],
        "size zero": [origin, b"0", b64encode(sha256(b"").digest())],
        "a leading zero": [origin, b"0" + size, root],
        "another origin": [b"dry-creek.example/log/" + b"0" * 32, size, root],
        "a line more": [origin, size, root, b"more"],
        "a line less": [origin, size],
        "a carriage return": [origin, size + b"\r", root],
        "a root with spare bits": [origin, size, root[:-2] + b"1="],
    }.items():
        forged = b"".join(line + b"\n" for line in lines)
        yield f"checkpoint with {name}", _with_note(good, cosigned(forged, (HQ, PHONE)))
    log = str(sign_text(text, LOG.named(ORIGIN))).encode()
    hq = str(cosign(text, HQ, seconds=7)).encode()
    phone = str(cosign(text, PHONE, seconds=7)).encode()
    for name, lines in {
        "without the log's line": [hq, phone],
        "with the log's line twice": [log, log, hq, phone],
        "with a witness's line over another time": [
            log,
            _changed(hq, lambda value: value[:7] + b"\x08" + value[8:]),
            phone,
        ],
        "with a witness's line cut short": [log, _changed(hq, lambda value: value[:-1]), phone],
        "with a witness's plain signature": [
            log,
            _changed(hq, lambda value: value[:8] + HQ.sign(text)),
            phone,
        ],
    }.items():
        note = text + b"\n" + b"".join(lines)
        yield f"checkpoint {name}", _with_note(good, note)


def left_alone() -> Iterator[tuple[str, dict[str, bytes]]]:
    """The file of entries altered, its list signed anew, the tiles and the checkpoint left."""
    good = bundle_of(build_sample())
    path = "tile/entries/000.p/16"
    whole = list(ENTRIES)
    for name, first in {
        "an entry edited": [*whole[:7], whole[7].replace(b"\xe2\x80\x9ccold", b"\xe2\x80\x9cwarm")],
        "two entries swapped": [*whole[:10], whole[11], whole[10]],
        "an entry replaced": [*whole[:10], whole[11]],
    }.items():
        entries = [*first, *whole[len(first) :]]
        data = b"".join(len(one).to_bytes(2, "big") + one for one in entries)
        yield name, listed_anew(good | {path: data})
    for width in (15, 17):
        entries = [*whole, whole[-1]][:width]
        data = b"".join(len(one).to_bytes(2, "big") + one for one in entries)
        yield f"{width} entries where 16 are signed", listed_anew(good | {path: data})
    tile = good["tile/0/000.p/16"]
    yield "two hashes swapped", listed_anew(good | {"tile/0/000.p/16": tile[32:64] + tile[:32]})


def cosigned(text: bytes, witnesses: Sequence[Ed25519Signer]) -> bytes:
    """Sign a text as the log and as witnesses would, whatever it says."""
    note = text + b"\n" + str(sign_text(text, LOG.named(ORIGIN))).encode()
    return note + b"".join(str(cosign(text, one, seconds=7)).encode() for one in witnesses)


def signed(body: bytes) -> bytes:
    """Sign a body as the laptop would, whatever it is."""
    return body + b"\n" + str(sign_text(body, LAPTOP)).encode()


def _with_note(good: dict[str, bytes], note: bytes) -> dict[str, bytes]:
    return listed_anew(good | {"checkpoint": note})


def _after(entry: bytes, body: bytes) -> bytes:
    """An entry of the laptop, made anew to follow another body than it did."""
    line = split_note(entry)[0].split(b"\n")[1]
    change = _with("prev", lambda _: encode_base64url(sha256(body).digest()))
    return signed(b"provesafe.event/v1\n" + change(line) + b"\n")


def _with(field: str, change: Callable[..., object]) -> Callable[[bytes], bytes]:
    def changed(line: bytes) -> bytes:
        fields = json.loads(line)
        fields[field] = change(fields[field])
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode()

    return changed


def _root(size: int) -> str:
    return encode_base64url(Frontier().extend(map(leaf_hash, ENTRIES[:size])).root())


def _changed(line: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A signature line with other bytes behind its key id."""
    head, _, encoded = line.rstrip(b"\n").rpartition(b" ")
    raw = b64decode(encoded)
    return head + b" " + b64encode(raw[:4] + change(raw[4:])) + b"\n"


def _second_scalar(value: bytes) -> bytes:
    scalar = int.from_bytes(value[32:], "little") + ORDER
    return value[:32] + scalar.to_bytes(32, "little")


def _rekeyed(line: bytes) -> bytes:
    head, _, encoded = line.rstrip(b"\n").rpartition(b" ")
    raw = b64decode(encoded)
    return head + b" " + b64encode(bytes(4) + raw[4:]) + b"\n"


def _with_spare_bit(line: bytes) -> bytes:
    """The same bytes in base64, with a bit set that stands for nothing."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = len(line) - 3
    spare = letters[letters.index(line[at]) + 1]
    return line[:at] + bytes([spare]) + line[at + 1 :]
