"""A time stamp over a seal, from somebody outside who knows nothing of the record (RFC 3161).

Only where a network is there and somebody names an authority. What is stamped is the SHA-256 of a
checkpoint's three lines; what comes back stands in `DIR/anchors/<size>.tsr`, outside the tree, and
its digest goes into the next `open_day`: entries behind that were made after the authority's time.

Checked here: that the answer is about these bytes, that what is signed says so, and that the
certificate that came along signed it, may stamp times and was in force. Whether that certificate is
worth anything is for whoever names its authority (`--tsa-ca`); anybody else's program can check all
of it again:

    head -n 3 checkpoint > text; openssl ts -verify -data text -in SIZE.tsr -CAfile ca.pem

Source: RFC 3161 sections 2.4.1, 2.4.2; RFC 5652 section 5.4.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from provesafe.adapters.days.der import (
    INTEGER,
    OBJECT_ID,
    OCTETS,
    SEQUENCE,
    SET,
    TRUE,
    DerError,
    Node,
    integer,
    node,
    object_id,
    read,
)
from provesafe.errors import UnavailableError, VerificationError
from provesafe.ledger import split_note

__all__ = [
    "ANCHORS",
    "Stamp",
    "StampError",
    "get_stamp",
    "keep_stamp",
    "read_anchors",
    "read_stamp",
]

ANCHORS = "anchors"

_SHA256 = object_id("2.16.840.1.101.3.4.2.1")
_HASHES: Mapping[bytes, type[hashes.HashAlgorithm]] = {
    _SHA256: hashes.SHA256,
    object_id("2.16.840.1.101.3.4.2.2"): hashes.SHA384,
    object_id("2.16.840.1.101.3.4.2.3"): hashes.SHA512,
}
_SIGNED_DATA = object_id("1.2.840.113549.1.7.2")
_STAMP_INFO = object_id("1.2.840.113549.1.9.16.1.4")
_MESSAGE_DIGEST = object_id("1.2.840.113549.1.9.4")
_WAIT_SECONDS = 10.0
_STAMP_BYTES_MAX = 65_535


class StampError(VerificationError):
    """A time stamp is not about these bytes, or does not check."""

    code = "days.stamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a time stamp says, once it has been checked."""

    seconds: int
    """The authority's time, since the Unix epoch."""
    signer: str
    """Whose certificate signed it."""
    trusted: bool
    """Whether an authority that the reader named had issued that certificate."""


def get_stamp(url: str, note: bytes, *, wait_seconds: float = _WAIT_SECONDS) -> bytes:
    """Ask an authority to stamp a checkpoint.

    Args:
        url: the authority's address.
        note: the checkpoint; its three lines are what is stamped.
        wait_seconds: how long to wait for it.

    Returns:
        The authority's whole answer, checked.

    Raises:
        UnavailableError: it cannot be reached, or did not stamp.
        StampError: what came back is not about these bytes.
    """
    if not url.startswith(("http://", "https://")):
        raise UnavailableError(f"`{url}` is no address of a time stamp authority")
    nonce = secrets.randbits(63)
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
        url,
        data=_request(_digest(note), nonce),
        headers={"Content-Type": "application/timestamp-query"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=wait_seconds) as answer:  # noqa: S310
            data = bytes(answer.read(_STAMP_BYTES_MAX + 1))
    except (OSError, ValueError) as error:
        raise UnavailableError(f"`{url}` cannot be reached: {error}") from error
    read_stamp(data, note, nonce=nonce)
    return data


def read_stamp(
    data: bytes,
    note: bytes,
    *,
    nonce: int | None = None,
    authorities: Sequence[x509.Certificate] = (),
) -> Stamp:
    """Check a time stamp over a checkpoint.

    Args:
        data: the authority's answer.
        note: the checkpoint.
        nonce: what was asked with, if that is known.
        authorities: certificates that the reader trusts.

    Raises:
        StampError: it is no stamp, not over these bytes, or its signature does not verify.
    """
    if len(data) > _STAMP_BYTES_MAX:
        raise StampError("a time stamp is longer than any")
    try:
        signed = _signed_data(read(data))
        info = read(signed.part(2, SEQUENCE).part(1, 0xA0).part(0, OCTETS).content)
        _check_imprint(info, _digest(note), nonce)
        certificate, others = _check_signature(signed)
        moment = _moment(info)
    except (DerError, ValueError) as error:
        raise StampError(f"not a time stamp: {error}") from None
    if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
        raise StampError("its certificate was not in force at the time it gives")
    return Stamp(
        seconds=int(moment.timestamp()),
        signer=certificate.subject.rfc4514_string(),
        trusted=any(_issued(certificate, authority, others) for authority in authorities),
    )


def read_anchors(folder: Path) -> dict[int, bytes]:
    """Give the time stamps that are kept beside a production's record, by size."""
    place = folder / ANCHORS
    found = sorted(place.glob("*.tsr")) if place.is_dir() else []
    return {int(one.stem): one.read_bytes() for one in found if one.stem.isdecimal()}


