"""From a production to a checked bundle, by the commands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bundled import HQ, with_cosignatures, witness_key
from provesafe.adapters.cli.main import main
from provesafe.adapters.store import SqliteDisclosures, SqliteStore
from provesafe.adapters.wiring import new_production
from provesafe.service import DayTimes, Report, read_act, report
from provesafe.service.reading import introduce

NOW = 1_772_461_920_000


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small production with two people in it."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    made = new_production(
        tmp_path / "dc",
        title="Dry Creek",
        times=DayTimes(zone="UTC", starts=date(2026, 3, 2)),
        kind="training",
        passphrase="",
        at_ms=NOW,
        durable=False,
    )
    for label, name, role in (("ada", "Ada Example", "armorer"), ("cleo", "Cleo E", "performer")):
        introduce(made, label, name)
        act = read_act(made, "enrol", {"person": label, "roles": [role]})
        report(made, Report(acts=(act,)), now_ms=NOW)
    made.store.close()
    made.disclosures.close()
    return tmp_path / "dc"


def run(*arguments: object) -> int:
    """Run a command; give its exit status."""
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    return int(ended.value.code or 0)


def test_a_bundle_without_a_policy_is_never_a_yes(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 6, and the first words are that nobody can say."""
    assert run("bundle", production, tmp_path / "b") == 0
    capsys.readouterr()
    assert run("verify", tmp_path / "b") == 6
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("cannot say")
    assert "  - anything that nobody entered" in rest
    assert not any(line.startswith("ok") for line in (first, *rest))


def test_a_cosigned_bundle_says_no_more_than_it_found(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a policy and its witness: exit status 0 and the words of success."""
    seal_with_hq(production)
    assert run("bundle", production, tmp_path / "b.zip") == 0
    capsys.readouterr()
    assert run("verify", tmp_path / "b.zip") == 0
    out = capsys.readouterr().out
    assert "entries unchanged since signed; whether they are true is not shown here" in out
    assert "were there by 2026-03-02" in out
    assert run("verify", tmp_path / "b.zip", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == "unchanged"
    assert document["quorum"]["cosigners"] == ["hq"]
    assert document["policy"] == "bundle"


def seal_with_hq(production: Path) -> None:
    """Let one witness cosign the newest checkpoint, and ask for it."""
    (production / "policy").write_text(f"witness hq {witness_key(HQ)}\nquorum hq\n")
    store = SqliteStore(production / "record.sqlite", read_only=True)
    head = store.head()
    store.close()
    assert head.checkpoint is not None
    (production / "seals").mkdir()
    note = with_cosignatures(head.checkpoint, [HQ], NOW // 1000)
    (production / "seals" / str(head.tree_size)).write_bytes(note)


def test_names_go_along_only_where_they_are_asked_for(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bundle holds no name, label or salt unless its kind is on the list, and never a key."""
    people = SqliteDisclosures(production / "people.sqlite")
    told = [one.value for person in people.people() for one in people.of_person(person)]
    people.close()
    assert "Ada Example" in told
    assert run("bundle", production, tmp_path / "plain.zip") == 0
    assert run("bundle", production, tmp_path / "named.zip", "--disclose", "label") == 0
    capsys.readouterr()
    plain = (tmp_path / "plain.zip").read_bytes()
    named = (tmp_path / "named.zip").read_bytes()
    for word in (b"Ada Example", b"Cleo E", b"keys/", b"secretbox"):
        assert word not in plain
        assert word not in named
    assert b"disclosures.jsonl" in named
    assert run("verify", tmp_path / "named.zip", "--json") == 6
    assert json.loads(capsys.readouterr().out)["disclosed"] == 2


def test_a_changed_byte_is_named_with_file_and_entry(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 3; the message has the file and the entry, and so has the JSON."""
    assert run("bundle", production, tmp_path / "b") == 0
    (entries,) = (tmp_path / "b" / "tile" / "entries").rglob("*.p/*")
    data = bytearray(entries.read_bytes())
    data[-20] ^= 1
    entries.write_bytes(data)
    capsys.readouterr()
    assert run("verify", tmp_path / "b") == 3
    message = capsys.readouterr().err
    assert f"tile/entries/000.p/{entries.name}" in message
    assert f"entry {int(entries.name) - 1}:" in message


def test_a_statement_is_a_form(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exhibit is numbered, says what it cannot show, and leaves the person's part blank."""
    assert run("bundle", production, tmp_path / "b") == 0
    capsys.readouterr()
    assert run("verify", tmp_path / "b", "--statement") == 6
    out = capsys.readouterr().out
    assert out.startswith("EXHIBIT")
    assert "cannot say who else has seen it" in out
    assert "I, ______________________" in out


def test_a_productions_own_folder_is_checked_within_itself(
    production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Verifying the folder itself keeps its meaning: 0, and a line on what that does not show."""
    assert run("verify", production) == 0
    assert "no outside witness has signed" in capsys.readouterr().out


def test_a_bundle_is_not_written_twice(production: Path, tmp_path: Path) -> None:
    """An existing bundle is never replaced."""
    assert run("bundle", production, tmp_path / "b") == 0
    assert run("bundle", production, tmp_path / "b") == 4
