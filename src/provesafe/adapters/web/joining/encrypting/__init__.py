"""The encrypted way to the laptop: an authority of the set, its certificate, the cart's name."""

from provesafe.adapters.web.joining.encrypting.announcing import Announcer
from provesafe.adapters.web.joining.encrypting.authority import (
    SetAuthority,
    cart_name,
    open_authority,
)
from provesafe.adapters.web.joining.encrypting.way import AddressSource, EncryptedWay

__all__ = [
    "AddressSource",
    "Announcer",
    "EncryptedWay",
    "SetAuthority",
    "cart_name",
    "open_authority",
]
