"""The encrypted way to this laptop: one context of TLS, whose certificate follows its addresses.

    way = EncryptedWay(authority, addresses=…, clock=…)
    uvicorn serves with `way.context`; every few seconds: moved = way.follow()

Connections that are open go on; new ones are shown the new certificate at once. The same leaf is
shown after a restart as long as it fits, so that nobody who looked at it once is asked again.
"""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from provesafe.adapters.web.house import Encrypted
from provesafe.adapters.web.joining.encrypting.authority import (
    RENEW,
    Leaf,
    SetAuthority,
    vouched_for,
)

__all__ = ["AddressSource", "EncryptedWay"]

AddressSource = Callable[[], tuple[str, ...]]
"""The addresses of this laptop, the likeliest first."""


class EncryptedWay:
    """What this laptop shows to devices that connect over TLS."""

    def __init__(
        self,
        authority: SetAuthority,
        *,
        addresses: AddressSource,
        clock: Callable[[], int],
        kept: Path | None = None,
    ) -> None:
        """
        Args:
            authority: of this production.
            addresses: asked again each time.
            clock: the laptop's clock, in milliseconds.
            kept: the file in which the present leaf's certificate is kept for the next start.
        """
        self._kept = kept
        self.authority = authority
        self._source = addresses
        self._clock = clock
        self.addresses: tuple[str, ...] = ()
        """What it vouches for now, beside the name."""
        self._leaf: Leaf | None = None
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])
        self.follow()

    def follow(self) -> bool:
        """Look at the addresses; where they changed or the leaf ends soon, show a new one.

        Returns:
            Whether the addresses changed.
        """
        own = tuple(one for one in self._source() if vouched_for(one))
        now_ms = self._clock()
        moved = own != self.addresses
        if self._leaf is None or moved or self._leaf.ends - _moment(now_ms) < RENEW:
            self._leaf = self.authority.issue(own, now_ms=now_ms, kept=self._read_kept())
            self._show(self._leaf)
            self._keep(self._leaf)
        self.addresses = own
        return moved

    def told(self, found: tuple[str, ...], port: int) -> Encrypted:
        """What pages say of it.

        Args:
            found: where this laptop was found, the likeliest first.
            port: where the encrypted way listens.
        """
        by_name = f"https://{self.authority.name}:{port}"
        first = next(iter(found), "")
        return Encrypted(
            # An address of the internet's is not vouched for; then there is the name alone.
            link=f"https://{first}:{port}" if first in self.addresses else by_name,
            by_name=by_name,
            certificate=self.authority.certificate,
            fingerprint=self.authority.fingerprint,
            ends=self.authority.ends.date().isoformat(),
        )

    @property
    def leaf(self) -> bytes:
        """The certificate that is shown now, in DER."""
        return self._leaf.certificate if self._leaf else b""

    def _show(self, leaf: Leaf) -> None:
        # The context takes files only: they lie there, the key encrypted, for an instant.
        with tempfile.TemporaryDirectory(prefix="provesafe-") as made:
            chain, key = Path(made) / "chain", Path(made) / "key"
            chain.write_bytes(leaf.chain)
            key.write_bytes(leaf.key)
            self.context.load_cert_chain(chain, key, password=leaf.password)

    def _read_kept(self) -> bytes:
        # Read once: what was shown since is the leaf of another place, or one that ends.
        if self._kept is None or self._leaf is not None:
            return b""
        with suppress(OSError):
            return self._kept.read_bytes()
        return b""

    def _keep(self, leaf: Leaf) -> None:
        if self._kept is not None:
            # Without it the next start shows a new one; nothing depends on that.
            with suppress(OSError):
                self._kept.write_bytes(leaf.certificate)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, UTC)
