"""A second verifier of records, written from docs/reference/format.md alone.

It shares no line with provesafe: hashlib, json and libsodium are all it uses. It says yes or no and
a word why; where it and provesafe differ over a record, one of them or the page is wrong. Slow and
plain on purpose: roots are computed from the definition, over all entries each time.

    python3 second_reader.py BUNDLE [POLICY]      a bundle's folder, and whose cosignatures count
"""

from __future__ import annotations

import base64
import json
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import nacl.exceptions
from nacl.bindings import crypto_sign_open

SAFE = 2**53 - 1
HASH = re.compile(r"[A-Za-z0-9_-]{43}")
NAME = re.compile(r"[a-z0-9./-]{1,64}")
KEY_FIELDS = {"name", "pub", "role"}
ORDER_EIGHT = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
COMMON = {"v", "class", "dev", "seq", "prev", "seen", "t"}
Signature = tuple[str, bytes, bytes]


class RefusedError(Exception):
    """The record is not as the page says."""


def need(condition: object, why: str) -> None:
    """Refuse unless."""
    if not condition:
        raise RefusedError(why)


def base64_bytes(text: str) -> bytes:
    """Section 1: base64 in its one form."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise RefusedError("base64") from None
    need(base64.b64encode(data).decode() == text, "base64")
    return data


def url_bytes(text: object) -> bytes:
    """Section 1: base64url in its one form."""
    need(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text), "base64url")
    assert isinstance(text, str)
    plain = text.replace("-", "+").replace("_", "/")
    return base64_bytes(plain + "=" * (-len(text) % 4))


def url_text(data: bytes) -> str:
    """Section 1: write base64url."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_note(note: bytes, limit: int = 65_535) -> tuple[bytes, list[Signature]]:
    """Section 2: text and signature lines."""
    need(len(note) <= limit and not any(b < 32 and b != 10 for b in note), "note")
    try:
        written = note.decode()
    except UnicodeDecodeError:
        raise RefusedError("utf-8") from None
    cut = written.rfind("\n\n")
    need(cut >= 0 and written.endswith("\n"), "note")
    lines = written[cut + 2 : -1].split("\n")
    need(len(lines) <= 16, "signatures")
    found: list[Signature] = []
    for line in lines:
        match = re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line)
        need(match, "signature line")
        assert match is not None
        raw = base64_bytes(match[2])
        need(len(raw) > 4, "signature line")
        found.append((match[1], raw[:4], raw[4:]))
    return written[: cut + 1].encode(), found


def check_signature(keys: dict[str, bytes], signature: Signature, text: bytes) -> None:
    """Section 2: one line by a known key."""
    name, key_id, value = signature
    need(name in keys, "unknown key")
    need(sha256(name.encode() + b"\n\x01" + keys[name]).digest()[:4] == key_id, "unknown key")
    try:
        crypto_sign_open(value + text, keys[name])
    except (nacl.exceptions.BadSignatureError, nacl.exceptions.ValueError):
        raise RefusedError("signature") from None


