"""Making a production, entering, bringing in tables, looking back: words, exits, nothing half."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from provesafe.adapters.cli import main as program
from provesafe.adapters.keys import Strength, save_key
from provesafe.adapters.standing import mark_place
from provesafe.adapters.wiring import RECORD
from provesafe.errors import InvariantBroken
from terminal import Ran, run

LIGHT = Strength(operations=1, memory=8192)
"""A passphrase is stretched for half a second, so that guessing is slow; not in tests."""


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """The laptop knows the passphrase."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "a long enough phrase")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production with Ada and one weapon, made once for all tests here."""
    folder = tmp_path_factory.mktemp("made") / "dry-creek"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROVESAFE_PASSPHRASE", "a long enough phrase")
        patch.setitem(save_key.__kwdefaults__ or {}, "strength", LIGHT)
        assert run("new", folder, "--title", "Dry Creek", "--by", "jonas").code == 0
        assert run("enter", folder, "enrol", "person=ada", "roles=armorer").code == 0
        colt = ("weapon=colt-2", "kind=real", "chambers=6", "by=ada")
        assert run("enter", folder, "receive_weapon", *colt).code == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A production of this test's own."""
    folder = Path(shutil.copytree(made, tmp_path / "dry-creek"))
    mark_place(folder, folder / RECORD)
    return folder


def error_of(ran: Ran, code: int) -> str:
    """What went wrong: exit as wanted, one line of error, nothing on stdout."""
    assert (ran.code, ran.out) == (code, "")
    (line,) = [one for one in ran.err.splitlines() if one.startswith("error: ")]
    return line


def size(folder: Path) -> int:
    """How many entries the record has."""
    ran = run("verify", folder, "--json")
    assert ran.code == 0
    return int(ran.document["entries"])


def test_what_cannot_be_made_leaves_no_folder(tmp_path: Path) -> None:
    """A wrong role, zone or rulebook is told before anything is there."""
    folder = tmp_path / "new"
    new = ("new", folder, "--title", "Dry Creek", "--by", "jonas")
    assert "`boss` is not a role word" in error_of(run(*new, "--role", "boss"), 2)
    assert "no time zone `Mars/One`" in error_of(run(*new, "--zone", "Mars/One"), 2)
    assert "there is no rulebook" in error_of(run(*new, "--rulebook", "nope"), 2)
    assert "always enforced" in error_of(run(*new, "--watch", "custody"), 2)
    assert not folder.exists()


def test_a_production_is_not_made_twice(folder: Path) -> None:
    """The folder that holds one is left as it is."""
    before = size(folder)
    ran = run("new", folder, "--title", "Another", "--by", "kit")
    assert "holds a production already" in error_of(ran, 4)
    assert "hint: name another folder" in ran.err
    assert size(folder) == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should go."""
    (tmp_path / "file").write_text("")
    ran = run("new", tmp_path / "file" / "x", "--title", "Dry Creek", "--by", "jonas")
    assert "cannot be made" in error_of(ran, 5)


def test_an_act_is_entered_and_shown(folder: Path) -> None:
    """One line with the act; the record is three entries longer than before at most."""
    before = size(folder)
    ran = run("enter", folder, "draw", "weapon=colt-2", "by=ada", "place=safe")
    assert (ran.code, ran.err) == (0, "")
    assert "draw colt-2, ada" in ran.out
    assert ran.out.rstrip().endswith("entered")
    assert size(folder) == before + 2


def test_what_is_left_out_is_asked_for(folder: Path) -> None:
    """With nothing but the name, or not even that, the fields are asked one by one."""
    ran = run("enter", folder, "clean", typed="colt-2\nada\n")
    assert ran.code == 0
    assert "clean colt-2, ada" in ran.out
    ran = run("enter", folder, typed="clean\ncolt-2\nada\n")
    assert ran.code == 0


def test_not_yet_is_exit_1(folder: Path) -> None:
    """Asked for and not yet: the answer is no, every reason with who mends it."""
    asked = ("hand_over", "weapon=colt-2", "by=ada", "to=jonas", "in_sight=yes")
    ran = run("enter", folder, "--ask", *asked)
    assert ran.code == 1
    assert "NOT YET" in ran.out
    assert "mends it:" in ran.out
    ran = run("enter", folder, "--ask", "--json", *asked)
    assert ran.code == 1
    assert ran.document["decision"] == "refuse"
    assert {one["rule"] for one in ran.document["reasons"]} == {"somebody-has-it"}
    assert ran.document["fields"]["to"] == "jonas"


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["drw", "weapon=colt-2"], "`drw` is not an act", "did you mean `draw`"),
        (["drawn", "weapon=colt-2"], "what follows from an act", "enter `draw`"),
        (["draw", "weapon"], "`weapon` is not field=value", "write weapon=colt-2"),
        (["draw", "wepon=colt-2", "by=ada"], "no field `wepon`", "did you mean `weapon`"),
        (["draw", "weapon=colt-3", "by=ada"], "no weapon `colt-3`", "did you mean `colt-2`?"),
        (["draw", "weapon=colt-2", "by=adda"], "called `adda`", "did you mean `ada`?"),
        (["draw", "by=ada"], "needs `weapon`", "always needs"),
        (["fire", "weapon=colt-2", "by=ada", "count=two"], "takes an integer", ""),
        (["clean", "weapon=colt-2", "by=ada", "--happened", "8"], "not a time", "write it like"),
    ],
)
def test_a_slip_enters_nothing(folder: Path, words: list[str], message: str, hint: str) -> None:
    """What cannot be read is told with a hint, exit 2, and the record is as it was."""
    before = size(folder)
    ran = run("enter", folder, *words)
    assert message in error_of(ran, 2)
    assert hint in ran.err
    assert size(folder) == before


def test_what_is_still_to_come_has_not_happened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At noon nobody can enter what happened at one."""
    noon = 1_772_470_800_000
    monkeypatch.setattr("provesafe.adapters.cli.commands.enter_.now_ms", lambda: noon)
    ran = run("enter", folder, "clean", "weapon=colt-2", "by=ada", "--happened", "17:01")
    assert "`17:01` is still to come" in error_of(ran, 2)


