"""Key files, and the library that signs and checks."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from provesafe.adapters.keys import (
    EVERYDAY,
    WEAKEST,
    Ed25519Key,
    KeyExistsError,
    KeyFileError,
    KeysOpenError,
    KeyStoreError,
    PassphraseError,
    Strength,
    ed25519_accepts,
    generate_key,
    load_key,
    save_key,
)
from provesafe.errors import InputError
from provesafe.ledger import check_ed25519

# SOURCE: RFC 8032 section 7.1, TEST 2.
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
SIGNER = Ed25519Key(SEED).named("dry-creek.example/d/laptop")


def save(path: Path, passphrase: str = "four words of hers") -> Path:
    """Write the signer's key file, with little work for each guess."""
    save_key(SIGNER, path, passphrase=passphrase, strength=WEAKEST)
    return path


def test_it_signs_as_published() -> None:
    """The library gives the signature that the standard gives for its key and message."""
    key = Ed25519Key(SEED)
    assert (key.public_key, key.sign(b"\x72")) == (PUBLIC, SIGNATURE)


def test_it_accepts_that_signature_only() -> None:
    """The published signature is accepted, and no other key, message or signature."""
    assert ed25519_accepts(PUBLIC, SIGNATURE, b"\x72")
    assert not ed25519_accepts(PUBLIC, SIGNATURE, b"\x73")
    assert not ed25519_accepts(generate_key().public_key, SIGNATURE, b"\x72")
    assert not ed25519_accepts(PUBLIC, SIGNATURE[:-1] + b"\1", b"\x72")
    assert not ed25519_accepts(PUBLIC[:31], SIGNATURE, b"\x72")


def test_generated_keys_differ_and_may_be_enrolled() -> None:
    """Two generated keys differ, and neither is one that must be refused."""
    keys = [generate_key() for _ in range(2)]
    for key in keys:
        check_ed25519(key.public_key)
    assert keys[0].public_key != keys[1].public_key


def test_a_private_key_is_not_printed() -> None:
    """What a key prints as, in a log or a test failure, does not hold its seed."""
    assert SEED.hex() not in repr(SIGNER).replace("\\x", "")
    assert "seed" not in repr(SIGNER)


def test_a_saved_key_is_loaded(tmp_path: Path) -> None:
    """The passphrase it was saved with opens a key file, folder and all."""
    path = save(tmp_path / "keys" / "laptop.key")
    assert load_key(path, passphrase="four words of hers") == SIGNER


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    """The folder is made 0700 and the file 0600."""
    path = save(tmp_path / "keys" / "laptop.key")
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in path.parent.iterdir()) == ["laptop.key"]


@pytest.mark.parametrize("opened", ["keys", "keys/laptop.key"])
def test_a_key_that_others_can_read_is_not_used(tmp_path: Path, opened: str) -> None:
    """A file or a folder open to others stops the program, with the command that closes it."""
    path = save(tmp_path / "keys" / "laptop.key")
    (tmp_path / opened).chmod(0o755)
    with pytest.raises(KeysOpenError) as caught:
        load_key(path, passphrase="four words of hers")
    assert "chmod" in caught.value.hint


def test_the_seed_does_not_stand_in_the_file(tmp_path: Path) -> None:
    """A key file with a passphrase holds the seed in no form that can be searched for."""
    text = save(tmp_path / "keys" / "laptop.key").read_text()
    assert SEED.hex() not in text
    assert json.loads(text)["protection"] == "argon2id of a passphrase"


def test_an_empty_passphrase_is_said_in_the_file(tmp_path: Path) -> None:
    """A key without a passphrase opens with an empty one and says what that means."""
    path = save(tmp_path / "keys" / "laptop.key", passphrase="")
    assert load_key(path, passphrase="") == SIGNER
    assert "whoever reads this file can sign" in path.read_text()


@pytest.mark.parametrize("wrong", ["", "four words of his", "Four words of hers"])
def test_another_passphrase_does_not_open_it(tmp_path: Path, wrong: str) -> None:
    """A wrong passphrase is told apart from a damaged file."""
    path = save(tmp_path / "keys" / "laptop.key")
    with pytest.raises(PassphraseError):
        load_key(path, passphrase=wrong)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """Saving under a name that is taken fails, and the old key is still there."""
    path = save(tmp_path / "keys" / "laptop.key")
    before = path.read_bytes()
    with pytest.raises(KeyExistsError):
        save_key(generate_key().named("other"), path, passphrase="", strength=WEAKEST)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["laptop.key"]


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "provesafe.key/v2"},
        {"name": 7},
        {"public": "QQ="},
        {"public": None},
        {"salt": "QQ=="},
        {"wrapped": None},
        {"operations": True},
        {"operations": 0},
        {"operations": 17},
        {"memory": 2**40},
        {"memory": 1},
        {"memory": "much"},
    ],
)
def test_an_altered_file_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    """A field of another type, or one that asks for hours of work, is refused at once."""
    path = save(tmp_path / "keys" / "laptop.key")
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    with pytest.raises(KeyFileError):
        load_key(path, passphrase="four words of hers")


def test_a_file_with_another_public_key_is_refused(tmp_path: Path) -> None:
    """The key inside must be the one that the file says it is."""
    path = save(tmp_path / "keys" / "laptop.key")
    fields = json.loads(path.read_text()) | {"public": "A" * 43 + "="}
    path.write_text(json.dumps(fields))
    with pytest.raises(KeyFileError):
        load_key(path, passphrase="four words of hers")


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b"[" * 5000, b"{" + b" " * 9000])
def test_what_is_no_key_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """Any other file is refused, however long or deep."""
    path = save(tmp_path / "keys" / "laptop.key")
    path.write_bytes(data)
    with pytest.raises(KeyFileError):
        load_key(path, passphrase="")


def test_a_key_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    """A missing file, and a folder that cannot be made, are named without a traceback."""
    tmp_path.chmod(0o700)
    with pytest.raises(KeyStoreError):
        load_key(tmp_path / "none.key", passphrase="")
    (tmp_path / "keys").write_text("in the way")
    with pytest.raises(KeyStoreError):
        save(tmp_path / "keys" / "laptop.key")


def test_everyday_work_is_real_work() -> None:
    """A guess at an everyday passphrase costs at least 64 MiB, three times over."""
    assert Strength(operations=3, memory=64 * 2**20) == EVERYDAY


def test_a_seed_has_32_bytes() -> None:
    """Anything else is no key."""
    with pytest.raises(InputError):
        Ed25519Key(b"short")
