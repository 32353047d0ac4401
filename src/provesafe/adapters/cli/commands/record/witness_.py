"""`provesafe witness …`: vouch for checkpoints elsewhere, ask for it, and compare."""

from __future__ import annotations

from pathlib import Path

import click

from provesafe.adapters.cli.files import write_new
from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.comparing import Compared, compare, log_key_of, receipt_of, take_receipt
from provesafe.adapters.days.codes import receipt_code
from provesafe.adapters.sealing import ask_all, read_policy
from provesafe.adapters.store import open_record
from provesafe.adapters.wiring import now_ms
from provesafe.adapters.witnessing import begin_witness, open_witness, serve_witness
from provesafe.errors import InputError
from provesafe.ledger import parse_verifier_key

__all__ = ["command"]

CANNOT_SAY, FORK = 6, 3
PLACE = click.Path(path_type=Path)
THERE = click.Path(exists=True, path_type=Path)


@click.group(name="witness")
def command() -> None:
    """Vouch for a record from another machine, so that its maker cannot have two of it."""


@command.command(name="run")
@click.argument("folder", metavar="DIR", type=PLACE)
@click.option("--name", help="The witness's name, when it is made: hq.example/witness.")
@click.option("--log", "logs", multiple=True, help="A record's verifier key to watch; repeatable.")
@click.option("--listen", default="127.0.0.1:8043", show_default=True, metavar="HOST:PORT")
def run(folder: Path, name: str | None, logs: tuple[str, ...], listen: str) -> None:
    """Run a witness that keeps what it knows in DIR, until it is stopped.

    It cosigns a checkpoint only where it continues the last one it cosigned, and keeps what shows
    a fork. The first time, --name makes its key.
    """
    host, colon, port = listen.rpartition(":")
    if not colon or not port.isdecimal():
        raise InputError(f"`{listen}` is not HOST:PORT")
    new = name is not None and not (folder / "keys").exists()
    passphrase = ask_passphrase(new=new)
    if new and name is not None:
        begin_witness(folder, name=name, passphrase=passphrase)
    witness = open_witness(folder, passphrase=passphrase, seconds=lambda: now_ms() // 1000)
    for text in logs:
        witness.watch(parse_verifier_key(text))
    server = serve_witness(witness, host=host, port=int(port))
    address = f"http://{host}:{server.server_address[1]}"
    click.echo(f"witness  {witness.key}")
    click.echo(f"policy   witness {witness.key.name} {witness.key} {address}")
    for origin, size in witness.watched().items():
        click.echo(f"watching {origin}, {size} entries cosigned")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        server.server_close()


@command.command(name="key")
@click.argument("place", metavar="DIR|BUNDLE", type=THERE)
def key(place: Path) -> None:
    """Print the verifier key of a record's log, for a witness or a policy."""
    click.echo(str(log_key_of(place)))


@command.command(name="ask")
@click.argument("folder", metavar="DIR", type=THERE)
def ask(folder: Path) -> int:
    """Ask the witnesses of DIR's policy to cosign its newest checkpoint; exit 6 if none did."""
    store = open_record(folder, read_only=True)
    try:
        _, answers = ask_all(folder, store)
        size = store.head().tree_size
    finally:
        store.close()
    for one in answers:
        click.echo(f"{one.name}: {'cosigned' if one.cosigned else one.why}")
    count = sum(one.cosigned for one in answers)
    click.echo(f"{count} of {len(answers)} vouch for {size} entries")
    return 0 if count else CANNOT_SAY


@command.command(name="compare")
@click.argument("first", metavar="CHECKPOINT|DIR|BUNDLE", type=THERE)
@click.argument("second", metavar="CHECKPOINT|DIR|BUNDLE", type=THERE)
@click.option("--log", help="The log's verifier key; else it is read from the second.")
@click.option("--out", type=PLACE, help="Where to write a fork proof; else it is printed.")
def compare_(first: Path, second: Path, log: str | None, out: Path | None) -> int:
    """Meet and compare: can these two both be right?

    Two checkpoints of one size are compared as they are. For different sizes one of them must be
    a whole record. Two records of two names are one production's where a key is in both. Exit 3
    with a proof where they cannot both be right; 6 where these two cannot tell.
    """
    found: Compared = compare(first, second, parse_verifier_key(log) if log else None)
    click.echo(found.words)
    if found.proof is not None:
        if out is not None:
            write_new(out, found.proof.decode("utf-8"))
            click.echo(f"fork proof: {out}")
        else:
            click.echo(found.proof.decode("utf-8"), nl=False)
        return FORK
    return 0 if found.agree else CANNOT_SAY


@command.command(name="receipt")
@click.argument("folder", metavar="DIR", type=THERE)
@click.argument("index", type=int)
@click.argument("out", metavar="OUT", type=PLACE)
@click.option("--code", is_flag=True, help="Also as a code for a phone: OUT.svg.")
def receipt(folder: Path, index: int, out: Path, code: bool) -> None:
    """Write the entry INDEX of DIR as OUT.entry and its receipt as OUT.tlog-proof."""
    entry, proof = take_receipt(folder, index)
    if code:
        drawn = receipt_code(proof, entry, log_key_of(folder))
        write_new(out.with_name(out.name + ".svg"), drawn)
    for suffix, content in ((".entry", entry), (".tlog-proof", proof)):
        write_new(out.with_name(out.name + suffix), content.decode("utf-8"))
    click.echo(f"{out}.entry and {out}.tlog-proof: whoever has both can check it offline")


@command.command(name="check")
@click.argument("proof", metavar="RECEIPT", type=THERE)
@click.argument("entry", metavar="ENTRY", type=THERE)
@click.option("--log", required=True, help="The log's verifier key.")
@click.option("--policy", type=THERE, help="Whose cosignatures you count.")
def check(proof: Path, entry: Path, log: str, policy: Path | None) -> int:
    """Check a receipt for an entry, offline; exit 6 where nobody but the log vouches for it."""
    judging = read_policy(policy)[0] if policy is not None else None
    found, quorum = receipt_of(proof, entry, parse_verifier_key(log), judging)
    size = found.checkpoint.tree_size
    click.echo(f"entry {found.leaf_index} stands in the record of {size} entries")
    if quorum is None or not quorum.met:
        click.echo("cannot say who else has seen it")
        return CANNOT_SAY
    click.echo(f"vouched for by {', '.join(quorum.cosigners)}")
    return 0
