"""A person's own phone without a browser: a key, a chain, HTTPS; it also does what phones don't.

    ada = OwnPhone(cart.encrypted, certificate).join(code, pin)
    ada.enter("act", [{"act": "stop", "f": {"by": ada.person}}])

It is written from docs/reference/format.md, apart from the scripts of our own pages.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from provesafe.adapters.keys import Ed25519Key, generate_key
from provesafe.ledger import encode_base64, encode_base64url

__all__ = ["OwnPhone"]

Answer = tuple[int, dict[str, Any]]


@dataclass(slots=True)
class OwnPhone:
    """One phone."""

    base: str
    """`https://…`."""
    certificate: bytes
    """Of the set's authority, in DER; empty for a phone that asks no questions."""
    key: Ed25519Key = field(default_factory=generate_key)
    device: str = ""
    person: str = ""
    origin: str = ""
    seq: int = 0
    last: str = ""
    seen: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    clock: Callable[[], int] = field(default=lambda: time.time_ns() // 1_000_000)

    def send(self, path: str, sent: object = None, *, origin: str = "") -> Answer:
        """One request; JSON if there is something to send."""
        status, is_json, body = self._send(path, sent, origin)
        return status, json.loads(body) if is_json else {"html": body.decode()}

    def raw(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._send(path, None, "")[2]

    def _send(self, path: str, sent: object, origin: str) -> tuple[int, bool, bytes]:
        where = urlsplit(self.base)
        context = ssl.create_default_context()
        if self.certificate:
            context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(self.certificate))
        else:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        line = http.client.HTTPSConnection(
            where.hostname or "", where.port, timeout=20, context=context
        )
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if sent is not None:
            headers |= {"Origin": origin or self.base, "Content-Type": "application/json"}
        body = None if sent is None else json.dumps(sent)
        line.request("GET" if sent is None else "POST", path, body, headers)
        answer = line.getresponse()
        read = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        is_json = (answer.headers.get("Content-Type") or "").startswith("application/json")
        return answer.status, is_json, read

    def ask_in(self, code: str, pin: str) -> Answer:
        """Badge and PIN: a ticket, or what was said."""
        asked = {
            "code": code,
            "pin": pin,
            "pub": encode_base64url(self.key.public_key),
            "next": encode_base64url(hashlib.sha256(b"another key").digest()),
            "way": "trusted" if self.certificate else "warned",
        }
        return self.send("/own/let-in", asked)

    def join(self, code: str, pin: str, *, voucher: OwnPhone | None = None) -> OwnPhone:
        """Come in by badge and PIN; `voucher` lets it in where the record asks for somebody."""
        status, told = self.ask_in(code, pin)
        assert status == 200, told
        self.device = told["device"]
        ticket: str = told["ticket"]
        answer: dict[str, str] = {}
        for _ in range(50):
            status, told = self.send(f"/own/let-in/{ticket}", answer)
            assert status == 200, told
            answer = {}
            if told["state"] == "in":
                break
            if told["state"] == "sign":
                answer = self.signature(told["body"])
            elif voucher is not None:
                voucher.vouch(ticket)
        else:
            raise AssertionError("it was never let in")
        self.person, self.origin = told["person"], told["origin"]
        self.seq, self.last = told["seq"], told["last"]
        self.saw(told["checkpoint"])
        return self

    def vouch(self, ticket: str) -> Answer:
        """Let somebody in."""
        status, told = self.send(f"/own/vouch/{ticket}", {})
        if told.get("state") == "sign":
            status, told = self.send(f"/own/vouch/{ticket}", self.signature(told["body"]))
        return status, told

    def signature(self, body: str) -> dict[str, str]:
        """What this phone answers to a body that it is to sign."""
        raw = body.encode()
        return {"body": _id(raw), "sig": encode_base64(self.key.sign(raw))}

    def saw(self, checkpoint: str) -> None:
        """Note the newest checkpoint."""
        size, root = checkpoint.split("\n")[1:3]
        self.seen = {
            "root": root.rstrip("=").replace("+", "-").replace("/", "_"),
            "size": int(size),
        }

    def beat(self, waiting: int = 0) -> Answer:
        """Say that it is still there, and follow the record."""
        status, told = self.send("/own/beat", {"waiting": waiting})
        if status == 200:
            self.saw(told["checkpoint"])
            self.seq, self.last = told["chain"]["seq"], told["chain"]["last"]
        return status, told

    def signed(
        self,
        entry_class: str,
        acts: Sequence[Mapping[str, Any]],
        *,
        rests: Sequence[str] | None = None,
        **more: object,
    ) -> str:
        """An entry, signed, at this phone's next place."""
        people = sorted(rests if rests is not None else [self.person])
        link = {"key": self.device, "seq": self.seq + 1, "prev": self.last, "seen": self.seen}
        fields = {
            "v": 1,
            "class": entry_class,
            "dev": self.device,
            "seq": self.seq + 1,
            "prev": self.last,
            "seen": self.seen,
            "t": self.clock(),
            "acts": list(acts),
            "way": "trusted",
            "skew": 0,
            "rests_on": [
                {"p": one, "grade": "own" if one == self.person else "noted", **link}
                for one in people
            ],
            **more,
        }
        said = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        body = f"provesafe.event/v1\n{said}\n".encode()
        key_id = hashlib.sha256(self.device.encode() + b"\n\x01" + self.key.public_key).digest()
        line = encode_base64(key_id[:4] + self.key.sign(body))
        return f"{body.decode()}\n\N{EM DASH} {self.device} {line}\n"

    def enter(self, entry_class: str, acts: Sequence[Mapping[str, Any]], **more: Any) -> Answer:
        """Sign and send; its chain moves on where it was taken."""
        raw = self.signed(entry_class, acts, **more)
        status, told = self.send("/own/enter", {"entry": raw})
        if status == 200:
            self.moved_to(raw)
        return status, told

    def moved_to(self, raw: str) -> None:
        """An entry was taken: the next one follows it."""
        self.seq, self.last = self.seq + 1, _id(raw.partition("\n\n")[0].encode() + b"\n")


def _id(body: bytes) -> str:
    return encode_base64url(hashlib.sha256(body).digest())