def test_a_wrong_passphrase_opens_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key stays shut, and nothing is entered."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "another")
    ran = run("enter", folder, "clean", "weapon=colt-2", "by=ada")
    assert "the passphrase does not open the key" in error_of(ran, 2)


def test_where_there_is_no_production(tmp_path: Path) -> None:
    """Every verb that wants one says how to make it."""
    for call in (
        ("enter", tmp_path, "clean"),
        ("verify", tmp_path),
        ("audit", tmp_path),
    ):
        ran = run(*call)
        assert "holds no production" in error_of(ran, 2)
        assert "provesafe new" in ran.err


def test_tables_come_in_and_mistakes_are_told_with_their_line(folder: Path) -> None:
    """A good table is entered and counted; one with a mistake enters nothing."""
    table = folder.parent / "people.csv"
    table.write_text("id,roles,trained\ncleo,performer,firearms\ndov,property-master,\n")
    ran = run("import", "people", folder, table, "--by", "jonas")
    assert (ran.code, ran.out) == (0, "entered 2 people\n")
    again = run("import", "people", folder, table, "--by", "jonas")
    assert "left as they are, entered before: cleo, dov" in again.out
    before = size(folder)
    for text, line, words in (
        ("", 1, "the table is empty"),
        ("name,roles\nx,y\n", 1, "each column once, `id` among them"),
        ("id,id\nx,y\n", 1, "each column once"),
        ("id,roles\nesi\n", 2, "has 1 cells, not 2"),
        ('id,roles\n"esi,crew\n', 2, "not CSV"),
        ("id,roles\nesi,crew\ngil,ad\n", 3, "`ad` is not a role word"),
        ("id,roles\nesi,crew\nesi,crew\n", 3, "stands in line 2 already"),
    ):
        table.write_text(text)
        error = error_of(run("import", "people", folder, table, "--by", "jonas"), 2)
        assert f"people.csv:{line}:" in error
        assert words in error
    table.write_bytes(b"id,roles\n\xff,crew\n")
    assert "not UTF-8" in error_of(run("import", "people", folder, table, "--by", "jonas"), 2)
    table.write_text("id,roles\nesi,crew\n")
    assert "called `kit`" in error_of(run("import", "people", folder, table, "--by", "kit"), 2)
    assert size(folder) == before


def test_one_changed_byte_is_exit_3(folder: Path) -> None:
    """An edited record is named wrong by `verify`, and nothing is entered into it."""
    path = folder / "record.sqlite"
    data = bytearray(path.read_bytes())
    data[data.index(b'"act":"receive_weapon"') + 8] ^= 1
    path.write_bytes(bytes(data))
    assert "error: " in error_of(run("verify", folder), 3)
    ran = run("enter", folder, "clean", "weapon=colt-2", "by=ada")
    assert ran.code == 3
    assert path.read_bytes() == bytes(data)


