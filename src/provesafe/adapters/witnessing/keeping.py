"""A witness's folder: its key, the records it watches, and the newest tree it saw of each.

    keys/witness.json     its key, used for nothing else
    logs                  verifier keys of the records it watches, one a line
    newest/<name>         the newest checkpoint it cosigned of each; only ever larger
    forks/<name>          what showed a fork, kept for a person
    declined/<name>       checkpoints of other sizes that were declined: `witness compare` holds
                          them against a whole record

The newest checkpoint is on the disk before its cosignature leaves the process, so that a witness
that dies in between has promised nothing it forgets.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from provesafe.adapters.keys import Ed25519Signer, ed25519_accepts, generate_key, load_key, save_key
from provesafe.errors import InputError, UnavailableError, VerificationError
from provesafe.ledger import (
    COSIGNATURE,
    NOTE_SIGNATURE,
    Accepted,
    Checkpoint,
    Declined,
    PublicKey,
    RecordFaultError,
    cosign,
    fork_in_request,
    judge_checkpoint,
    open_checkpoint,
    open_fork,
    parse_verifier_key,
)

__all__ = ["Witness", "begin_witness", "open_witness"]

_KEY = Path("keys") / "witness.json"
_LOGS_BYTES_MAX = 1_000_000
_DECLINED_MAX = 1_000
"""LIMIT: what is declined is kept for a person; a log that sends more shows nothing new."""


class WitnessFolderError(VerificationError):
    """A witness's own memory cannot be read: it must not cosign before a person has looked."""

    code = "witnessing.folder"


class Witness:
    """One witness: answers requests, one at a time, and remembers."""

    def __init__(self, folder: Path, signer: Ed25519Signer, seconds: Callable[[], int]) -> None:
        """
        Args:
            folder: where it keeps what it knows.
            signer: its key, under its name.
            seconds: its clock.
        """
        self.key = PublicKey(signer.name, COSIGNATURE, signer.public_key)
        self._folder, self._signer, self._seconds = folder, signer, seconds
        self._lock = threading.Lock()
        self._logs = _read_logs(folder)
        self._notes = {origin: self._read_newest(origin) for origin in self._logs}

    def watch(self, log_key: PublicKey) -> None:
        """Watch a record from now on.

        Raises:
            InputError: the key is not a log's, or another one of this origin is watched.
        """
        known = self._logs.get(log_key.name)
        if log_key.kind != NOTE_SIGNATURE or (known is not None and known != log_key):
            raise InputError(f"the log `{log_key.name}` is watched under another key, or is none")
        if known is None:
            self._logs[log_key.name] = log_key
            lines = "".join(f"{each}\n" for each in self._logs.values())
            _keep(self._folder / "logs", lines.encode("utf-8"))
            self._notes[log_key.name] = self._read_newest(log_key.name)

    def watched(self) -> dict[str, int]:
        """Give the records it watches and how large each was when it last cosigned."""
        newest = self._newest()
        return {
            origin: newest[origin].tree_size if origin in newest else 0 for origin in self._logs
        }

    def answer(self, request: bytes) -> tuple[int, bytes]:
        """Answer an `add-checkpoint` request: HTTP status and body.

        Raises:
            UnavailableError: it could not be kept; nothing was cosigned.
        """
        with self._lock:
            judged = judge_checkpoint(
                request, logs=self._logs, newest=self._newest(), verifier=ed25519_accepts
            )
            if isinstance(judged, Declined):
                if judged.fork:
                    self._keep_fork(request)
                else:
                    self._keep_declined(request)
                return judged.status, f"{judged.why}\n".encode()
            origin = judged.checkpoint.origin
            _keep(self._path(origin), judged.note)
            self._notes[origin] = judged.note
            return 200, self._line(judged)

    def _line(self, accepted: Accepted) -> bytes:
        text = accepted.checkpoint.text()
        return str(cosign(text, self._signer, seconds=self._seconds())).encode("utf-8")

    def _newest(self) -> dict[str, Checkpoint]:
        return {
            origin: open_checkpoint(note, self._logs[origin], ed25519_accepts)
            for origin, note in self._notes.items()
            if note is not None
        }

    def _read_newest(self, origin: str) -> bytes | None:
        path = self._path(origin)
        if not path.exists():
            return None
        note = path.read_bytes()
        try:
            open_checkpoint(note, self._logs[origin], ed25519_accepts)
        except RecordFaultError as error:
            raise WitnessFolderError(
                f"what this witness remembers of `{origin}` cannot be read: {error.message}",
                hint="keep the folder as it is; a witness that forgets can be made to contradict",
            ) from None
        return note

    def _keep_fork(self, request: bytes) -> None:
        """Keep what the log signed and cannot have: a fork proof where two notes are enough."""
        note = request.partition(b"\n\n")[2]
        origin = note.split(b"\n", 1)[0].decode("utf-8")
        held = self._notes[origin]
        content = request
        shown = fork_in_request(held, request) if held is not None else None
        if shown is not None:
            with suppress(RecordFaultError):
                open_fork(shown, self._logs[origin], ed25519_accepts)
                content = shown
        _keep(self._folder / "forks" / sha256(content).hexdigest()[:32], content)

    def _keep_declined(self, request: bytes) -> None:
        """Keep a checkpoint of another size that the log did sign: a whole record may yet show
        that it is of another one."""
        note = request.partition(b"\n\n")[2]
        key = self._logs.get(note.split(b"\n", 1)[0].decode("utf-8", "replace"))
        if key is None:
            return
        try:
            open_checkpoint(note, key, ed25519_accepts)
        except RecordFaultError:
            return
        folder = self._folder / "declined"
        if not folder.is_dir() or len(list(folder.iterdir())) < _DECLINED_MAX:
            _keep(folder / sha256(note).hexdigest()[:32], note)

    def _path(self, origin: str) -> Path:
        return self._folder / "newest" / sha256(origin.encode("utf-8")).hexdigest()[:32]


def begin_witness(folder: Path, *, name: str, passphrase: str) -> None:
    """Make a witness's folder with a new key.

    Args:
        folder: made where it is not there.
        name: the witness's, such as `hq.example/witness`.
        passphrase: wraps the key.

    Raises:
        ConflictError: there is a witness in the folder.
        InputError: the name cannot name a key.
    """
    if not name or any(each.isspace() or each == "+" for each in name):
        raise InputError(f"`{name}` cannot name a witness", hint="such as hq.example/witness")
    save_key(generate_key().named(name), folder / _KEY, passphrase=passphrase)


def open_witness(folder: Path, *, passphrase: str, seconds: Callable[[], int]) -> Witness:
    """Open a witness's folder.

    Args:
        folder: made by `begin_witness`.
        passphrase: opens its key.
        seconds: its clock, seconds since the Unix epoch.

    Raises:
        VerificationError: its key or its memory is damaged.
        UnavailableError: it cannot be read.
    """
    return Witness(folder, load_key(folder / _KEY, passphrase=passphrase), seconds)


def _read_logs(folder: Path) -> dict[str, PublicKey]:
    path = folder / "logs"
    if not path.exists():
        return {}
    if path.stat().st_size > _LOGS_BYTES_MAX:
        raise WitnessFolderError("the list of watched records is far too long")
    keys = [parse_verifier_key(line) for line in path.read_text("utf-8").splitlines()]
    return {key.name: key for key in keys}


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole and onto the disk, in place of an older one."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise UnavailableError(f"`{path.name}` cannot be kept: {error.strerror}") from error
