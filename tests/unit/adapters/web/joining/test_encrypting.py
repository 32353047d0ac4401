"""The set's own authority: what it vouches for, what it cannot, and a certificate that follows."""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import ssl
import time
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from provesafe.adapters.keys import KeyFileError, PassphraseError
from provesafe.adapters.web.joining.encrypting import (
    EncryptedWay,
    SetAuthority,
    cart_name,
    open_authority,
)

NOW_MS = 1_790_000_000_000
DAY_MS = 86_400_000


def authority(folder: Path, now_ms: int = NOW_MS, passphrase: str = "") -> SetAuthority:
    """The authority of a production in this folder."""
    keys = folder / "keys"
    return open_authority(keys, title="Dry Creek", passphrase=passphrase, now_ms=now_ms)


def test_it_can_vouch_for_little(tmp_path: Path) -> None:
    """It vouches for the cart's name and private networks alone, for no further authority."""
    made = x509.load_der_x509_certificate(authority(tmp_path).certificate)
    limits = made.extensions.get_extension_for_class(x509.NameConstraints)
    allowed = [one.value for one in limits.value.permitted_subtrees or ()]
    assert limits.critical
    assert [one for one in allowed if isinstance(one, str)] == ["cart-dry-creek.local"]
    networks = [one for one in allowed if not isinstance(one, str)]
    assert networks
    assert all(ipaddress.ip_network(str(one)).is_private for one in networks)
    basic = made.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert made.not_valid_after_utc - made.not_valid_before_utc < timedelta(days=122)


def test_it_is_made_once(tmp_path: Path) -> None:
    """Opened again it is the same; one that ends is followed by the next, both kept."""
    first = authority(tmp_path)
    assert authority(tmp_path, NOW_MS + 30 * DAY_MS).certificate == first.certificate
    later = authority(tmp_path, NOW_MS + 120 * DAY_MS)
    assert later.certificate != first.certificate
    assert authority(tmp_path, NOW_MS + 121 * DAY_MS).certificate == later.certificate
    assert len(list((tmp_path / "keys").iterdir())) == 2


def test_its_secret_is_wrapped(tmp_path: Path) -> None:
    """Its file opens with the passphrase alone, is its owner's alone, and holds no key in clear."""
    made = authority(tmp_path, passphrase="four words of hers")
    (path,) = (tmp_path / "keys").iterdir()
    assert made.secret.hex() not in path.read_bytes().hex()
    assert os.stat(path).st_mode & 0o077 == 0
    with pytest.raises(PassphraseError):
        authority(tmp_path, passphrase="four words of his")


def test_a_key_file_of_another_kind_is_none(tmp_path: Path) -> None:
    """A device's key under an authority's name is not taken for one."""
    made = authority(tmp_path)
    (path,) = (tmp_path / "keys").iterdir()
    other = authority(tmp_path / "other")
    (else_where,) = (tmp_path / "other" / "keys").iterdir()
    assert made.certificate != other.certificate
    swapped = path.read_text().splitlines()
    theirs = else_where.read_text().splitlines()
    place = next(i for i, line in enumerate(swapped) if '"public"' in line)
    swapped[place] = theirs[place]
    path.write_text("\n".join(swapped))
    with pytest.raises(KeyFileError):
        authority(tmp_path)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Dry Creek", "cart-dry-creek.local"),
        ("Safe House 9", "cart-house-9.local"),
        ("Ça ira !", "cart-a-ira.local"),
        ("安全", "cart.local"),
    ],
)
def test_its_name_says_where_not_how(title: str, name: str) -> None:
    """The cart's name comes from the title, without the word that no screen says of a weapon."""
    assert cart_name(title) == name


def test_its_certificate_follows_the_address(tmp_path: Path) -> None:
    """After a move, whoever trusts the set reaches the new address, and the old one no more."""
    found = ["192.168.1.4"]
    now_ms = time.time_ns() // 1_000_000
    made = authority(tmp_path, now_ms)
    kept = tmp_path / "keys" / "set-leaf.der"

    def way_of() -> EncryptedWay:
        return EncryptedWay(made, addresses=lambda: (*found,), clock=lambda: now_ms, kept=kept)

    way = way_of()
    first = way.leaf
    assert _reaches(way, made.certificate, "192.168.1.4")
    assert not way.follow()
    # After a restart nobody who has looked at it is asked again.
    assert (way.leaf, way_of().leaf) == (first, first)
    found[:] = ["10.0.0.7", "8.8.8.8"]
    assert way.follow()
    assert way.addresses == ("10.0.0.7",)
    reached = [one for one in (*found, "192.168.1.4") if _reaches(way, made.certificate, one)]
    assert reached == ["10.0.0.7"]
    assert _reaches(way, made.certificate, "cart-dry-creek.local")
    assert way_of().leaf == way.leaf != first


def test_it_cannot_vouch_for_the_internet(tmp_path: Path) -> None:
    """A leaf that its keys sign for a name outside is refused by the device's own check."""
    now_ms = time.time_ns() // 1_000_000
    made = authority(tmp_path, now_ms)
    posing = dataclasses.replace(made, name="bank.example")
    way = EncryptedWay(posing, addresses=lambda: ("10.0.0.7",), clock=lambda: now_ms)
    assert not _reaches(way, made.certificate, "bank.example")
    assert not _reaches(way, made.certificate, "10.0.0.7")


def test_a_leaf_is_made_anew_before_it_ends(tmp_path: Path) -> None:
    """Three days before its end, and not before, the leaf is followed by another."""
    now = [NOW_MS]
    way = EncryptedWay(authority(tmp_path), addresses=lambda: ("10.0.0.7",), clock=lambda: now[0])
    first = way.leaf
    now[0] += 26 * DAY_MS
    assert not way.follow()
    assert way.leaf == first
    now[0] += 2 * DAY_MS
    assert not way.follow()
    assert way.leaf != first


def _reaches(way: EncryptedWay, trusted: bytes, asked_for: str) -> bool:
    """Whether a device that trusts the authority takes the laptop for what it asked for."""
    context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(trusted))
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    device = context.wrap_bio(back, there, server_hostname=asked_for)
    laptop = way.context.wrap_bio(there, back, server_side=True)
    for one in (device, laptop, device):
        try:
            one.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLCertVerificationError:
            return False
    return device.version() == "TLSv1.3"
