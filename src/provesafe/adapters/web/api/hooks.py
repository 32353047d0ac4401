"""Telling other programs that something was entered: one short message to each address.

    POST URL   {"schema": "provesafe.changed/v1", "record": …, "entries": 211}
    Provesafe-Signature: sha256=HMAC-SHA256(the hook's word, the body)

Nothing of what was entered is in it: whoever wants to know asks, with a token. An address that does
not answer is tried three times and then left until the next change. Nobody on set waits for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import queue
import threading
import urllib.request

from provesafe.adapters.web.api.tokens import Hook, Tokens

__all__ = ["SIGNATURE", "Telling", "signature_of"]

SIGNATURE = "Provesafe-Signature"
TRIES = 3
SECONDS = 3.0
"""LIMIT: how long an address may take to answer."""


def signature_of(secret: str, body: bytes) -> str:
    """What proves to a hook that a message is from here."""
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return f"sha256={made}"


class Telling:
    """A thread that tells every hook how long the record now is."""

    def __init__(self, tokens: Tokens, *, record: str) -> None:
        """
        Args:
            tokens: knows the hooks; read anew for each message.
            record: the record's own name.
        """
        self._tokens = tokens
        self._record = record
        self._waiting: queue.Queue[int | None] = queue.Queue(maxsize=64)
        self._thread = threading.Thread(target=self._run, name="hooks", daemon=True)
        self._thread.start()

    def changed(self, entries: int) -> None:
        """Something was entered; with many messages waiting this one is left out."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(entries)

    def stop(self) -> None:
        """Tell nobody any more."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)

    def _run(self) -> None:
        while (entries := self._waiting.get()) is not None:
            # Only the newest is of use to anybody.
            while not self._waiting.empty():
                newer = self._waiting.get()
                if newer is None:
                    return
                entries = newer
            self._tell(entries)

    def _tell(self, entries: int) -> None:
        told = {"schema": "provesafe.changed/v1", "record": self._record, "entries": entries}
        body = json.dumps(told).encode()
        for hook in self._tokens.hooks():
            for _ in range(TRIES):
                if _sent(hook, body):
                    break


def _sent(hook: Hook, body: bytes) -> bool:
    headers = {"Content-Type": "application/json", SIGNATURE: signature_of(hook.secret, body)}
    # An address of the web and nothing else was taken in by `Tokens.add_hook`.
    request = urllib.request.Request(hook.url, data=body, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return 200 <= int(answer.status) < 300
    except (OSError, ValueError):
        return False
