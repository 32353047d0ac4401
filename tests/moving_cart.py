"""A cart whose address changes when a file says so: `python tests/moving_cart.py FOLDER FILE`.

It serves a demo on both ways as `provesafe serve --demo --tls` does; only where this laptop is, it
reads from the file's lines. It prints its plain and its encrypted link, and prints both again when
it has moved.
"""

from __future__ import annotations

import sys
from pathlib import Path

from provesafe.adapters.web import DEMO_PIN, House, Secured, demo_badges, make_demo, serve
from provesafe.adapters.web.joining.encrypting import Announcer, EncryptedWay, open_authority
from provesafe.adapters.wiring import KEYS, book_finder, now_ms


def main() -> None:
    """Serve until told to stop."""
    folder, told = Path(sys.argv[1]), Path(sys.argv[2])
    production = make_demo(folder, now_ms=now_ms(), zone="America/Denver")
    badges = demo_badges(production, folder)

    def addresses() -> tuple[str, ...]:
        return tuple(told.read_text().split())

    def say(house: House) -> None:
        link = house.encrypted.link if house.encrypted is not None else ""
        print(house.addresses[0], link, flush=True)

    authority = open_authority(folder / KEYS, title="Dry Creek", passphrase="", now_ms=now_ms())
    way = EncryptedWay(authority, addresses=addresses, clock=now_ms)
    named = Announcer(authority.name, 0)
    serve(
        production,
        folder,
        book_of=book_finder(folder),
        clock=now_ms,
        host="0.0.0.0",
        port=0,
        ready=lambda house, _port: say(house),
        demo=badges,
        demo_pin=DEMO_PIN,
        secured=Secured(way=way, port=0, named=named, addresses=addresses, moved=say),
    )


if __name__ == "__main__":
    main()
