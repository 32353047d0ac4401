"""Which key files does a production have, and which of them signs now?

    keys/log.json          the log's
    keys/laptop.json       the laptop's; after it was rotated, keys/laptop-2.json and so on
    keys/laptop-2.json     made beforehand, committed to in the record: the one that may follow.
                           Best kept on another medium: who takes the folder takes both
    keys/concerns.json     enters what was left without a name, and opens the spool

A file is named after its key. Which laptop's key signs is the record's to say: the one that ended
its newest commit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from provesafe.adapters.keys import (
    Ed25519Key,
    Ed25519Signer,
    generate_key,
    load_key,
    public_key_of,
    save_key,
)
from provesafe.errors import InvariantBroken
from provesafe.ledger import next_key_text, parse_entry
from provesafe.service import Production, RecordStore

__all__ = [
    "CONCERNS",
    "KEYS",
    "LAPTOP",
    "LOG",
    "LaterSigner",
    "MadeKeys",
    "concerns_file",
    "concerns_signer",
    "following",
    "key_file",
    "make_keys",
    "make_next_key",
    "recorder_name",
    "spool_file",
    "spool_key",
]

KEYS = "keys"
LAPTOP = "laptop"
LOG = "log"
CONCERNS = "concerns"

_NUMBERED = re.compile(r"(?P<stem>[a-z]+)(-(?P<number>[1-9][0-9]*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKeys:
    """The keys that a new production begins with."""

    device: Ed25519Signer
    log: Ed25519Key
    concerns: Ed25519Signer
    next_digest: str
    """Commits to the laptop's next key."""


@dataclass(slots=True)
class LaterSigner:
    """A key whose file is opened when it first signs: most runs never need it."""

    path: Path
    passphrase: str = field(repr=False)
    _opened: Ed25519Signer | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Its key name: its file's."""
        return self.path.stem

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key, for which no passphrase is needed."""
        return public_key_of(self.path)

    @property
    def key(self) -> Ed25519Key:
        """The key itself.

        Raises:
            PassphraseError, KeyFileError, KeyStoreError: as `load_key`.
        """
        if self._opened is None:
            self._opened = load_key(self.path, passphrase=self.passphrase)
        return self._opened.key

    def sign(self, message: bytes) -> bytes:
        """Sign `message`; 64 bytes."""
        return self.key.sign(message)


def make_keys(folder: Path, *, passphrase: str, next_file: Path | None = None) -> MadeKeys:
    """Make the keys of a new production.

    Args:
        folder: the production.
        passphrase: wraps them.
        next_file: where the laptop's next key goes, on another medium; beside the others if None.

    Raises:
        KeyExistsError: there is a key where one was to go.
        KeyStoreError: they cannot be written.
    """
    device, log = generate_key().named(LAPTOP), generate_key()
    concerns = generate_key().named(CONCERNS)
    for signer in (device, log.named(LOG), concerns):
        save_key(signer, key_file(folder, signer.name), passphrase=passphrase)
    digest = make_next_key(folder, LAPTOP, passphrase=passphrase, into=next_file)
    return MadeKeys(device=device, log=log, concerns=concerns, next_digest=digest)


def make_next_key(folder: Path, name: str, *, passphrase: str, into: Path | None = None) -> str:
    """Make the key that may follow one, if it is not there yet; give what commits to it.

    Args:
        folder: the production.
        name: key name of the one it may follow.
        passphrase: wraps it.
        into: where it goes; beside the others if None.
    """
    path = into or key_file(folder, following(name))
    if not path.exists():
        save_key(generate_key().named(following(name)), path, passphrase=passphrase)
    return next_key_text(public_key_of(path))


def following(name: str) -> str:
    """The name of the key that may follow one: `laptop-2` behind `laptop`."""
    found = _NUMBERED.fullmatch(name)
    if found is None:
        raise InvariantBroken(f"`{name}` is no key of the program's own")
    return f"{found['stem']}-{int(found['number'] or 1) + 1}"


def key_file(folder: Path, name: str) -> Path:
    """Where a production keeps a key."""
    return folder / KEYS / f"{name}.json"


def recorder_name(store: RecordStore) -> str:
    """The name of the laptop's key that ended a record's newest commit."""
    size = store.head().tree_size
    for raw in store.entries(max(0, size - 1), size):
        return parse_entry(raw).body.device
    return LAPTOP


def concerns_file(folder: Path) -> Path | None:
    """Where the key for concerns is, the newest of them; None where the production has none."""
    found = [
        (int(match["number"] or 1), path)
        for path in (folder / KEYS).glob(f"{CONCERNS}*.json")
        if (match := _NUMBERED.fullmatch(path.stem)) and match["stem"] == CONCERNS
    ]
    return max(found)[1] if found else None


def concerns_signer(folder: Path, *, passphrase: str) -> LaterSigner | None:
    """The key that enters concerns; None where the production has none."""
    path = concerns_file(folder)
    return LaterSigner(path, passphrase) if path is not None else None


def spool_file(folder: Path) -> Path:
    """The key to which what is left is sealed: the one for concerns, else the laptop's."""
    return concerns_file(folder) or key_file(folder, LAPTOP)


def spool_key(production: Production) -> Ed25519Key:
    """The key that opens what was left, of a production that is open to be entered into."""
    for signer in (production.concerns, production.device):
        if isinstance(signer, LaterSigner | Ed25519Signer):
            return signer.key
    raise InvariantBroken("what was left is opened with the production's own keys")
