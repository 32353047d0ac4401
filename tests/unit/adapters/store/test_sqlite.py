"""The file itself: opened again, edited, cut off, full, written by two, killed in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ledger_sample import Sample, build_sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.store import SqliteStore
from provesafe.adapters.store.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreForeignError,
    StoreFullError,
    StoreHeadError,
    StoreMovedError,
    StoreNewerError,
    StoreReadOnlyError,
    StoreUnavailableError,
)
from provesafe.errors import UnavailableError, VerificationError
from provesafe.ledger import (
    BodyChangedError,
    EntryOrderError,
    RecordFaultError,
    RecordReport,
    parse_checkpoint_text,
    resume,
    split_note,
    verify_record,
)

SAMPLE = build_sample()
TESTS = Path(__file__).parents[3]


def fill(store: SqliteStore, sample: Sample, from_size: int = 0) -> int:
    """Store the commits of a sample that the store does not have; give the record's size."""
    size = from_size
    for note in sample.checkpoints:
        end = int(note.split(b"\n")[1])
        if end > size:
            store.append(sample.entries[size:end], note, expected_tree_size=size)
            size = end
    return size


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed file that holds the sample."""
    made = tmp_path / "record.sqlite"
    store = SqliteStore(made)
    fill(store, SAMPLE)
    store.close()
    return made


def verify(path: Path) -> RecordReport:
    """Open a file for reading and verify what it holds."""
    store = SqliteStore(path, read_only=True)
    try:
        return verify_record(store.entries(), store.checkpoints(), verifier=ed25519_accepts)
    finally:
        store.close()


def edit(path: Path, *statements: str) -> None:
    """Change a file as anybody with a copy of SQLite can."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_record_is_there_when_opened_again(path: Path) -> None:
    """A closed file, opened again, ends where it ended and can be written on."""
    store, sample = SqliteStore(path), build_sample()
    assert store.head().frontier == sample.state.tree
    sample.commit(noted())
    assert fill(store, sample, 16) == 18
    store.close()
    assert verify(path).tree_size == 18


def test_a_state_is_rebuilt_from_the_file(path: Path) -> None:
    """All that a writer needs is worked out from the stored entries alone."""
    store = SqliteStore(path, read_only=True)
    assert resume(None, store.entries()) == SAMPLE.state
    store.close()


def test_a_closed_file_is_one_file(path: Path) -> None:
    """After closing, the database is whole in one file, which can be copied as it is."""
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "record.sqlite",
        "record.sqlite.lock",
    ]


def test_every_file_is_its_owners_alone(path: Path) -> None:
    """The record, its WAL and its lock can be read by nobody else on the machine."""
    store, sample = SqliteStore(path), build_sample()
    sample.commit(noted())
    fill(store, sample, 16)
    modes = {each.name: each.stat().st_mode & 0o077 for each in path.parent.iterdir()}
    assert set(modes.values()) == {0}
    assert "record.sqlite-wal" in modes
    store.close()


def test_commits_are_synced_unless_said_otherwise(tmp_path: Path) -> None:
    """A durable store syncs every commit; only a store that was opened so does not."""
    for durable, level in ((True, 2), (False, 0)):
        store = SqliteStore(tmp_path / f"{durable}.sqlite", durable=durable)
        assert store._connection is not None
        assert store._connection.execute("pragma synchronous").fetchone() == (level,)
        assert store._connection.execute("pragma journal_mode").fetchone() == ("wal",)
        assert store._connection.execute("pragma fullfsync").fetchone() == (1,)
        store.close()


def test_a_changed_entry_is_named(path: Path) -> None:
    """An entry edited in the file opens, for opening reads no entries, and verifying names it."""
    edit(path, "update entry set bytes = replace(bytes, 'cold', 'bold') where leaf_index = 2")
    edit(path, "update entry set bytes = cast(bytes as blob)")
    SqliteStore(path).close()
    with pytest.raises(BodyChangedError) as caught:
        verify(path)
    assert caught.value.index == 2


def test_swapped_entries_are_named(path: Path) -> None:
    """Two entries that changed places in the file are named."""
    edit(
        path,
        "update entry set leaf_index = 99 where leaf_index = 6",
        "update entry set leaf_index = 6 where leaf_index = 7",
        "update entry set leaf_index = 7 where leaf_index = 99",
    )
    with pytest.raises(EntryOrderError) as caught:
        verify(path)
    assert caught.value.index == 6


@pytest.mark.parametrize(
    "statement",
    [
        "delete from entry where leaf_index = 5",
        "update entry set bytes = 'text' where leaf_index = 5",
        "update entry set leaf_index = -5 where leaf_index = 5",
    ],
)
def test_a_missing_row_is_named(path: Path, statement: str) -> None:
    """A row that was taken out, or that holds no bytes, ends reading with its index."""
    edit(path, statement)
    with pytest.raises(StoreHeadError, match=r"entry (5|15) "):
        verify(path)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from entry where leaf_index = 15",
        "insert into entry values (16, x'00')",
        "delete from checkpoint where tree_size = 16",
        "delete from checkpoint",
        "update checkpoint set note = x'00' where tree_size = 16",
        "update head set tree_size = 15",
        "update head set frontier = zeroblob(32)",
        "update head set frontier = zeroblob(31)",
        "update head set frontier = 'text'",
        "update head set tree_size = 'many'",
        "delete from head",
    ],
)
def test_an_end_that_does_not_fit_is_noticed_on_opening(path: Path, statement: str) -> None:
    """Entries, head and newest checkpoint that do not belong together are not written on."""
    edit(path, statement)
    for read_only in (False, True):
        with pytest.raises(StoreHeadError):
            SqliteStore(path, read_only=read_only)


