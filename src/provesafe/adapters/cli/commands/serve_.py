"""`provesafe serve DIR`: run the app on set: the list, the showing, STOP."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path

import click
import segno

from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.store import has_record
from provesafe.adapters.web import (
    DEMO_PIN,
    DemoBadge,
    House,
    Secured,
    demo_badges,
    make_demo,
    own_addresses,
    serve,
    without_collecting,
)
from provesafe.adapters.wiring import KEYS, book_finder, now_ms, open_production
from provesafe.errors import InputError
from provesafe.ledger import parse_entry
from provesafe.service import Production

__all__ = ["command"]

PORT = 8317


@click.command(name="serve")
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--demo", is_flag=True, help="A ready-made day to try out; without DIR, thrown away.")
@click.option(
    "--host",
    default="0.0.0.0",  # noqa: S104 - phones on set must reach it
    show_default=True,
    help="Listen here; 127.0.0.1: no other device.",
)
@click.option("--port", default=PORT, show_default=True, help="The port; 0 for any that is free.")
@click.option("--tls", is_flag=True, help="Encrypt the way to devices; look and STOP stay plain.")
@click.option("--tls-port", default=PORT + 1, show_default=True, help="The encrypted way's port.")
@click.option("--browser/--no-browser", default=True, help="Open the list where a browser is.")
def command(
    folder: Path | None,
    demo: bool,
    host: str,
    port: int,
    tls: bool,
    tls_port: int,
    browser: bool,
) -> None:
    """Serve the production DIR to this laptop and the devices of the set, until Ctrl-C.

    It prints the address of the list and a QR code for the crew. The link for the laptop itself is
    for nobody else: it opens badges and PINs. With `--tls`, everything that is entered on other
    devices comes by an encrypted way, under an authority made for this production alone.
    """
    if folder is None and not demo:
        raise InputError("serve needs the folder of a production", hint="or try `--demo`")
    with contextlib.ExitStack() as stack:
        stack.enter_context(without_collecting())
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="provesafe-")))
        passphrase = "" if demo else ask_passphrase()
        production, badges = _opened(folder, demo=demo, passphrase=passphrase)
        secured = None
        if tls:
            try:
                secured = _secured(folder, production, passphrase, host, tls_port)
            except BaseException:
                production.store.close()
                production.disclosures.close()
                raise

        def ready(house: House, at_port: int) -> None:
            for line in _told(house, at_port, host):
                click.echo(line)
            sys.stdout.flush()
            if browser:
                _open_browser(_laptop_link(house, at_port, host))

        serve(
            production,
            folder,
            book_of=book_finder(folder),
            clock=now_ms,
            host=host,
            port=port,
            ready=ready,
            demo=badges,
            demo_pin=DEMO_PIN if demo else "",
            secured=secured,
        )
    click.echo("closed; everything that was entered is in the record", err=True)


def _secured(
    folder: Path, production: Production, passphrase: str, host: str, port: int
) -> Secured:
    """The encrypted way of a production; its authority is made on the first use."""
    # Late: whoever serves plainly need not wait for what encrypts.
    from provesafe.adapters.web.joining.encrypting import Announcer, EncryptedWay, open_authority

    keys = folder / KEYS
    genesis = parse_entry(next(iter(production.store.entries(0, 1))))
    title = str(genesis.fields.get("production", ""))
    authority = open_authority(keys, title=title, passphrase=passphrase, now_ms=now_ms())

    def addresses() -> tuple[str, ...]:
        return own_addresses(host)

    def moved(house: House) -> None:
        click.echo("")
        for line in _told_crew(house):
            click.echo(line)
        sys.stdout.flush()

    way = EncryptedWay(authority, addresses=addresses, clock=now_ms, kept=keys / "set-leaf.der")
    named = Announcer(authority.name, port)
    return Secured(way=way, port=port, named=named, addresses=addresses, moved=moved)


def _opened(
    folder: Path, *, demo: bool, passphrase: str
) -> tuple[Production, tuple[DemoBadge, ...]]:
    if demo and not has_record(folder):
        production = make_demo(folder, now_ms=now_ms(), zone=_zone())
    else:
        production = open_production(folder, passphrase=passphrase)
    try:
        return production, demo_badges(production, folder) if demo else ()
    except BaseException:
        production.store.close()
        production.disclosures.close()
        raise


def _told(house: House, port: int, host: str) -> list[str]:
    """What the terminal says: where the list is, and for whom which link is."""
    kind = "" if house.kind == "real" else f" ({house.kind}: nothing in it is real)"
    return [
        f"{house.title}{kind} is being served until Ctrl-C",
        "",
        f"this laptop      {_laptop_link(house, port, host)}",
        *_told_crew(house),
    ]


def _told_crew(house: House) -> list[str]:
    """What the terminal says of other devices."""
    base = house.addresses[0]
    crew = f"{base}/crew/{house.desk.secret('ps_crew')}"
    encrypted = house.encrypted
    entering = base if encrypted is None else encrypted.link
    viewers = f"{entering}/crew/{house.desk.secret('ps_crew')}?next=viewers"
    lines = [f"viewers' device  {viewers}", f"crew, the list   {crew}"]
    if encrypted is not None:
        lines.append(f"own phones       {entering}/own")
    lines.append(f"guests           {base}/look")
    if len(house.addresses) > 1:
        qr = io.StringIO()
        scanned = crew if encrypted is None else f"{crew}?next=own"
        segno.make(scanned, error="l", micro=False).terminal(out=qr, compact=True, border=1)
        said = "the crew's list" if encrypted is None else "the list, or to join with a phone"
        lines += ["", f"{said}, to scan:", qr.getvalue().rstrip("\n")]
    if encrypted is None and len(house.addresses) > 1:
        lines.append("not encrypted on the way: use the cart's own Wi-Fi and nobody else's")
    return lines


def _laptop_link(house: House, port: int, host: str) -> str:
    here = "127.0.0.1" if host in ("0.0.0.0", "127.0.0.1") else host  # noqa: S104 - compared only
    return f"http://{here}:{port}/laptop/{house.desk.secret('ps_laptop')}"


def _open_browser(link: str) -> None:
    """Open the list where there is a screen; never wait for it, never fail for want of one."""
    has_screen = sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if has_screen and sys.stdout.isatty():
        threading.Thread(target=_try_browser, args=(link,), daemon=True).start()


def _try_browser(link: str) -> None:
    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(link)


def _zone() -> str:
    """The laptop's own zone, by its name; UTC where the system does not tell."""
    with contextlib.suppress(OSError, ValueError):
        linked = str(Path("/etc/localtime").resolve())
        if "/zoneinfo/" in linked:
            return linked.split("/zoneinfo/", 1)[1].removeprefix("posix/")
    return os.environ.get("TZ", "") or "UTC"
