"""Where do private keys live, and which library checks a signature?

Ed25519 by PyNaCl (libsodium), which refuses what a strict reader must. A key file is JSON, 0600,
in a folder that is 0700:

    {"format": "provesafe.key/v1", "memory": bytes, "name": …, "operations": n, "protection": …,
     "public": base64, "salt": base64, "wrapped": base64}

`wrapped` is libsodium's secretbox (nonce first) over the 32-byte seed, its key argon2id of the
passphrase. An empty passphrase is allowed for a demo; the file then says in its own words that it
protects nothing. Files appear whole or not at all, and an existing one is never replaced.

Limit: whoever runs as the same user while the program runs can read the keys from its memory.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import nacl.exceptions
from nacl.bindings import (
    crypto_sign,
    crypto_sign_ed25519_pk_to_curve25519,
    crypto_sign_ed25519_sk_to_curve25519,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from provesafe.errors import ConflictError, InputError, UnavailableError, VerificationError
from provesafe.ledger import decode_base64, encode_base64

__all__ = [
    "EVERYDAY",
    "WEAKEST",
    "Ed25519Key",
    "Ed25519Signer",
    "KeyExistsError",
    "KeyFileError",
    "KeyStoreError",
    "KeysOpenError",
    "PassphraseError",
    "Secret",
    "Strength",
    "ed25519_accepts",
    "generate_key",
    "load_key",
    "load_secret",
    "public_key_of",
    "save_key",
    "save_secret",
    "seal_box",
]

_FORMAT: Final = "provesafe.key/v1"
_FILE_BYTES_MAX: Final = 8192
"""LIMIT: a key file is some 500 bytes; anything long is not one."""

_OPERATIONS_MAX: Final = 16
_MEMORY_MAX: Final = 2**30
"""LIMIT: a file that asks for more than this is made to hurt whoever opens it."""

_UNPROTECTED: Final = "none: the passphrase is empty, whoever reads this file can sign"
_PROTECTED: Final = "argon2id of a passphrase"


class KeyExistsError(ConflictError):
    """A key file of this name is there; a key is never overwritten."""

    code = "keys.exists"


class PassphraseError(InputError):
    """The passphrase does not open the key file."""

    code = "keys.passphrase"


class KeyFileError(VerificationError):
    """The file is not a key file, or has been altered."""

    code = "keys.damaged"


class KeyStoreError(UnavailableError):
    """The keys cannot be read or written here."""

    code = "keys.unavailable"


class KeysOpenError(UnavailableError):
    """Others on this machine can read the key file or its folder."""

    code = "keys.open_to_others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How much work one guess at a passphrase costs."""

    operations: int
    memory: int
    """Bytes."""


EVERYDAY = Strength(operations=3, memory=64 * 2**20)
"""About a fifth of a second on a laptop: two keys open within the start of a program."""

WEAKEST = Strength(operations=argon2id.OPSLIMIT_MIN, memory=argon2id.MEMLIMIT_MIN)
"""For an empty passphrase, which no work makes stronger, and for tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What a key file holds; `repr` leaves the secret out."""

    name: str
    public: bytes
    """What may be known of it: a public key, a certificate."""
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """A private key without a name; `repr` shows only the public half."""

    seed: bytes = field(repr=False)
    """32 bytes."""
    public_key: bytes = field(init=False)
    _expanded: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise InputError("an Ed25519 seed has 32 bytes")
        public_key, expanded = crypto_sign_seed_keypair(self.seed)
        object.__setattr__(self, "public_key", public_key)
        object.__setattr__(self, "_expanded", expanded)

    def sign(self, message: bytes) -> bytes:
        """Sign `message`; 64 bytes, the same each time."""
        return crypto_sign(message, self._expanded)[:64]

    def open_box(self, box: bytes) -> bytes:
        """Open what `seal_box` sealed to this key.

        Raises:
            KeyFileError: it was not sealed to this key, or has been altered.
        """
        curve = PrivateKey(crypto_sign_ed25519_sk_to_curve25519(self._expanded))
        try:
            return SealedBox(curve).decrypt(box)
        except nacl.exceptions.CryptoError:
            raise KeyFileError("what was sealed was not sealed to this key") from None

    def named(self, name: str) -> Ed25519Signer:
        """Give the key the name under which it signs."""
        return Ed25519Signer(name, self)


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """A private key and its name: a `ledger.Signer`."""

    name: str
    key: Ed25519Key

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key."""
        return self.key.public_key

    def sign(self, message: bytes) -> bytes:
        """Sign `message`; 64 bytes."""
        return self.key.sign(message)


def ed25519_accepts(public_key: bytes, signature: bytes, message: bytes, /) -> bool:
    """Say whether `signature` is `public_key`'s over `message`: a `ledger.Verifier`."""
    try:
        crypto_sign_open(signature + message, public_key)
    except (nacl.exceptions.BadSignatureError, nacl.exceptions.ValueError):
        return False
    return True


def generate_key() -> Ed25519Key:
    """Make a new key from the system's random source."""
    return Ed25519Key(secrets.token_bytes(32))


def save_key(
    signer: Ed25519Signer, path: Path, *, passphrase: str, strength: Strength = EVERYDAY
) -> None:
    """Write a key file, whole or not at all; its folder is made when it is not there.

    Raises:
        KeyExistsError: there is a file of that name.
        KeyStoreError: the folder cannot be written.
    """
    secret = Secret(name=signer.name, public=signer.public_key, secret=signer.key.seed)
    save_secret(secret, path, passphrase=passphrase, strength=strength)


