"""Who vouches for this laptop on the set's own network? An authority made for this production.

    authority   P-256, 120 days, made once; devices may choose to trust it
      leaf      P-256, 30 days, for this laptop's name and its present addresses

It is made so that it can vouch for little, and the devices' own checks keep it to that: for the
cart's name and for addresses inside private networks; for servers; for no further authority. Both
keys come from one secret, `keys/set-authority-N.json`, wrapped like every other key. An authority
that ends is followed by the next one, which devices have to be told of anew.

Limit: whoever has the secret can pose as any device inside a private network, towards those who
trust the authority. The joining pages say so, and that it is taken off again after the shoot.

Source: RFC 5280 section 4.2.1.10 (name constraints); what telephones ask of a leaf: at most 825
days, a subject alternative name, use for servers.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from provesafe.adapters.keys import KeyFileError, Secret, load_secret, save_secret

__all__ = ["RENEW", "Leaf", "SetAuthority", "cart_name", "open_authority", "vouched_for"]

AUTHORITY_DAYS = 120
LEAF_DAYS = 30
RENEW = timedelta(days=3)
"""A leaf that ends within this time is followed by a new one."""
EARLY = timedelta(hours=25)
"""A telephone whose clock is a day behind still takes it."""

PRIVATE = tuple(
    ipaddress.ip_network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)
"""The networks that it may vouch in."""

# SOURCE: FIPS 186-5, P-256: the order of the base point.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What the laptop shows a device that connects; `repr` leaves the key out."""

    certificate: bytes
    """DER."""
    chain: bytes
    """PEM: its certificate."""
    key: bytes = field(repr=False)
    """PEM, encrypted with `password`."""
    password: bytes = field(repr=False)
    names: tuple[str, ...]
    """What it vouches for: the name, then addresses."""
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAuthority:
    """The authority of one production."""

    name: str
    """The cart's name on its network, `….local`."""
    certificate: bytes
    """DER: what a device is given to trust."""
    secret: bytes = field(repr=False)

    @property
    def ends(self) -> datetime:
        """When it ends."""
        return x509.load_der_x509_certificate(self.certificate).not_valid_after_utc

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate as devices show it: pairs of hex digits."""
        return hashlib.sha256(self.certificate).digest().hex(" ").upper()

    def issue(self, addresses: Sequence[str], *, now_ms: int, kept: bytes = b"") -> Leaf:
        """Make a leaf for the name and these addresses.

        Args:
            addresses: of this laptop; those outside private networks are left out.
            now_ms: the laptop's clock.
            kept: the certificate of an earlier leaf, taken again if it fits and lasts: whoever
                looked at it once is then not asked again.
        """
        own = tuple(one for one in addresses if vouched_for(one))
        key = _key(self.secret, b"leaf")
        if (certificate := self._kept(kept, own, now_ms)) is None:
            certificate = self._signed(key, own, _moment(now_ms))
        password = secrets.token_hex(24).encode()
        return Leaf(
            certificate=certificate.public_bytes(serialization.Encoding.DER),
            chain=certificate.public_bytes(serialization.Encoding.PEM),
            key=key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(password),
            ),
            password=password,
            names=(self.name, *own),
            ends=certificate.not_valid_after_utc,
        )

    def _signed(
        self, key: ec.EllipticCurvePrivateKey, own: Sequence[str], now: datetime
    ) -> x509.Certificate:
        names: list[x509.GeneralName] = [x509.DNSName(self.name)]
        names += [x509.IPAddress(ipaddress.ip_address(one)) for one in own]
        issuer = x509.load_der_x509_certificate(self.certificate)
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)]))
            .issuer_name(issuer.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - EARLY)
            .not_valid_after(min(now + timedelta(days=LEAF_DAYS), issuer.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(_identifier(issuer), critical=False)
            .sign(_key(self.secret, b"authority"), hashes.SHA256())
        )

    def _kept(self, kept: bytes, own: Sequence[str], now_ms: int) -> x509.Certificate | None:
        """An earlier leaf, if it is ours, says the same names and lasts."""
        try:
            found = x509.load_der_x509_certificate(kept)
            found.verify_directly_issued_by(x509.load_der_x509_certificate(self.certificate))
            said = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
            return None
        addresses = sorted(str(one) for one in said.get_values_for_type(x509.IPAddress))
        fits = addresses == sorted(own) and said.get_values_for_type(x509.DNSName) == [self.name]
        own_key = found.public_key() == _key(self.secret, b"leaf").public_key()
        lasts = found.not_valid_after_utc - _moment(now_ms) > RENEW
        return found if fits and own_key and lasts else None


def open_authority(keys: Path, *, title: str, passphrase: str, now_ms: int) -> SetAuthority:
    """Open the newest authority of a production; make one where there is none that lasts.

    Args:
        keys: the folder of its keys.
        title: what the production is called; the cart's name on the network comes from it.
        passphrase: of its keys.
        now_ms: the laptop's clock.

    Raises:
        KeyFileError: a file there is no authority of ours.
        KeyStoreError, KeysOpenError, PassphraseError: as for any key.
    """
    found = sorted(keys.glob("set-authority-*.json"))
    if found:
        kept = load_secret(found[-1], passphrase=passphrase)
        authority = _read(kept, found[-1].name)
        if authority.ends - _moment(now_ms) > timedelta(days=1):
            return authority
    made = _make(cart_name(title), title, now_ms)
    kept = Secret(name=made.name, public=made.certificate, secret=made.secret)
    save_secret(kept, keys / f"set-authority-{len(found) + 1:04}.json", passphrase=passphrase)
    return made


def cart_name(title: str) -> str:
    """The cart's name on its network; it never says that anything is without danger."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    kept = "-".join(word for word in words if "safe" not in word)[:40].strip("-")
    return f"cart-{kept}.local" if kept else "cart.local"


def vouched_for(address: str) -> bool:
    """Whether an address is one that an authority of ours may vouch for."""
    one = ipaddress.ip_address(address)
    return any(one.version == net.version and one in net for net in PRIVATE)


def _make(name: str, title: str, now_ms: int) -> SetAuthority:
    secret = secrets.token_bytes(32)
    key = _key(secret, b"authority")
    now = _moment(now_ms)
    said = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Set of {title}"[:60])])
    allowed: list[x509.GeneralName] = [x509.DNSName(name)]
    allowed += [x509.IPAddress(net) for net in PRIVATE]
    made = (
        x509.CertificateBuilder()
        .subject_name(said)
        .issuer_name(said)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLY)
        .not_valid_after(now + timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    der = made.public_bytes(serialization.Encoding.DER)
    return SetAuthority(name=name, certificate=der, secret=secret)


def _read(kept: Secret, file_name: str) -> SetAuthority:
    fault = KeyFileError(f"`{file_name}` is no authority of a set")
    try:
        certificate = x509.load_der_x509_certificate(kept.public)
    except ValueError:
        raise fault from None
    if len(kept.secret) != 32 or certificate.public_key() != (
        _key(kept.secret, b"authority").public_key()
    ):
        raise fault
    return SetAuthority(name=kept.name, certificate=kept.public, secret=kept.secret)


def _key(secret: bytes, purpose: bytes) -> ec.EllipticCurvePrivateKey:
    """One of the keys that come from the secret."""
    # 48 bytes, so that no residue of the order is likelier than another.
    stretched = HKDF(
        algorithm=hashes.SHA256(), length=48, salt=None, info=b"provesafe set " + purpose
    ).derive(secret)
    number = int.from_bytes(stretched, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _identifier(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    found = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(found.value)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, UTC)
