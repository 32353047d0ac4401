"""Whose cosignatures are enough?

A policy is a text file that names logs, witnesses, groups of them, and the quorum:

    log <verifier key>
    witness ada-phone <verifier key>
    witness hq <verifier key> https://hq.example/cosign
    group crew 1 ada-phone
    group outside any hq
    group both all crew outside
    quorum both

One line each; names are defined before they are used; each name is a member at most once; exactly
one `quorum` line, `quorum none` asking for nobody. The log's own signature never counts. A policy
that comes with a record is the production's own choice: whoever reads it decides whether to take
it or to bring one.

Source: C2SP tlog-policy (June 2026).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from provesafe.errors import InputError
from provesafe.ledger.errors import RecordFaultError
from provesafe.ledger.keys import COSIGNATURE, NOTE_SIGNATURE, PublicKey, parse_verifier_key

__all__ = ["POLICY_BYTES_MAX", "GroupVotes", "Policy", "PolicyError", "Quorum", "parse_policy"]

POLICY_BYTES_MAX = 65_536
"""LIMIT: some two hundred witnesses; a longer file is not a policy."""

_NAMES_MAX = 256
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class PolicyError(InputError):
    """A policy file that does not say one thing."""

    code = "ledger.policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVotes:
    """One group of a policy and how many of its members have cosigned."""

    name: str
    have: int
    need: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """What a policy says of one checkpoint."""

    met: bool
    """False as well where the policy asks for nobody."""
    asked: bool
    """False for `quorum none`."""
    cosigners: tuple[str, ...]
    """Names, in the policy, of the witnesses that cosigned, in its order."""
    groups: tuple[GroupVotes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy that has been read."""

    logs: tuple[PublicKey, ...]
    """Empty where the record is known otherwise."""
    witnesses: Mapping[str, PublicKey]
    """By the name they have in the policy, in its order."""
    urls: Mapping[str, str]
    """Where a witness can be asked, by the same name; most policies name none."""
    groups: Mapping[str, tuple[int, tuple[str, ...]]]
    """By name: how many of which members."""
    quorum: str
    """A witness or a group; empty for `none`."""

    def judge(self, cosigned: Collection[bytes]) -> Quorum:
        """Say whether these public keys are enough.

        Args:
            cosigned: the 32-byte public keys whose cosignatures verify.
        """
        names = [name for name, key in self.witnesses.items() if key.raw in cosigned]
        voted = set(names)
        counts = []
        for name, (need, members) in self.groups.items():
            have = sum(member in voted for member in members)
            counts.append(GroupVotes(name=name, have=have, need=need, of=len(members)))
            if have >= need:
                voted.add(name)
        return Quorum(
            met=self.quorum in voted,
            asked=bool(self.quorum),
            cosigners=tuple(names),
            groups=tuple(counts),
        )


def parse_policy(data: bytes) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: it is not one, or says two things; the line is named.
    """
    if len(data) > POLICY_BYTES_MAX:
        raise PolicyError(f"a policy has at most {POLICY_BYTES_MAX} bytes")
    # Bytes above 0x7f are opaque: one character for each keeps them apart.
    text = data.decode("latin-1")
    if _CONTROLS.search(text) or not text.endswith("\n"):
        raise PolicyError("a policy is lines of text, each ended by a newline")
    reader = _Reader({}, {}, {}, {}, set())
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reader.read(words)
        except (PolicyError, RecordFaultError) as error:
            raise PolicyError(
                f"line {number} of the policy: {error.message}", hint=error.hint
            ) from None
    return reader.policy()


@dataclass(slots=True)
class _Reader:
    logs: dict[bytes, PublicKey]
    witnesses: dict[str, PublicKey]
    keys: dict[bytes, str]
    groups: dict[str, tuple[int, tuple[str, ...]]]
    members: set[str]
    quorum: str | None = None
    urls: dict[str, str] = field(default_factory=dict)

    def read(self, words: list[str]) -> None:
        match words:
            case ["log", text] | ["log", text, _]:
                key = _key(text, NOTE_SIGNATURE, "log")
                if self.logs.setdefault(key.raw, key) is not key:
                    raise PolicyError("a log's key stands there twice")
            case ["witness", name, text, *url] if len(url) < 2:
                key = _key(text, COSIGNATURE, "witness")
                if self.keys.setdefault(key.raw, name) is not name:
                    raise PolicyError("a witness's key stands there twice")
                self.define(name)
                self.witnesses[name] = key
                if url:
                    self.urls[name] = url[0]
            case ["group", name, count, *members] if members:
                self.group(name, count, members)
            case ["quorum", name]:
                if self.quorum is not None:
                    raise PolicyError("a policy has one `quorum`")
                if name != "none":
                    self.known(name)
                self.quorum = "" if name == "none" else name
            case _:
                raise PolicyError("not a `log`, `witness`, `group` or `quorum` line")

    def group(self, name: str, count: str, members: list[str]) -> None:
        for member in members:
            self.known(member)
            if member in self.members:
                raise PolicyError(f"`{member}` is a member twice")
            self.members.add(member)
        need = {"all": len(members), "any": 1}.get(count)
        if need is None:
            need = int(count) if _NUMBER.fullmatch(count) else 0
        if not 1 <= need <= len(members):
            raise PolicyError(f"a group of {len(members)} asks for `all`, `any` or 1 to its number")
        self.define(name)
        self.groups[name] = (need, tuple(members))

    def define(self, name: str) -> None:
        if name == "none" or name in self.witnesses or name in self.groups:
            raise PolicyError(f"the name `{name}` is taken")
        if len(self.witnesses) + len(self.groups) == _NAMES_MAX:
            raise PolicyError(f"a policy names at most {_NAMES_MAX} witnesses and groups")

    def known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise PolicyError(f"`{name}` is not defined above it")

    def policy(self) -> Policy:
        if self.quorum is None:
            raise PolicyError("a policy has one `quorum` line", hint="write `quorum none` for none")
        return Policy(
            logs=tuple(self.logs.values()),
            witnesses=self.witnesses,
            urls=self.urls,
            groups=self.groups,
            quorum=self.quorum,
        )


def _key(text: str, kind: int, what: str) -> PublicKey:
    key = parse_verifier_key(text.encode("latin-1").decode("utf-8", errors="replace"))
    if key.kind != kind:
        raise PolicyError(f"the key of this {what} is of another kind", hint=f"type 0x0{kind}")
    return key
