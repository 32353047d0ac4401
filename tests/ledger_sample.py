"""A small record with one entry of every kind, made anew by each test that asks; keys from names.

    sample = build_sample()
    verify_record(sample.entries, sample.checkpoints, verifier=ed25519_accepts)

Dry Creek: the laptop records, Ada and Cleo have phones, Esi borrows Ada's, Dov has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from provesafe.adapters.keys import Ed25519Key, Ed25519Signer, ed25519_accepts
from provesafe.ledger import (
    Body,
    Commit,
    Draft,
    Grade,
    Json,
    Link,
    Person,
    RecordState,
    Signed,
    Statement,
    encode_base64url,
    join_note,
    key_text,
    make_body,
    newest_seen,
    parse_checkpoint_text,
    plan_commit,
    plan_genesis,
    seal_entry,
    sign_text,
    split_note,
)

DOMAIN = "dry-creek.example"
T0 = 1_772_461_920_000
"""2026-03-02 07:32 in Denver."""

ADA, CLEO, DOV, ESI = "P-ada", "P-cleo", "P-dov", "P-esi"


def key_of(name: str) -> Ed25519Key:
    """Give the key that a test name always has."""
    return Ed25519Key(sha256(f"provesafe test key {name}".encode()).digest())


def device_of(name: str) -> Ed25519Signer:
    """Give the device key of that name."""
    return key_of(name).named(f"{DOMAIN}/d/{name}")


LAPTOP, ADAS, CLEOS = device_of("laptop"), device_of("ada"), device_of("cleo")
LOG = key_of("log")


@dataclass(slots=True)
class Sample:
    """A record as it grows: what was committed, and where it stands."""

    state: RecordState
    entries: list[bytes]
    checkpoints: list[bytes]
    now_ms: int = T0
    remembers: bool = False
    """Whether its writer knows the roots of earlier commits."""

    @classmethod
    def begin(cls, devices: Sequence[Ed25519Signer] = (LAPTOP, ADAS)) -> Sample:
        """Begin a record with its genesis."""
        commit = plan_genesis(
            domain=DOMAIN, kind="real", log_key=LOG, device_signers=devices, now_ms=T0
        )
        return cls(commit.state, list(commit.raw_entries()), [commit.checkpoint])

    def plan(self, *drafts: Draft | Signed) -> Commit:
        """Plan a commit a second later, without committing it."""
        return plan_commit(
            self.state,
            drafts,
            log_signer=LOG.named(self.state.origin),
            device_signer=LAPTOP,
            now_ms=self.now_ms + 1000,
            verifier=ed25519_accepts,
            root_at=self.root_at if self.remembers else None,
        )

    def root_at(self, tree_size: int) -> str | None:
        """Give the root that one of its checkpoints signs, for a device that saw that one."""
        for note in self.checkpoints:
            checkpoint = parse_checkpoint_text(split_note(note)[0])
            if checkpoint.tree_size == tree_size:
                return encode_base64url(checkpoint.root_hash)
        return None

    def commit(self, *drafts: Draft | Signed) -> Commit:
        """Plan a commit and take it."""
        commit = self.plan(*drafts)
        self.now_ms += 1000
        self.state = commit.state
        self.entries += commit.raw_entries()
        self.checkpoints.append(commit.checkpoint)
        return commit

    def link(self, device: Ed25519Signer) -> Link:
        """Give the place of a device's next entry, at the newest checkpoint."""
        return self.state.devices[device.name].next_link(newest_seen(self.state))

    def body(
        self,
        device: Ed25519Signer,
        payload: dict[str, Json],
        *people: tuple[str, Grade, Ed25519Signer],
        entry_class: str = "act",
    ) -> Body:
        """Write a body of `device` that rests on people and their keys."""
        return make_body(
            entry_class,
            link=self.link(device),
            t_ms=self.now_ms + 500,
            payload=payload,
            rests_on=[Statement(who, grade, self.link(key)) for who, grade, key in people],
        )

    def enrolment(self, device: Ed25519Signer, **more: Json) -> Signed:
        """Let a device in: entered by Ada's, signed by the new key as well; `person` and `next`
        may be said of it."""
        payload: dict[str, Json] = {
            "do": "enrol",
            "name": device.name,
            "pub": key_text(device.public_key),
            "role": "device",
            **more,
        }
        body = self.body(ADAS, payload, entry_class="key")
        return Signed(raw=seal_entry(body, (ADAS, device)).raw)

    def hand_over(self) -> Signed:
        """Make a joint entry: Ada gives, Cleo takes, each with her own phone."""
        payload: dict[str, Json] = {"act": "hand_over", "f": {"weapon": "colt-2"}}
        body = self.body(ADAS, payload, (ADA, "own", ADAS), (CLEO, "own", CLEOS))
        return Signed(raw=seal_entry(body, (ADAS, CLEOS)).raw)

    def lapse(self) -> Draft:
        """Quote a hand-over that Cleo never answered."""
        payload: dict[str, Json] = {"act": "hand_over", "f": {"weapon": "colt-3"}}
        body = self.body(ADAS, payload, (ADA, "own", ADAS), (CLEO, "own", CLEOS))
        note = join_note(body.raw, [sign_text(body.raw, ADAS)]).decode("utf-8")
        return Draft(entry_class="lapsed", payload={"note": note})


def noted(words: str = "cold") -> Draft:
    """Draft an act that the laptop notes of two people without keys."""
    payload: dict[str, Json] = {"act": "call", "f": {"weapon": "colt-2", "words": words}}
    return Draft(
        entry_class="act", payload=payload, rests_on=(Person(id=DOV), Person(id=ESI, grade="card"))
    )


def build_sample() -> Sample:
    """Make a record of 16 entries in six commits, every class and grade in it."""
    sample = Sample.begin()
    sample.commit(noted())
    sample.commit(sample.enrolment(CLEOS))
    sample.commit(sample.hand_over(), noted("écoutez: “cold”"))
    shared = sample.body(ADAS, {"act": "answer"}, (ESI, "shared", ADAS))
    sample.commit(Signed(raw=seal_entry(shared, (ADAS,)).raw), noted(), noted("hot"))
    sample.commit(sample.lapse(), Draft(entry_class="coverage", payload={"what": "alive"}))
    return sample


__all__ = [
    "ADAS",
    "CLEOS",
    "DOMAIN",
    "LAPTOP",
    "LOG",
    "T0",
    "Sample",
    "build_sample",
    "device_of",
    "key_of",
    "noted",
]