def test_another_file_is_not_a_record(tmp_path: Path) -> None:
    """Text, and another program's database, are refused and left as they are."""
    text, other = tmp_path / "notes.txt", tmp_path / "other.sqlite"
    text.write_text("not a database, and longer than a header of a hundred bytes " * 3)
    edit(other, "create table t (x)")
    for file in (text, other):
        before = file.read_bytes()
        for read_only in (False, True):
            with pytest.raises(StoreForeignError):
                SqliteStore(file, read_only=read_only)
        assert file.read_bytes() == before


def test_a_newer_file_is_left_alone(path: Path) -> None:
    """A file of a later version is not opened by this one."""
    edit(path, "pragma user_version = 2")
    with pytest.raises(StoreNewerError):
        SqliteStore(path)


def test_a_file_that_is_not_there_is_not_made_for_reading(tmp_path: Path) -> None:
    """Reading makes nothing, and a folder that is not there is named."""
    with pytest.raises(StoreUnavailableError):
        SqliteStore(tmp_path / "none.sqlite", read_only=True)
    with pytest.raises(StoreUnavailableError):
        SqliteStore(tmp_path / "nowhere" / "record.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_store_for_reading_is_not_written(path: Path) -> None:
    """A store that was opened for reading refuses to be appended to and leaves the file alone."""
    before = path.read_bytes()
    store, commit = SqliteStore(path, read_only=True), SAMPLE.plan(noted())
    with pytest.raises(StoreReadOnlyError):
        store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=16)
    store.close()
    assert path.read_bytes() == before


def test_a_reader_sees_what_a_writer_commits(path: Path) -> None:
    """A reader that is open sees each commit of a writer that is open too."""
    reader, writer, sample = SqliteStore(path, read_only=True), SqliteStore(path), build_sample()
    sample.commit(noted())
    fill(writer, sample, 16)
    assert reader.head().tree_size == 18
    assert list(reader.entries(16)) == sample.entries[16:]
    writer.close()
    reader.close()


@pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.75, 0.97])
def test_a_file_that_was_cut_off_is_not_opened(path: Path, share: float) -> None:
    """A file that lost its end is found on opening, wherever it was cut."""
    size = path.stat().st_size
    os.truncate(path, int(size * share))
    for read_only in (False, True):
        with pytest.raises(VerificationError):
            SqliteStore(path, read_only=read_only)
    assert path.stat().st_size == int(size * share)


def test_a_file_whose_pages_were_overwritten_is_refused(path: Path) -> None:
    """Zeros over any page but the empty one of snapshots are found, at the latest by verifying."""
    whole = path.read_bytes()
    page = int.from_bytes(whole[16:18], "big")
    passed = []
    for at in range(0, len(whole), page):
        path.write_bytes(whole[:at] + bytes(page) + whole[at + page :])
        try:
            passed.append(verify(path).tree_size)
        except VerificationError:
            continue
    assert len(whole) // page >= 5
    # The snapshot table and its index: nothing of the record stands there.
    assert passed in ([16], [16, 16])


def test_a_full_disk_records_nothing(path: Path) -> None:
    """When there is no room, the commit fails as a whole, and can be made once there is."""
    store, sample = SqliteStore(path), build_sample()
    assert store._connection is not None
    pages = store._connection.execute("pragma page_count").fetchone()[0]
    store._connection.execute(f"pragma max_page_count = {pages}")
    commit = sample.commit(*[noted("cold " * 400) for _ in range(20)])
    with pytest.raises(StoreFullError):
        store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=16)
    assert store.head().frontier == SAMPLE.state.tree
    assert list(store.entries()) == SAMPLE.entries
    store._connection.execute("pragma max_page_count = 1000000")
    store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=16)
    store.close()
    assert verify(path).tree_size == 37


def test_two_writers_take_turns(path: Path) -> None:
    """Two stores over one file: one commits, the other is told and commits after it."""
    first, second, sample = SqliteStore(path), SqliteStore(path), build_sample()
    theirs = sample.plan(noted("hot"))
    ours = sample.commit(noted("cold"))
    first.append(ours.raw_entries(), ours.checkpoint, expected_tree_size=16)
    with pytest.raises(StoreMovedError):
        second.append(theirs.raw_entries(), theirs.checkpoint, expected_tree_size=16)
    again = sample.commit(noted("hot"))
    second.append(again.raw_entries(), again.checkpoint, expected_tree_size=18)
    assert first.head().tree_size == 20
    first.close()
    second.close()
    assert verify(path).tree_size == 20


