"""Write the golden record of format version 1 anew, which must give the same bytes for ever.

    .venv/bin/python tests/vectors/ledger/golden_v1.py FOLDER [files]

With `files` also the store, the people and a key file, which later versions must open for ever;
those in golden-v1 were written once and are never written again.

One entry of every class and grade, written by five keys whose seeds stand in `keys.json`: the
laptop's log and its device, Ada's and Cleo's phones, and a phone of Basil's that is let in later.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

from provesafe.adapters.keys import (
    WEAKEST,
    Ed25519Key,
    Ed25519Signer,
    ed25519_accepts,
    save_key,
)
from provesafe.adapters.store import SqliteDisclosures, SqliteStore
from provesafe.ledger import (
    Body,
    Commit,
    Draft,
    Grade,
    Json,
    Person,
    RecordState,
    Signed,
    Snapshot,
    Statement,
    encode_base64url,
    join_note,
    key_text,
    make_body,
    newest_seen,
    plan_commit,
    plan_genesis,
    seal_entry,
    seal_state,
    sign_text,
)

DOMAIN = "demo.dry-creek.example"
T0 = 1_772_461_920_000
"""2026-03-02 07:32 in Denver."""


def key_of(name: str) -> Ed25519Key:
    """Give a key whose seed anybody can work out: SHA-256 of a text."""
    return Ed25519Key(sha256(f"provesafe golden v1 {name}".encode()).digest())


LAPTOP, ADA, BASIL, CLEO = (
    key_of(name).named(f"{DOMAIN}/d/{name}") for name in ("laptop", "ada", "basil", "cleo")
)
LOG = key_of("log")


class Book:
    """The record as it grows; each commit a minute after the last."""

    def __init__(self) -> None:
        """Begin with the laptop and two phones."""
        self.now_ms = T0
        payload: dict[str, Json] = {"program": "golden v1", "zone": "America/Denver"}
        self.commits: list[Commit] = [
            plan_genesis(
                domain=DOMAIN,
                kind="demo",
                log_key=LOG,
                device_signers=(LAPTOP, ADA, CLEO),
                now_ms=T0,
                payload=payload,
            )
        ]

    @property
    def state(self) -> RecordState:
        """Where the record stands."""
        return self.commits[-1].state

    def commit(self, *drafts: Draft | Signed, back_ms: int = 0) -> None:
        """Commit a minute later, or by a clock that was set back."""
        self.now_ms += 60_000
        self.commits.append(
            plan_commit(
                self.state,
                drafts,
                log_signer=LOG.named(self.state.origin),
                device_signer=LAPTOP,
                now_ms=self.now_ms - back_ms,
                verifier=ed25519_accepts,
            )
        )

    def signed(
        self,
        payload: dict[str, Json],
        *people: tuple[str, Grade, Ed25519Signer],
        device: Ed25519Signer,
        entry_class: str = "act",
        enrolled: tuple[Ed25519Signer, ...] = (),
    ) -> Signed:
        """Let a phone enter something that rests on people and their keys."""
        body = self.body(payload, *people, device=device, entry_class=entry_class)
        signers = {each.name: each for each in (device, *(key for _, _, key in people), *enrolled)}
        return Signed(raw=seal_entry(body, signers.values()).raw)

    def body(
        self,
        payload: dict[str, Json],
        *people: tuple[str, Grade, Ed25519Signer],
        device: Ed25519Signer,
        entry_class: str = "act",
    ) -> Body:
        """Write a body half a minute after the last commit."""
        seen, devices = newest_seen(self.state), self.state.devices
        return make_body(
            entry_class,
            link=devices[device.name].next_link(seen),
            t_ms=self.now_ms + 30_000,
            payload=payload,
            rests_on=[
                Statement(who, grade, devices[key.name].next_link(seen))
                for who, grade, key in people
            ],
        )


def build() -> Book:
    """Enter the day."""
    book = Book()
    opened = Draft(entry_class="coverage", payload={"what": "record_opened"})
    call: dict[str, Json] = {
        "act": "call",
        "f": {"by": "P-basil", "state": "cold", "weapon": "colt-2", "words": "“cold” – écoutez"},
        "happened": T0 + 30_000,
    }
    noted = Draft(entry_class="act", payload=call, rests_on=(Person(id="P-basil"),))
    book.commit(opened, noted)

    enrol: dict[str, Json] = {
        "do": "enrol",
        "name": BASIL.name,
        "pub": key_text(BASIL.public_key),
        "role": "device",
        "p": "P-basil",
        "next": encode_base64url(sha256(key_of("basil, next").public_key).digest()),
    }
    book.commit(
        book.signed(
            enrol,
            ("P-ada", "own", ADA),
            ("P-cleo", "own", CLEO),
            device=ADA,
            entry_class="key",
            enrolled=(BASIL,),
        )
    )

    show: dict[str, Json] = {
        "act": "show",
        "f": {"by": "P-ada", "contents": "empty", "to": ["P-cleo"], "weapon": "colt-2"},
    }
    book.commit(
        book.signed(show, ("P-ada", "own", ADA), ("P-cleo", "own", CLEO), device=ADA),
        Draft(entry_class="request", payload={"act": "hand_over", "f": {"weapon": "colt-2"}}),
        Draft(entry_class="decision", payload={"decision": "permit", "reasons": []}),
    )

    hand_over: dict[str, Json] = {
        "act": "hand_over",
        "f": {"by": "P-ada", "in_sight": "yes", "to": "P-cleo", "weapon": "colt-2"},
    }
    proposal = book.body(hand_over, ("P-ada", "own", ADA), ("P-cleo", "own", CLEO), device=ADA)
    note = join_note(proposal.raw, [sign_text(proposal.raw, ADA)]).decode("utf-8")
    book.commit(Draft(entry_class="lapsed", payload={"note": note, "why": "not answered in 60 s"}))

    answer: dict[str, Json] = {
        "act": "answer",
        "f": {"by": "P-esi", "weapon": "colt-2", "what": "was told, not shown"},
    }
    card: dict[str, Json] = {"act": "inspect", "f": {"by": "P-dov", "weapon": "colt-2"}}
    withheld: dict[str, Json] = {
        "act": "place_medic",
        "sd": [encode_base64url(sha256(f"withheld {n}".encode()).digest()) for n in range(4)],
    }
    # The laptop's clock has been set back by two minutes: `t` says so, `ms` does not go back.
    book.commit(
        book.signed(answer, ("P-esi", "shared", BASIL), device=BASIL),
        Draft(entry_class="act", payload=card, rests_on=(Person(id="P-dov", grade="card"),)),
        Draft(entry_class="act", payload=withheld),
        back_ms=120_000,
    )
    return book


def write(folder: Path) -> None:
    """Write the record, its keys and what a verifier must report of it."""
    book = build()
    entries = [entry for commit in book.commits for entry in commit.entries]
    for index, entry in enumerate(entries):
        _write(folder / "entries" / f"{index:03}.txt", entry.raw)
    for commit in book.commits:
        _write(folder / "checkpoints" / f"{commit.state.tree.size:03}.txt", commit.checkpoint)
    seeds = {each.name: each.key.seed.hex() for each in (LAPTOP, ADA, BASIL, CLEO)}
    keys = {"log": LOG.seed.hex(), "devices": seeds}
    _write(folder / "keys.json", (json.dumps(keys, indent=1) + "\n").encode())


def write_files(folder: Path) -> None:
    """Write the files a production keeps: their bytes differ each time, what they hold does not."""
    store = SqliteStore(folder / "record.sqlite")
    size = 0
    for commit in build().commits:
        store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=size)
        size = commit.state.tree.size
    store.save_snapshot("state", Snapshot(tree_size=size, data=seal_state(commit.state, LAPTOP)))
    store.close()
    people = SqliteDisclosures(folder / "people.sqlite")
    people.put_person("P-ada", label="ada", name="Ada")
    people.put_person("P-cleo", label="cleo", name="Cleo")
    people.close()
    save_key(LAPTOP, folder / "laptop.key", passphrase="golden v1", strength=WEAKEST)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    if sys.argv[2:] == ["files"]:
        write_files(Path(sys.argv[1]))
