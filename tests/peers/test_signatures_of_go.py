"""The signatures that Go's own library of Ed25519 is tested with, from Debian's package."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

from provesafe.adapters.keys import Ed25519Key, ed25519_accepts
from provesafe.ledger.keys import accepts


def test_every_signature_of_go_is_ours() -> None:
    """Key from seed, signature from key, verdict on each: the same; with one bit more, refused."""
    asked = subprocess.run(["go", "env", "GOROOT"], capture_output=True, text=True, check=True)
    source = Path(asked.stdout.strip()) / "src/crypto/ed25519/testdata/sign.input.gz"
    lines = gzip.decompress(source.read_bytes()).decode("ascii").split()
    for number, line in enumerate(lines):
        secret, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        value, key = signed[:64], Ed25519Key(secret[:32])
        assert secret[32:] == public == key.public_key
        assert signed[64:] == message
        assert key.sign(message) == value
        assert accepts(ed25519_accepts, public, value, message)
        at = number % 64
        changed = value[:at] + bytes([value[at] ^ 1 << number % 8]) + value[at + 1 :]
        assert not accepts(ed25519_accepts, public, changed, message)
    assert len(lines) >= 128