def write_json(value: Any, depth: int = 0) -> str:
    """Section 3: the one writing of a value."""
    if isinstance(value, dict):
        need(depth < 16 and all(re.fullmatch(r"[a-z0-9_]{1,64}", key) for key in value), "json")
        parts = (f'"{key}":{write_json(value[key], depth + 1)}' for key in sorted(value))
        return "{" + ",".join(parts) + "}"
    if isinstance(value, list):
        need(depth < 16, "json")
        return "[" + ",".join(write_json(item, depth + 1) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        need(abs(value) <= SAFE, "json")
        return str(value)
    need(isinstance(value, str) and unicodedata.normalize("NFC", value) == value, "json")
    short = {8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\"}
    out = ""
    for character in value:
        code = ord(character)
        need(not 0xD800 <= code <= 0xDFFF, "json")
        if code in short:
            out += "\\" + short[code]
        else:
            out += f"\\u{code:04x}" if code < 32 else character
    return f'"{out}"'


def read_body(text: bytes) -> dict[str, Any]:
    """Section 4: the two lines of a body."""
    lines = text.split(b"\n")
    need(len(lines) == 3 and lines[0] == b"provesafe.event/v1" and not lines[2], "body")
    try:
        fields = json.loads(lines[1], parse_float=lambda _: None)
    except (ValueError, RecursionError):
        raise RefusedError("json") from None
    need(isinstance(fields, dict), "body")
    need(write_json(fields).encode() == lines[1], "json")
    need(fields.keys() >= COMMON and fields["v"] == 1 and fields["v"] is not True, "fields")
    need(isinstance(fields["class"], str), "class")
    need(re.fullmatch(r"[a-z][a-z_]{0,31}", fields["class"]), "class")
    need(is_count(fields["t"]), "t")
    return dict(fields)


def is_count(value: object) -> bool:
    """Tell a whole number from 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def read_place(key: object, fields: dict[str, Any]) -> tuple[str, tuple[int, str, int, str]]:
    """Section 4: a key and the entry's place in its chain."""
    need(isinstance(key, str) and NAME.fullmatch(key), "key name")
    seq, prev, seen = fields["seq"], fields["prev"], fields["seen"]
    need(is_count(seq) and isinstance(prev, str), "place")
    need(prev == "" if seq == 0 else len(url_bytes(prev)) == 32, "prev")
    need(isinstance(seen, dict) and seen.keys() == {"root", "size"}, "seen")
    need(is_count(seen["size"]) and len(url_bytes(seen["root"])) == 32, "seen")
    return str(key), (seq, prev, seen["size"], seen["root"])


def read_places(fields: dict[str, Any]) -> dict[str, tuple[int, str, int, str]]:
    """Section 4: who signs, by `dev` and `rests_on`."""
    dev, place = read_place(fields["dev"], fields)
    places, last, own = {dev: place}, "", set()
    if "rests_on" in fields:
        people = fields["rests_on"]
        need(isinstance(people, list) and 1 <= len(people) <= 64, "rests_on")
        for each in people:
            need(isinstance(each, dict), "rests_on")
            need(each.keys() == {"p", "grade", "key", "seq", "prev", "seen"}, "rests_on")
            need(isinstance(each["p"], str), "person")
            need(re.fullmatch(r"P-[A-Za-z0-9_-]{1,62}", each["p"]) and each["p"] > last, "person")
            need(each["grade"] in ("own", "shared", "noted", "card"), "grade")
            key, place = read_place(each["key"], each)
            need(each["grade"] in ("own", "shared") or key == dev, "grade")
            need(each["grade"] != "own" or key not in own, "own")
            own |= {key} if each["grade"] == "own" else set()
            need(places.setdefault(key, place) == place, "one key, two places")
            last = each["p"]
    return places


def read_key(item: Any) -> tuple[str, bytes]:
    """Section 4: a key that is let in."""
    need(isinstance(item, dict) and item.keys() == KEY_FIELDS, "key")
    need(isinstance(item["name"], str) and NAME.fullmatch(item["name"]), "key")
    need(item["role"] in ("device", "concerns"), "role")
    return item["name"], read_public(item["pub"])


def read_public(text: object) -> bytes:
    """Section 2: a public key that may be used; y of the weak ones is one of five, or too large."""
    raw = url_bytes(text)
    need(len(raw) == 33 and raw[0] == 1, "public key")
    y = int.from_bytes(raw[1:], "little") & (2**255 - 1)
    eighth = int.from_bytes(bytes.fromhex(ORDER_EIGHT), "little")
    weak = (0, 1, 2**255 - 20, eighth, 2**255 - 19 - eighth)
    need(y < 2**255 - 19 and y not in weak, "weak key")
    return raw[1:]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Section 6: the root by its definition."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256(b"").digest()
    left = 1
    while 2 * left < len(leaves):
        left *= 2
    return sha256(b"\1" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()


class Reader:
    """Section 8: one pass."""

    def __init__(self) -> None:
        """Begin before the genesis."""
        self.keys: dict[str, bytes] = {}
        self.next: dict[str, str] = {}
        self.enrolled: dict[str, int] = {}
        self.ended: dict[str, int] = {}
        self.marked: dict[str, tuple[int, int]] = {}
        self.signers, self.concerns = 1, set[str]()
        self.owners: dict[str, str] = {}
        self.chains: dict[str, tuple[int, str, int]] = {}
        self.roots = {0: url_text(root_of([]))}
        self.leaves: list[bytes] = []
        self.commit, self.ms, self.origin, self.log, self.recorder = 0, 0, "", b"", ""

    def step(self, name: str, place: tuple[int, str, int, str], entry_id: str) -> None:
        """Section 5: one signer's chain."""
        seq, prev, size, root = place
        last = self.chains.get(name, (-1, "", 0))
        need(seq == last[0] + 1 and prev == last[1] and size >= last[2], "chain")
        need(size <= self.commit and self.roots.get(size) == root, "seen")
        self.chains[name] = (seq, entry_id, size)

    def checkpoint(self, note: bytes) -> tuple[int, str]:
        """Section 7: the log's own signature; size and root as they stand there."""
        text, signatures = read_note(note)
        known = [each for each in signatures if each[0] == self.origin]
        need(len(known) == 1, "log signature")
        check_signature({self.origin: self.log}, known[0], text)
        lines = text.decode().split("\n")
        need(len(lines) == 4 and lines[0] == self.origin and not lines[3], "checkpoint")
        need(re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]), "checkpoint")
        need(len(base64_bytes(lines[2])) == 32, "checkpoint")
        return int(lines[1]), lines[2]

    def take(self, entry: bytes) -> bool:
        """Take a leaf; say whether it ends a commit."""
        text, signatures = read_note(entry)
        fields, entry_id = read_body(text), url_text(sha256(text).digest())
        places, index = read_places(fields), len(self.leaves)
        names = [name for name, _, _ in signatures]
        need((fields["class"] == "genesis") == (index == 0), "genesis")
        old = dict(self.keys)
        new = self.let_in(fields, text)
        if fields["class"] == "key":
            self.key_act(fields, [name for name in places if name in old])
        for name, raw in new.items():
            place = (0, "", fields["seen"]["size"], fields["seen"]["root"])
            need(name not in old and places.setdefault(name, place) == place, "key")
            self.keys[name], self.enrolled[name] = raw, index
        need(names == sorted(places), "signers")
        need(all(self.ended.get(name, index) >= index for name in names), "ended key")
        if self.concerns & (places.keys() - new.keys()):
            need(len(places) == 1 and fields["class"] == "act", "concerns")
            need("rests_on" not in fields, "concerns")
        need(len(places) == 1 or len(text) <= 30_000, "joint")
        need(len(places) <= 16, "joint")
        for signature in signatures:
            check_signature(self.keys, signature, text)
        if fields["class"] == "lapsed":
            self.lapse(fields)
        self.check_owners(fields)
        for name, place in places.items():
            self.step(name, place, entry_id)
        self.leaves.append(sha256(b"\0" + entry).digest())
        if fields["class"] != "received":
            return False
        need(fields.keys() == COMMON | {"from", "to", "ms"}, "received")
        need(fields["dev"] == self.recorder and fields["from"] == self.commit < index, "received")
        need(fields["to"] == index and is_count(fields["ms"]), "received")
        need(fields["from"] is not False and fields["ms"] >= self.ms, "received")
        self.commit, self.ms = index + 1, fields["ms"]
        self.roots[self.commit] = url_text(root_of(self.leaves))
        return True

    def take_alone(self, entry: bytes, index: int) -> set[int]:
        """Section 11: an entry of a part; give the leaves whose time it tells."""
        text, signatures = read_note(entry)
        fields = read_body(text)
        places = read_places(fields)
        if index:
            new = self.let_in(fields, text)
            self.keys |= new
            places |= dict.fromkeys(new, (0, "", 0, ""))
        else:
            places = dict.fromkeys(self.keys, (0, "", 0, ""))
        need([name for name, _, _ in signatures] == sorted(places), "signers")
        self.check_owners(fields)
        quoted = [(text, signature) for signature in signatures]
        if fields["class"] == "lapsed":
            proposal, lines = read_note(fields["note"].encode())
            self.check_owners(read_body(proposal))
            quoted += [(proposal, line) for line in lines]
        for said, signature in quoted:
            need(signature[0] not in self.ended, "ended key")
            check_signature(self.keys, signature, said)
        for name, (seq, *_) in places.items():
            need(not index or seq > self.chains.get(name, (-1,))[0], "chain")
            self.chains[name] = (seq, "", 0)
        if fields["class"] == "key" and fields["do"] != "enrol":
            self.ended[fields["old" if fields["do"] == "rotate" else "name"]] = index
        if fields["class"] != "received":
            return set()
        need(is_count(fields["from"]) and fields["to"] == index, "received")
        return set(range(fields["from"], index + 1))

    def let_in(self, fields: dict[str, Any], text: bytes) -> dict[str, bytes]:
        """Section 4: the keys of a genesis or a `key` entry."""
        if fields["class"] == "key":
            if fields.get("do") not in ("enrol", "rotate"):
                return {}
            name, raw = read_key({each: fields.get(each) for each in KEY_FIELDS})
            need(name != fields["dev"] and name != self.origin, "key")
            need(raw not in self.keys.values() and raw != self.log, "key")
            self.commit_next(name, fields.get("next", ""))
            self.give(name, fields)
            same = fields["do"] == "enrol" or (fields.get("old") in self.concerns)
            if fields["role"] == "concerns":
                need(same, "role")
                need(fields["do"] == "rotate" or self.concerns <= self.ended.keys(), "concerns")
                self.concerns.add(name)
            else:
                need(fields["do"] == "enrol" or not same, "role")
            return {name: raw}
        if fields["class"] != "genesis":
            return {}
        domain, kind, listed = fields.get("domain"), fields.get("kind"), fields.get("keys")
        need(isinstance(domain, str) and kind in ("real", "demo", "training"), "genesis")
        need(re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?", str(domain)), "domain")
        for each in ("demo", "training"):
            need(str(domain).startswith(f"{each}.") == (kind == each), "domain")
        need(isinstance(listed, list) and 1 <= len(listed) <= 15, "genesis")
        assert isinstance(listed, list)
        pairs = [read_key(item) for item in listed]
        keys = dict(pairs)
        need([name for name, _ in pairs] == sorted(keys) and fields["dev"] in keys, "genesis")
        self.log, self.recorder = read_public(fields.get("log")), fields["dev"]
        need(len({self.log, *keys.values()}) == len(keys) + 1, "genesis")
        self.concerns = {item["name"] for item in listed if item["role"] == "concerns"}
        need(len(self.concerns) <= 1 and fields["dev"] not in self.concerns, "genesis")
        self.origin = f"{domain}/log/{sha256(text).hexdigest()[:32]}"
        self.signers, later = fields.get("signers", 1), fields.get("next", [])
        need(self.signers in (1, 2) and not isinstance(self.signers, bool), "signers")
        need(isinstance(later, list), "next")
        for item in later:
            need(isinstance(item, dict) and item.keys() == {"name", "next"}, "next")
            need(item["next"], "next")
            self.commit_next(item["name"], item["next"])
        named = [item["name"] for item in later]
        need(named == sorted(set(named)) and set(named) <= keys.keys(), "next")
        return keys

    def commit_next(self, name: object, text: object) -> None:
        """Section 4: the hash of the key that may follow, if there is one."""
        need(isinstance(name, str) and isinstance(text, str), "next")
        need(text == "" or len(url_bytes(text)) == 32, "next")
        self.next[str(name)] = str(text)

    def key_act(self, fields: dict[str, Any], signing: list[str]) -> None:
        """Section 4: whether those who sign a `key` entry may, and what it ends."""
        do, index = fields.get("do"), len(self.leaves)
        there = {name for name in self.keys if name not in self.ended}
        vouch = there - self.concerns
        need(do in ("enrol", "rotate", "retire", "revoke"), "key")
        need("next" not in fields or fields["next"], "next")
        if do == "enrol":
            need(len(vouch & set(signing)) >= min(self.signers, len(vouch)), "vouching")
            return
        name = fields.get("old" if do == "rotate" else "name")
        need(isinstance(name, str) and name in there, "no such device")
        assert isinstance(name, str)
        others = vouch - {name}
        enough = bool(others) and len(others & set(signing)) >= min(2, len(others))
        if do == "rotate":
            raw = read_public(fields.get("pub"))
            need(self.next.get(name) == url_text(sha256(raw).digest()), "next")
            self.recorder = fields["name"] if name == self.recorder else self.recorder
        else:
            need(name != self.recorder, "recorder")
        if do == "retire":
            need(name in signing or enough, "vouching")
        if do == "revoke":
            first, second = fields.get("suspect_from"), fields.get("from")
            need(name not in signing and enough, "vouching")
            need(is_count(first) and is_count(second), "revocation")
            assert isinstance(first, int)
            assert isinstance(second, int)
            need(self.enrolled[name] <= first <= second <= index, "revocation")
            self.marked[name] = first, second
        self.ended[name] = index

    def give(self, name: str, fields: dict[str, Any]) -> None:
        """Section 4: whose own device a key is; its successor is given to the same."""
        if fields["do"] == "rotate":
            self.owners[name] = self.owners.get(str(fields.get("old")), "")
        elif "person" in fields:
            need(isinstance(fields["person"], str), "person")
            need(re.fullmatch(r"P-[A-Za-z0-9_-]{1,62}", fields["person"]), "person")
            self.owners[name] = fields["person"]

    def check_owners(self, fields: dict[str, Any]) -> None:
        """Section 4: nobody else is `own` by a key that was given to a person."""
        for each in fields.get("rests_on", []):
            given = self.owners.get(each["key"], "")
            need(each["grade"] != "own" or given in ("", each["p"]), "owner")

    def lapse(self, fields: dict[str, Any]) -> None:
        """Section 4: the proposal that a lapsed entry quotes."""
        need(isinstance(fields.get("note"), str), "lapsed")
        text, signatures = read_note(fields["note"].encode())
        proposal = read_body(text)
        need(proposal["class"] not in ("genesis", "received", "lapsed"), "lapsed")
        places = read_places(proposal)
        self.check_owners(proposal)
        need(not self.concerns & places.keys(), "concerns")
        names = [name for name, _, _ in signatures]
        need(names == sorted(set(names)) and set(names) <= places.keys(), "lapsed")
        need(proposal["dev"] in names, "lapsed")
        need(set(names) != set(places) or proposal["class"] == "key", "lapsed")
        for signature in signatures:
            need(signature[0] not in self.ended, "ended key")
            check_signature(self.keys, signature, text)
            self.step(signature[0], places[signature[0]], url_text(sha256(text).digest()))


def read_record(entries: Sequence[bytes], checkpoints: Sequence[bytes]) -> tuple[str, int, bytes]:
    """Give origin, size and root of a record that is as the page says; else refuse it."""
    reader, left = Reader(), list(checkpoints)
    need(entries, "empty")
    for entry in entries:
        if reader.take(entry):
            need(left, "no checkpoint")
            text, signatures = read_note(left.pop(0))
            known = [each for each in signatures if each[0] == reader.origin]
            need(len(known) == 1, "log signature")
            check_signature({reader.origin: reader.log}, known[0], text)
            root = base64.b64encode(root_of(reader.leaves)).decode()
            need(text.decode() == f"{reader.origin}\n{reader.commit}\n{root}\n", "checkpoint")
    need(not left and reader.commit == len(entries), "left over")
    return reader.origin, reader.commit, root_of(reader.leaves)


def tile_names(size: int, *, edge: bool) -> dict[str, tuple[int, int, int]]:
    """Section 11: the tiles of a tree, each with level (-1: entries), number and width."""
    names = {}
    for level in (-1, 0, 1, 2, 3, 4, 5):
        count = size >> (8 * max(level, 0))
        for number in range((count + 255) // 256):
            width = min(256, count - 256 * number)
            if edge and width == 256:
                continue
            digits = str(number).zfill(3)
            digits = digits.zfill((len(digits) + 2) // 3 * 3)
            threes = re.findall("...", digits)
            path = "/".join([f"x{each}" for each in threes[:-1]] + threes[-1:])
            part = "" if width == 256 else f".p/{width}"
            names[f"tile/{'entries' if level < 0 else level}/{path}{part}"] = level, number, width
    return names


def read_policy(data: bytes) -> tuple[dict[bytes, str], list[tuple[str, int, list[str]]], str]:
    """Section 10: witnesses by public key, groups in order, and the quorum."""
    witnesses: dict[bytes, str] = {}
    groups, quorum = [], ""
    for line in data.decode("latin-1").split("\n"):
        words = line.replace("\t", " ").split()
        if not words or words[0].startswith("#") or words[0] == "log":
            continue
        if words[0] == "witness":
            typed = base64_bytes(words[2].split("+", 2)[2])
            need(len(typed) == 33 and typed[0] == 4, "witness key")
            witnesses[typed[1:] + words[2].split("+")[0].encode()] = words[1]
        elif words[0] == "group":
            counts = {"any": 1, "all": len(words) - 3}
            groups.append((words[1], counts.get(words[2]) or int(words[2]), words[3:]))
        else:
            quorum = words[1]
    return witnesses, groups, quorum


def count_cosigners(note: bytes, policy: bytes) -> bool:
    """Section 10: whether the lines on a checkpoint are a quorum."""
    text, signatures = read_note(note)
    witnesses, groups, quorum = read_policy(policy)
    votes, seen = set(), set()
    for name, key_id, value in signatures:
        for key, vote in witnesses.items():
            raw = key[:32]
            wanted = sha256(name.encode() + b"\n\x04" + raw).digest()[:4]
            if key[32:] != name.encode() or key_id != wanted:
                continue
            need(raw not in seen and len(value) == 72, "cosignature")
            seen.add(raw)
            time = int.from_bytes(value[:8], "big")
            message = f"cosignature/v1\ntime {time}\n".encode() + text
            try:
                crypto_sign_open(value[8:] + message, raw)
            except (nacl.exceptions.BadSignatureError, nacl.exceptions.ValueError):
                raise RefusedError("cosignature") from None
            votes.add(vote)
    for name, count, members in groups:
        if len(votes & set(members)) >= count:
            votes.add(name)
    return quorum != "none" and quorum in votes


def part_entries(data: bytes, count: int) -> list[bytes]:
    """Section 11: a file of entries."""
    found = []
    while data:
        length = int.from_bytes(data[:2], "big")
        need(len(data) >= 2 + length, "entries")
        found.append(data[2 : 2 + length])
        data = data[2 + length :]
    need(len(found) == count, "entries")
    return found


def check_manifest(files: Mapping[str, bytes], reader: Reader) -> None:
    """Section 11: the list of files."""
    need("MANIFEST" in files, "no manifest")
    text, signatures = read_note(files["MANIFEST"], 2**26)
    need(len(signatures) == 1, "manifest")
    check_signature({reader.origin: reader.log}, signatures[0], text)
    lines = [
        f"{sha256(files[path]).hexdigest()} {len(files[path])} {path}"
        for path in sorted(files)
        if path != "MANIFEST"
    ]
    wanted = "\n".join(["provesafe.bundle/v1", reader.origin, *lines]) + "\n"
    need(text.decode() == wanted, "manifest")


def check_tiles(files: Mapping[str, bytes], entries: list[bytes], sizes: Sequence[int]) -> None:
    """Section 11: each tile, from its definition."""
    wanted = tile_names(sizes[-1], edge=False)
    for size in sizes:
        wanted |= tile_names(size, edge=True)
    need({path for path in files if path.startswith("tile/")} == wanted.keys(), "tiles")
    leaves = [sha256(b"\0" + entry).digest() for entry in entries]
    for path, (level, number, width) in wanted.items():
        if level < 0:
            there = entries[256 * number : 256 * number + width]
            made = b"".join(len(each).to_bytes(2, "big") + each for each in there)
        else:
            span = 256**level
            made = b"".join(
                root_of(leaves[at * span : (at + 1) * span])
                for at in range(256 * number, 256 * number + width)
            )
        need(files[path] == made, path)


def check_disclosures(
    files: Mapping[str, bytes], entries: Sequence[bytes] | Mapping[int, bytes]
) -> None:
    """Section 12: what was handed out fits what stands in the entries."""
    last = (-1, "")
    data = files.get("disclosures.jsonl", b"")
    need(not data or data.endswith(b"\n"), "disclosures")
    for line in data.split(b"\n")[:-1]:
        fields = json.loads(line)
        need(write_json(fields).encode() == line, "disclosures")
        index, text = fields["entry"], fields["disclosure"]
        there = index in entries if isinstance(entries, Mapping) else index < len(entries)
        need((index, text) > last and there, "disclosures")
        last = index, text
        digest = url_text(sha256(text.encode()).digest())
        need(digest in read_body(read_note(entries[index])[0]).get("sd", []), "disclosures")


def check_texts(files: Mapping[str, bytes]) -> None:
    """Section 11: texts under their digests."""
    texts: dict[str, list[tuple[str, bytes]]] = {}
    for path in sorted(files):
        if path.startswith("rulebooks/"):
            texts.setdefault(path.split("/")[1], []).append((path.split("/", 2)[2], files[path]))
    for digest, found in texts.items():
        whole = b"".join(
            len(part).to_bytes(8, "big") + part
            for name, text in sorted(found)
            for part in (name.encode(), text)
        )
        need(sha256(whole).hexdigest() == digest, "texts")


def check_media(files: Mapping[str, bytes], entries: Sequence[bytes]) -> None:
    """Section 11: pictures are what an entry says of them."""
    named = set()
    for entry in entries:
        listed = read_body(read_note(entry)[0]).get("media")
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and one.keys() == {"len", "sha256", "type"}:
                named.add((one["sha256"], one["len"]))
    for path, data in files.items():
        if path.startswith("media/"):
            digest = sha256(data).hexdigest()
            need(path == f"media/{digest}" and (digest, len(data)) in named, "media")


def read_bundle(files: Mapping[str, bytes], policy: bytes | None = None) -> tuple[str, int, bool]:
    """Section 11: give origin, size and whether a quorum vouches for it; else refuse it."""
    kind = r"checkpoint|MANIFEST|policy|disclosures\.jsonl|(tile|rulebooks)/.+"
    kind += r"|media/[0-9a-f]{64}|seals/\d+|anchors/\d+\.tsr"
    need(all(re.fullmatch(kind, path) and ".." not in path for path in files), "names")
    first = [path for path in files if path.startswith("tile/entries/000")]
    need(first and "checkpoint" in files, "missing")
    probe = Reader()
    longest = max((files[path] for path in first), key=len)
    probe.take(longest[2 : 2 + int.from_bytes(longest[:2], "big")])
    size, root = probe.checkpoint(files["checkpoint"])
    notes = {size: (root, files["checkpoint"])}
    for path, note in files.items():
        if path.startswith("seals/"):
            kept, root = probe.checkpoint(note)
            need(path == f"seals/{kept}" and kept < size, "seal")
            notes[kept] = root, note
    entries: list[bytes] = []
    for path, (level, _, width) in tile_names(size, edge=False).items():
        if level < 0:
            need(path in files, path)
            entries += part_entries(files[path], width)
    reader = Reader()
    for entry in entries:
        if reader.take(entry) and reader.commit in notes:
            root = base64.b64encode(root_of(reader.leaves)).decode()
            need(root == notes.pop(reader.commit)[0], "root")
    need(not notes and reader.commit == size == len(entries), "left over")
    sizes = sorted({size, *(int(path[6:]) for path in files if path.startswith("seals/"))})
    check_tiles(files, entries, sizes)
    check_manifest(files, reader)
    check_disclosures(files, entries)
    check_texts(files)
    check_media(files, entries)
    asked = policy if policy is not None else files.get("policy", b"quorum none\n")
    quorum = [count_cosigners(files[each], asked) for each in files if each.startswith("seals/")]
    return reader.origin, size, [*quorum, count_cosigners(files["checkpoint"], asked)][-1]


def read_fork(data: bytes, origin: str, log: bytes) -> tuple[int, int]:
    """Section 11: two checkpoints that cannot both be right; give their sizes, else refuse."""
    top, _, notes = data.partition(b"\n\n")
    lines = top.decode("latin-1").split("\n")
    need(len(lines) > 2 and lines[0] == "provesafe.fork/v1", "fork")
    need(re.fullmatch(r"older [1-9][0-9]{0,5}", lines[1]) and lines[2][:5] == "root ", "fork")
    reader = Reader()
    reader.origin, reader.log = origin, log
    cut = int(lines[1][6:])
    (old_size, old), (new_size, new) = map(reader.checkpoint, (notes[:cut], notes[cut:]))
    root, proof = base64_bytes(lines[2][5:]), [base64_bytes(each) for each in lines[3:]]
    need(0 < old_size <= new_size and root != base64_bytes(old), "no fork")
    need(all(len(each) == 32 for each in (root, *proof)), "hash")
    need(roots_of(old_size, new_size, root, proof) == (root, base64_bytes(new)), "proof")
    return old_size, new_size


def read_twin(data: bytes) -> set[bytes]:
    """Section 11: two records with a key in common; give these keys, else refuse."""
    top, _, rest = data.partition(b"\n\n")
    lines = top.decode("latin-1").split("\n")
    need(len(lines) > 3 and lines[0] == "provesafe.twin/v1", "twin")
    counts: list[int] = []
    for line, word in zip(lines[1:4], ("entries", "notes", "proofs"), strict=True):
        found = re.fullmatch(word + r" (0|[1-9][0-9]{0,5}) (0|[1-9][0-9]{0,5})", line)
        need(found, "twin")
        assert found is not None
        counts += [int(found[1]), int(found[2])]
    hashes = [base64_bytes(line) for line in lines[4:]]
    need(len(hashes) == counts[4] + counts[5] and len(rest) == sum(counts[:4]), "twin")
    need(all(len(each) == 32 for each in hashes), "hash")
    names, keys = [], []
    for half in (0, 1):
        start, behind = sum(counts[:half]), sum(counts[: 2 + half])
        genesis = rest[start : start + counts[half]]
        reader = Reader()
        need(not reader.take(genesis), "genesis")
        size, root = reader.checkpoint(rest[behind : behind + counts[2 + half]])
        proof = hashes[: counts[4]] if half == 0 else hashes[counts[4] :]
        leaf = sha256(b"\0" + genesis).digest()
        need(size and root_over(0, size, leaf, proof) == base64_bytes(root), "proof")
        names.append(reader.origin)
        keys.append({reader.log, *reader.keys.values()})
    need(names[0] != names[1] and keys[0] & keys[1], "no twin")
    return keys[0] & keys[1]


def read_part(files: Mapping[str, bytes]) -> tuple[str, str, int]:
    """Section 11: one person's part; give origin, person and how many entries, else refuse it."""
    kind = r"part|checkpoint|policy|disclosures\.jsonl|reading\.txt|(entries|proofs)/(0|[1-9]\d*)"
    need(all(re.fullmatch(kind, path) for path in files), "names")
    indices = sorted(int(path[8:]) for path in files if path.startswith("entries/"))
    proofs = sorted(int(path[7:]) for path in files if path.startswith("proofs/"))
    need(indices == proofs and indices[:1] == [0] and "checkpoint" in files, "missing")
    reader, raws = Reader(), {index: files[f"entries/{index}"] for index in indices}
    reader.take(raws[0])
    size, root = reader.checkpoint(files["checkpoint"])
    recorded: set[int] = set()
    for index, raw in raws.items():
        top, _, note = files[f"proofs/{index}"].partition(b"\n\n")
        lines = top.decode("latin-1").split("\n")
        need(lines[:2] == ["c2sp.org/tlog-proof@v1", f"index {index}"], "proof")
        need(note == files["checkpoint"] and index < size, "proof")
        proof = [base64_bytes(each) for each in lines[2:]]
        need(all(len(each) == 32 for each in proof), "proof")
        leaf = sha256(b"\0" + raw).digest()
        need(root_over(index, size, leaf, proof) == base64_bytes(root), "proof")
        recorded |= reader.take_alone(raw, index)
    need(recorded >= set(indices), "when it was recorded")
    lines = files["part"].decode("latin-1").split("\n")
    need(lines[:2] == ["provesafe.part/v1", reader.origin] and lines[3:] == [""], "part")
    need(re.fullmatch(r"P-[A-Za-z0-9_-]{1,62}", lines[2]), "part")
    check_disclosures(files, raws)
    return reader.origin, lines[2], len(indices)


def root_over(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.3.2, from its definition: the root that a proof leads to."""
    if size == 1:
        need(not proof, "long proof")
        return leaf
    need(proof, "short proof")
    left = 1
    while 2 * left < size:
        left *= 2
    if index < left:
        return sha256(b"\1" + root_over(index, left, leaf, proof[:-1]) + proof[-1]).digest()
    below = root_over(index - left, size - left, leaf, proof[:-1])
    return sha256(b"\1" + proof[-1] + below).digest()


def roots_of(old: int, new: int, root: bytes, proof: list[bytes]) -> tuple[bytes, bytes]:
    """RFC 9162 section 2.1.4.2, from its definition: both roots that a proof leads to."""

    def walk(size: int, total: int, *, whole: bool) -> tuple[bytes, bytes]:
        if size == total:
            found = root if whole else take()
            return found, found
        left = 1
        while 2 * left < total:
            left *= 2
        if size <= left:
            first, second = walk(size, left, whole=whole)
            return first, sha256(b"\1" + second + take()).digest()
        first, second = walk(size - left, total - left, whole=False)
        before = take()
        return sha256(b"\1" + before + first).digest(), sha256(b"\1" + before + second).digest()

    waiting = list(proof)

    def take() -> bytes:
        need(waiting, "short proof")
        return waiting.pop(0)

    found = walk(old, new, whole=True)
    need(not waiting, "long proof")
    return found


def main(folder: str, policy: str = "") -> int:
    """Read a bundle's folder; exit status as provesafe has it."""
    root = Path(folder)
    there = [path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()]
    if any(path.is_symlink() or not path.is_file() for path in there):
        sys.stderr.write("refused: links\n")
        return 3
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in there}
    try:
        origin, size, quorum = read_bundle(files, Path(policy).read_bytes() if policy else None)
    except RefusedError as error:
        sys.stderr.write(f"refused: {error}\n")
        return 3
    sys.stdout.write(f"{origin}\n{size} entries unchanged since signed; quorum {quorum}\n")
    return 0 if quorum else 6


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