def load_key(path: Path, *, passphrase: str) -> Ed25519Signer:
    """Open a key file.

    Raises:
        KeyStoreError: there is no such file, or it cannot be read.
        KeysOpenError: others may read it or its folder.
        KeyFileError: it is not a key file, or has been altered.
        PassphraseError: the passphrase is not the one it was made with.
    """
    found = load_secret(path, passphrase=passphrase)
    if len(found.secret) != 32 or Ed25519Key(found.secret).public_key != found.public:
        raise KeyFileError(f"the key `{path.name}` holds another key than it says")
    return Ed25519Key(found.secret).named(found.name)


def save_secret(
    secret: Secret, path: Path, *, passphrase: str, strength: Strength = EVERYDAY
) -> None:
    """Write the file of a secret that is kept like a key, whole or not at all.

    Raises:
        KeyExistsError: there is a file of that name.
        KeyStoreError: the folder cannot be written.
    """
    if not passphrase:
        strength = WEAKEST
    salt = secrets.token_bytes(argon2id.SALTBYTES)
    box = SecretBox(_stretch(passphrase, salt, strength))
    fields = {
        "format": _FORMAT,
        "memory": strength.memory,
        "name": secret.name,
        "operations": strength.operations,
        "protection": _PROTECTED if passphrase else _UNPROTECTED,
        "public": encode_base64(secret.public),
        "salt": encode_base64(salt),
        "wrapped": encode_base64(bytes(box.encrypt(secret.secret))),
    }
    text = json.dumps(fields, indent=1, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(path, text.encode("utf-8"))
    except OSError as error:
        if path.exists():
            raise KeyExistsError(f"the key `{path.name}` is there already") from None
        raise KeyStoreError(
            f"the key `{path.name}` could not be written: {error.strerror}"
        ) from None


def load_secret(path: Path, *, passphrase: str) -> Secret:
    """Open the file of a secret.

    Raises:
        KeyStoreError, KeysOpenError, KeyFileError, PassphraseError: as for `load_key`.
    """
    _refuse_open(path.parent)
    _refuse_open(path)
    try:
        with path.open("rb") as file:
            data = file.read(_FILE_BYTES_MAX + 1)
    except OSError as error:
        raise KeyStoreError(f"the key `{path.name}` cannot be read: {error.strerror}") from None
    name, public_key, salt, strength, wrapped = _read(data, path.name)
    try:
        secret = SecretBox(_stretch(passphrase, salt, strength)).decrypt(wrapped)
    except (nacl.exceptions.CryptoError, nacl.exceptions.ValueError):
        raise PassphraseError(
            f"the passphrase does not open the key `{path.name}`",
            hint="a key made without a passphrase opens with an empty one",
        ) from None
    return Secret(name=name, public=public_key, secret=bytes(secret))


def seal_box(public_key: bytes, data: bytes) -> bytes:
    """Seal `data` so that only the holder of the key opens it, and nobody knows who sealed it."""
    curve = PublicKey(crypto_sign_ed25519_pk_to_curve25519(public_key))
    return bytes(SealedBox(curve).encrypt(data))


def public_key_of(path: Path) -> bytes:
    """Read the public half of a key file, for which no passphrase is needed.

    Raises:
        KeyStoreError: there is no such file, or it cannot be read.
        KeyFileError: it is not a key file.
    """
    try:
        with path.open("rb") as file:
            return _read(file.read(_FILE_BYTES_MAX + 1), path.name)[1]
    except OSError as error:
        raise KeyStoreError(f"the key `{path.name}` cannot be read: {error.strerror}") from None


def _stretch(passphrase: str, salt: bytes, strength: Strength) -> bytes:
    return argon2id.kdf(
        SecretBox.KEY_SIZE,
        passphrase.encode("utf-8"),
        salt,
        opslimit=strength.operations,
        memlimit=strength.memory,
    )


def _read(data: bytes, file_name: str) -> tuple[str, bytes, bytes, Strength, bytes]:
    fault = KeyFileError(f"`{file_name}` is not a key file of this version")
    try:
        fields = json.loads(data) if len(data) <= _FILE_BYTES_MAX else None
    except (ValueError, RecursionError):
        raise fault from None
    if not isinstance(fields, dict) or fields.get("format") != _FORMAT:
        raise fault
    texts = [fields.get(each) for each in ("public", "salt", "wrapped")]
    public_key, salt, wrapped = (
        decode_base64(text) if isinstance(text, str) else None for text in texts
    )
    name, work, memory = fields.get("name"), fields.get("operations"), fields.get("memory")
    if not isinstance(name, str) or public_key is None or wrapped is None:
        raise fault
    if salt is None or len(salt) != argon2id.SALTBYTES:
        raise fault
    if type(work) is not int or not argon2id.OPSLIMIT_MIN <= work <= _OPERATIONS_MAX:
        raise fault
    if type(memory) is not int or not argon2id.MEMLIMIT_MIN <= memory <= _MEMORY_MAX:
        raise fault
    return name, public_key, salt, Strength(operations=work, memory=memory), wrapped


def _refuse_open(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise KeyStoreError(f"the key `{path.name}` cannot be read: {error.strerror}") from None
    # Windows has no such modes; there the user's profile folder is what keeps others out.
    if sys.platform != "win32" and mode & 0o077:
        raise KeysOpenError(
            f"others on this machine can read `{path.name}`",
            hint=f"chmod go-rwx {path.name}",
        )


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there, so that no crash leaves a part of it under its name."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, fails where the name is taken.
        os.link(partial, path)
    finally:
        with suppress(OSError):
            partial.unlink()
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