def test_a_writer_that_does_not_let_go_is_named(path: Path) -> None:
    """While another program holds the file, a commit waits, then says that it was not recorded."""
    store, commit = SqliteStore(path, wait_seconds=0.05), SAMPLE.plan(noted())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(StoreBusyError):
        store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=16)
    other.execute("rollback")
    store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=16)
    other.close()
    store.close()


def test_many_threads_lose_nothing(path: Path) -> None:
    """Four threads that each retry on conflict enter everything, once, in one order."""
    store, sample, turn = SqliteStore(path, durable=False), build_sample(), threading.Lock()
    moved = []

    def work(name: str) -> None:
        for number in range(10):
            while True:
                with turn:
                    size, commit = sample.state.tree.size, sample.plan(noted(f"{name}{number}"))
                try:
                    store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=size)
                except StoreMovedError:
                    moved.append(name)
                    continue
                with turn:
                    sample.state, sample.now_ms = commit.state, sample.now_ms + 1
                break

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify_record(store.entries(), store.checkpoints(), verifier=ed25519_accepts)
    assert report.tree_size == 16 + 2 * 40
    store.close()


WRITER = """
import resource
import signal
import sys
from pathlib import Path
from ledger_sample import build_sample, noted
from provesafe.adapters.store import SqliteStore
from provesafe.ledger import resume

if int(sys.argv[2]):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
store = SqliteStore(Path(sys.argv[1]))
sample = build_sample()
sample.state = resume(None, store.entries())
print("open", flush=True)
while True:
    size = sample.state.tree.size
    commit = sample.plan(*[noted() for _ in range(1 + size % 7)])
    store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=size)
    sample.state = commit.state
    print(commit.state.tree.size, commit.state.tree.root().hex(), flush=True)
"""


def run_writer(path: Path, bytes_max: int = 0) -> subprocess.Popen[str]:
    """Start a program that enters and acknowledges until it is stopped or has no room."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(bytes_max)],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def acknowledged(output: str) -> dict[int, str]:
    """Read the sizes and roots that a program acknowledged, whole lines only."""
    lines = [line.split() for line in output.split("\n")[:-1]]
    return {int(line[0]): line[1] for line in lines if len(line) == 2}


def check_acknowledged(path: Path, acks: dict[int, str]) -> None:
    """Every acknowledged commit is in the file, and the file verifies."""
    store = SqliteStore(path)  # a writer recovers what a killed one left
    signed = [parse_checkpoint_text(split_note(note)[0]) for note in store.checkpoints()]
    store.close()
    roots = {each.tree_size: each.root_hash.hex() for each in signed}
    assert {size: roots.get(size) for size in acks} == acks
    assert verify(path).tree_size >= max(acks, default=0)


def test_a_killed_writer_loses_nothing_it_acknowledged(path: Path) -> None:
    """After kill -9 at a commit or behind one, all that was acknowledged is there and verifies."""
    acks: dict[int, str] = {}
    for commits in (0, 1, 7):
        program = run_writer(path)
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        told = "".join(program.stdout.readline() for _ in range(commits))
        program.send_signal(signal.SIGKILL)
        acks |= acknowledged(told + program.communicate(timeout=30)[0])
        check_acknowledged(path, acks)
    assert acks


def test_a_writer_without_room_stops_and_keeps_what_it_acknowledged(path: Path) -> None:
    """When the system refuses to let the file grow, nothing half-written is left behind."""
    program = run_writer(path, bytes_max=path.stat().st_size + 200_000)
    output, errors = program.communicate(timeout=30)
    acks = acknowledged(output)
    assert acks
    assert "provesafe.adapters.store.errors.Store" in errors
    check_acknowledged(path, acks)


def test_a_copy_without_its_wal_is_an_older_record(path: Path, tmp_path: Path) -> None:
    """A file copied while it was written opens as the record it was, or is refused; never less."""
    store, sample = SqliteStore(path), build_sample()
    sample.commit(noted())
    fill(store, sample, 16)
    copy = tmp_path / "copy.sqlite"
    shutil.copy(path, copy)
    assert verify(copy).tree_size == 16
    store.close()
    shutil.copy(path, copy)
    assert verify(copy).tree_size == 18


def test_a_sealed_copy_can_be_verified(path: Path) -> None:
    """A file where nothing can be written, its folder included, is read as it is."""
    path.with_name("record.sqlite.lock").unlink()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        assert verify(path).tree_size == 16
    finally:
        path.parent.chmod(0o700)


def test_opening_a_folder_is_an_error_of_ours_to_name(tmp_path: Path) -> None:
    """A folder under the file's name ends in our own error, not in SQLite's."""
    (tmp_path / "record.sqlite").mkdir()
    for read_only in (False, True):
        with pytest.raises(UnavailableError):
            SqliteStore(tmp_path / "record.sqlite", read_only=read_only)


def test_every_fault_of_a_record_is_a_verification_error() -> None:
    """Whoever catches what a damaged store raises catches what a damaged record raises."""
    for error in (StoreHeadError, StoreDamagedError, StoreForeignError, RecordFaultError):
        assert issubclass(error, VerificationError)