def keep_stamp(folder: Path, size: int, data: bytes) -> None:
    """Keep the stamp `data` over the checkpoint of `size` beside the record in `folder`.

    Raises:
        UnavailableError: it cannot be written.
    """
    path = folder / ANCHORS / f"{size}.tsr"
    try:
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(path.name + ".part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise UnavailableError(f"`{path.name}` cannot be written: {error.strerror}") from error


def _digest(note: bytes) -> bytes:
    return hashlib.sha256(split_note(note)[0]).digest()


def _imprint(digest: bytes) -> bytes:
    return node(SEQUENCE, node(SEQUENCE, _SHA256, b"\x05\x00"), node(OCTETS, digest))


def _request(digest: bytes, nonce: int) -> bytes:
    return node(SEQUENCE, integer(1), _imprint(digest), integer(nonce), TRUE)


def _signed_data(answer: Node) -> Node:
    status = answer.part(0, SEQUENCE).part(0, INTEGER).content
    if status not in (b"\x00", b"\x01"):
        raise StampError("the authority did not stamp it")
    content = answer.part(1, SEQUENCE)
    if content.part(0, OBJECT_ID).whole != _SIGNED_DATA:
        raise StampError("not a time stamp: it holds something else")
    signed = content.part(1, 0xA0).part(0, SEQUENCE)
    if signed.part(2, SEQUENCE).part(0, OBJECT_ID).whole != _STAMP_INFO:
        raise StampError("not a time stamp: it holds something else")
    return signed


def _check_imprint(info: Node, digest: bytes, nonce: int | None) -> None:
    imprint = info.part(2, SEQUENCE)
    kind = imprint.part(0, SEQUENCE).part(0, OBJECT_ID).whole
    if kind != _SHA256 or imprint.part(1, OCTETS).content != digest:
        raise StampError("it stamps other bytes than this checkpoint")
    later = [each.whole for each in info.parts()[5:]]
    if nonce is not None and integer(nonce) not in later:
        raise StampError("it answers another question")


def _moment(info: Node) -> datetime:
    text = info.part(4, 0x18).content.decode("ascii")
    whole = text.removesuffix("Z").partition(".")[0]
    return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _check_signature(signed: Node) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """See that a certificate which came along signed what is said; give it and the others."""
    content = signed.part(2, SEQUENCE).part(1, 0xA0).part(0, OCTETS).content
    bags = [each for each in signed.parts() if each.tag == 0xA0]
    certificates = [
        x509.load_der_x509_certificate(each.whole) for bag in bags for each in bag.parts()
    ]
    (signer,) = signed.parts()[-1].parts()
    digest_kind = _HASHES.get(signer.part(2, SEQUENCE).part(0, OBJECT_ID).whole)
    attributes = signer.part(3, 0xA0)
    if digest_kind is None or signed.parts()[-1].tag != SET:
        raise StampError("it is signed in a way that is not known here")
    digest = hashes.Hash(digest_kind())
    digest.update(content)
    wanted = node(OCTETS, digest.finalize())
    said = [
        each.part(1, SET).content
        for each in attributes.parts()
        if each.part(0, OBJECT_ID).whole == _MESSAGE_DIGEST
    ]
    if said != [wanted]:
        raise StampError("what is signed is not what it says")
    # RFC 5652: the attributes are signed as a SET, whatever stands before them here.
    text = node(SET, attributes.content)
    signature = signer.part(5, OCTETS).content
    for certificate in certificates:
        if _may_stamp(certificate) and _signs(certificate, signature, text, digest_kind()):
            return certificate, certificates
    raise StampError("no certificate that came along signed it, or none that may stamp times")


def _may_stamp(certificate: x509.Certificate) -> bool:
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return list(uses.value) == [ExtendedKeyUsageOID.TIME_STAMPING] and uses.critical


def _signs(
    certificate: x509.Certificate, signature: bytes, text: bytes, kind: hashes.HashAlgorithm
) -> bool:
    key = certificate.public_key()
    try:
        match key:
            case rsa.RSAPublicKey():
                key.verify(signature, text, padding.PKCS1v15(), kind)
            case ec.EllipticCurvePublicKey():
                key.verify(signature, text, ec.ECDSA(kind))
            case ed25519.Ed25519PublicKey():
                key.verify(signature, text)
            case _:
                return False
    except InvalidSignature:
        return False
    return True


def _issued(
    certificate: x509.Certificate,
    authority: x509.Certificate,
    others: Sequence[x509.Certificate],
    *,
    depth: int = 3,
) -> bool:
    """Whether an authority issued a certificate, itself or through others that came along."""
    if certificate == authority:
        return True
    for issuer in (authority, *others):
        try:
            certificate.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            continue
        if issuer == authority or (depth and _issued(issuer, authority, others, depth=depth - 1)):
            return True
    return False