def test_a_truncated_record_is_exit_3(folder: Path) -> None:
    """A file that was cut off is not opened, and the advice is to keep it as it is."""
    path = folder / "record.sqlite"
    path.write_bytes(path.read_bytes()[:-5000])
    ran = run("verify", folder)
    assert "error: " in error_of(ran, 3)
    assert "copy it before anything else" in ran.err
    assert run("enter", folder, "clean", "weapon=colt-2", "by=ada").code == 3


def test_another_file_in_its_place_is_exit_3(folder: Path) -> None:
    """What is not a record is said to be none."""
    (folder / "record.sqlite").write_bytes(b"no database at all" * 100)
    assert "is not a record" in error_of(run("verify", folder), 3)


def test_an_entry_taken_out_is_named(folder: Path) -> None:
    """Somebody deletes a row: exit 3, and it is said which entry is not there."""
    with sqlite3.connect(folder / "record.sqlite") as connection:
        connection.execute("delete from entry where leaf_index = 2")
    connection.close()
    assert "entry 2" in error_of(run("verify", folder), 3)


def test_a_full_disk_is_exit_5_and_nothing_half(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room: the error says that nothing was recorded, and the record is as it was."""
    before = size(folder)
    connect = sqlite3.connect

    def cramped(*given: object, **options: object) -> sqlite3.Connection:
        connection = connect(*given, **options)  # type: ignore[call-overload]
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {pages}")
        assert isinstance(connection, sqlite3.Connection)
        return connection

    words = "a long account of how it was cleaned, word for word; " * 30
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", cramped)
        for _ in range(8):
            ran = run("enter", folder, "stop", "by=ada", f"words={words}")
            if ran.code:
                break
            before += 2
    assert "there is no room left" in error_of(ran, 5)
    assert "nothing was recorded" in ran.err
    assert size(folder) == before
    assert run("enter", folder, "stop", "by=ada", f"words={words}").code == 0


def test_the_record_is_looked_back_at(folder: Path) -> None:
    """A rule that was not met is exit 1; looked at up to a moment before, nothing was."""
    given = ("hand_over", "weapon=colt-2", "by=ada", "to=jonas", "in_sight=yes")
    assert run("enter", folder, *given).code == 0
    ran = run("audit", folder)
    assert ran.code == 1
    assert "somebody-has-it" in ran.out
    ran = run("audit", folder, "--json")
    assert [one["rule"] for one in ran.document["not_met"]] == ["somebody-has-it"]
    assert "not a date and a time" in error_of(run("audit", folder, "--until", "d1 08:00"), 2)


def test_a_fault_of_the_program_is_exit_70(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never 1, which would read as an answer; it is said whose fault it is."""
    for fault in (InvariantBroken("two and two"), KeyError("x")):
        monkeypatch.setattr(
            "provesafe.adapters.cli.commands.record.verify_.verify_production", _fails(fault)
        )
        ran = run("verify", folder)
        assert ran.code == 70
        assert "this is a fault of the program" in ran.err


def _fails(fault: Exception) -> object:
    def fail(*_: object, **__: object) -> None:
        raise fault

    return fail


def test_errors_as_json_are_one_document(tmp_path: Path) -> None:
    """With --json the error stands on stdout too, with its code, message, hint and place."""
    ran = run("verify", tmp_path, "--json")
    assert ran.code == 2
    assert ran.document["schema"] == "provesafe.error/v1"
    assert ran.document["code"] == "wiring.no_production"
    assert ran.document["hint"]


def test_unknown_verbs_and_options_are_exit_2() -> None:
    """A slip in the words of a command is told as one."""
    for call in (["vrify"], ["verify", "--jsn"], ["verify", "no-such-folder"], ["new"]):
        assert run(*call).code == 2


def test_help_and_version_are_exit_0() -> None:
    """Every verb stands in the help with its line, and each has its own."""
    ran = run("--help")
    assert ran.code == 0
    for verb, line in program.VERBS.items():
        assert verb in ran.out
        assert line.split(":")[0][:20] in ran.out
    assert run("--version").code == 0


def test_without_a_terminal_the_passphrase_is_the_first_line_that_comes_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script may pipe the passphrase; with nothing piped it is told what to set."""
    monkeypatch.delenv("PROVESAFE_PASSPHRASE")
    before = size(folder)
    act = ("enter", folder, "enrol", "person=cleo", "roles=performer")
    assert "no passphrase was given" in error_of(run(*act), 2)
    assert size(folder) == before
    assert run(*act, typed="a long enough phrase\n").code == 0
    assert size(folder) > before
