"""`provesafe keys list|make|enrol|rotate|retire|revoke`: which devices sign in a record.

provesafe keys list DIR
provesafe keys make FILE --name scribe-1
provesafe keys enrol DIR --person gil --key FILE --vouch ada=FILE
provesafe keys rotate DIR
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.days.pouring import enter_what_was_left
from provesafe.adapters.keys import (
    Ed25519Signer,
    generate_key,
    load_key,
    public_key_of,
    save_key,
)
from provesafe.adapters.production_keys import (
    CONCERNS,
    concerns_file,
    following,
    key_file,
    make_next_key,
)
from provesafe.adapters.wiring import now_ms, open_production, view_production
from provesafe.errors import InputError, ProvesafeError
from provesafe.ledger import Json, next_key_text, sign_text
from provesafe.service import (
    Production,
    Voucher,
    enrolment,
    enter_signed,
    name_of,
    propose,
    retirement,
    revocation,
    rotate_laptop,
    rotation,
)

__all__ = ["command"]

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
VOUCH = click.option(
    "--vouch",
    "vouching",
    multiple=True,
    metavar="PERSON=FILE",
    help="Who stands for it, with the key file of their own device; repeatable.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vouching:
    """Somebody who stands for it, and the key they sign with."""

    voucher: Voucher
    signer: Ed25519Signer


@click.group(name="keys")
def command() -> None:
    """Say whose devices sign in a record, let one in, put one in another's place, or end one.

    A phone's key is made on the phone and let in over its page. Here are keys in files: of a
    scribe's own laptop, of a stick; and the laptop's own.
    """


@command.command(name="list")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def listed(folder: Path, *, as_json: bool) -> None:
    """List every key that was ever let in, whose it is, and what ended it."""
    with view_production(folder) as production:
        rows = [
            {
                "name": name,
                "role": device.role,
                "person": production.owners.get(name, ""),
                "who": name_of(production, owner) if (owner := production.owners.get(name)) else "",
                "recorder": name == production.writer.recorder,
                "enrolled_at": device.enrolled_at,
                "entries": device.seq + 1,
                "next": bool(device.next_key),
                "ended": device.ended,
                "ended_at": device.ended_at if device.ended else None,
            }
            for name, device in sorted(production.writer.devices.items())
        ]
    if as_json:
        document = {"schema": "provesafe.keys/v1", "keys": rows}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for row in rows:
        whose = "this laptop" if row["recorder"] else row["who"]
        whose = "enters concerns" if row["role"] == CONCERNS else whose or "of nobody in particular"
        until = f"{row['ended']} at entry {row['ended_at']}" if row["ended"] else "signs"
        follows = "" if row["ended"] or row["next"] else "; no key was promised to follow it"
        click.echo(
            f"{row['name']}: {whose}; let in at entry {row['enrolled_at']},"
            f" {row['entries']} entries, {until}{follows}"
        )


@command.command(name="make")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--name", required=True, help="Its key name: a-z, 0-9, `.`, `/`, `-`; no person's.")
def made(file: Path, name: str) -> None:
    """Make a device's key in FILE, and the one that may follow it in FILE.next.

    Keep FILE.next elsewhere: with it the place can be taken back when FILE is lost.
    """
    passphrase = ask_passphrase(new=True, of=file.name)
    save_key(generate_key().named(name), file, passphrase=passphrase)
    later = generate_key().named(f"{name}-next")
    save_key(later, _next_to(file), passphrase=passphrase)
    click.echo(f"made {file} and {_next_to(file)}; keep the second elsewhere")


@command.command(name="enrol")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--person", help="Whose own device it is: their short word, or P-… id.")
@click.option("--key", "file", type=FILE, help="The device's key file.")
@click.option("--concerns", is_flag=True, help="A key for concerns, in a record without one.")
@VOUCH
def enrolled(
    folder: Path, person: str | None, file: Path | None, vouching: Sequence[str], *, concerns: bool
) -> None:
    """Let a device in: it signs from the next entry on, for its person."""
    with _production(folder) as (production, passphrase):
        if concerns:
            by = _vouching(production, vouching)
            index = _enrol_concerns(folder, production, by, passphrase)
        elif person is None or file is None:
            raise click.UsageError("name --person and --key, or --concerns")
        else:
            signer = _device_key(file)
            later = _next_to(file)
            act = enrolment(
                signer.name,
                signer.public_key,
                person=production.people.id_of(person),
                next_digest=next_key_text(public_key_of(later)) if later.exists() else "",
            )
            index = _enter(production, act, _vouching(production, vouching), signer)
    click.echo(f"let in at entry {index}")


@command.command(name="rotate")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--old", help="The key whose place is taken; the laptop's own where it is left out.")
@click.option("--key", "file", type=FILE, help="The key file that was promised to follow.")
@VOUCH
def rotated(folder: Path, old: str | None, file: Path | None, vouching: Sequence[str]) -> None:
    """Put the key that was promised in the place of another, which signs no more."""
    with _production(folder) as (production, passphrase):
        if old is None:
            index = _rotate_own(folder, production, file, passphrase)
        elif file is None:
            raise click.UsageError("name the key file that follows with --key")
        else:
            signer = _device_key(file)
            act = rotation(old, signer.name, signer.public_key)
            index = _enter(production, act, _vouching(production, vouching), signer)
        name = production.device.name
    click.echo(f"entered at {index}" if old else f"the laptop signs as `{name}` from {index} on")


@command.command(name="retire")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("name", metavar="KEY")
@VOUCH
def retired(folder: Path, name: str, vouching: Sequence[str]) -> None:
    """End the key named KEY: what it signed stands."""
    with _production(folder) as (production, _):
        index = _enter(production, retirement(name), _vouching(production, vouching))
    click.echo(f"`{name}` signs nothing behind entry {index}")


@command.command(name="revoke")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("name", metavar="KEY")
@click.option("--suspect-from", type=int, required=True, help="Entry from which it is suspect.")
@click.option("--from", "refused_from", type=int, required=True, help="… surely another's.")
@click.option("--why", required=True, help="What happened to it, in words.")
@VOUCH
def revoked(
    folder: Path,
    name: str,
    suspect_from: int,
    refused_from: int,
    why: str,
    vouching: Sequence[str],
) -> None:
    """Say that the key named KEY is lost, or in other hands, and end it."""
    act = revocation(name, suspect_from=suspect_from, refused_from=refused_from, why=why)
    with _production(folder) as (production, _):
        index = _enter(production, act, _vouching(production, vouching))
    click.echo(f"`{name}` signs nothing behind entry {index}; what it signed is shown as said")


@contextmanager
def _production(folder: Path) -> Iterator[tuple[Production, str]]:
    passphrase = ask_passphrase()
    production = open_production(folder, passphrase=passphrase)
    try:
        yield production, passphrase
    finally:
        production.store.close()
        production.disclosures.close()


def _enter(
    production: Production,
    act: dict[str, Json],
    vouching: Sequence[_Vouching],
    *new: Ed25519Signer,
) -> int:
    """Propose it, let everybody sign it, and enter it."""
    at_ms = now_ms()
    body = propose(production, act, vouching=[one.voucher for one in vouching], now_ms=at_ms)
    signatures = [sign_text(body.raw, one) for one in (*new, *(v.signer for v in vouching))]
    return enter_signed(production, body, signatures, now_ms=at_ms)


def _enrol_concerns(
    folder: Path, production: Production, vouching: Sequence[_Vouching], passphrase: str
) -> int:
    # What waits is sealed to the key there was until now.
    enter_what_was_left(folder, production, now_ms=now_ms())
    file = concerns_file(folder)
    name = CONCERNS if file is None else following(file.stem)
    signer = generate_key().named(name)
    act = enrolment(name, signer.public_key, role="concerns")
    # Kept first: a key that was let in and is nowhere could enter nothing and would stand there.
    save_key(signer, key_file(folder, name), passphrase=passphrase)
    try:
        return _enter(production, act, vouching, signer)
    except ProvesafeError:
        key_file(folder, name).unlink(missing_ok=True)
        raise


def _rotate_own(folder: Path, production: Production, file: Path | None, passphrase: str) -> int:
    old = production.device.name
    path = key_file(folder, following(old))
    brought = file is not None and not path.exists()
    if file is not None and brought:
        promised = load_key(file, passphrase=passphrase).key
        save_key(promised.named(path.stem), path, passphrase=passphrase)
    if not path.exists():
        raise InputError(
            f"there is no key `{path.stem}` to follow `{old}`",
            hint="name its file with --key; a record that began without one has none",
        )
    enter_what_was_left(folder, production, now_ms=now_ms())
    digest = make_next_key(folder, path.stem, passphrase=passphrase)
    signer = load_key(path, passphrase=passphrase)
    try:
        index = rotate_laptop(production, signer, next_digest=digest, now_ms=now_ms())
    except ProvesafeError:
        if brought:
            path.unlink(missing_ok=True)
        raise
    # It signs nothing any more; whoever finds it could only try.
    key_file(folder, old).unlink(missing_ok=True)
    return index


def _vouching(production: Production, words: Sequence[str]) -> list[_Vouching]:
    found = []
    for one in words:
        person, _, file = one.partition("=")
        if not file:
            raise click.UsageError(f"`{one}` is not PERSON=FILE")
        signer = _device_key(Path(file))
        voucher = Voucher(person=production.people.id_of(person), device=signer.name)
        found.append(_Vouching(voucher=voucher, signer=signer))
    return found


def _device_key(file: Path) -> Ed25519Signer:
    return load_key(file, passphrase=ask_passphrase(of=file.name))


def _next_to(file: Path) -> Path:
    return file.with_name(f"{file.name}.next")
