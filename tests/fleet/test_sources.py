"""Audits of what lies on a disk: productions, bundles, logs, many at once, and no source at all."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from provesafe.adapters.fleet import Asked, audit_locally, audit_production, expanded
from provesafe.adapters.fleet.sources import read_source
from provesafe.adapters.rulebooks import rulebook_signature
from terminal import run

ROOT = Path(__file__).parents[2]
DAYS = {"plain": "days/dry-creek.toml", "after": "minute/afterwards.toml"}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two productions and a bundle of one, as folder and as zip."""
    folder = tmp_path_factory.mktemp("shelf")
    for name, day in DAYS.items():
        run("rehearse", ROOT / "examples" / day, "--into", folder / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROVESAFE_PASSPHRASE", "")
        for out in ("bundle", "bundle.zip"):
            assert run("bundle", folder / "after", folder / out).code == 0
    return folder


def _same(document: object) -> dict[str, object]:
    assert isinstance(document, dict)
    keys = ("not_met", "no_entry", "rules", "who_hands_it", "by_role", "entries")
    return {key: document[key] for key in keys}


def test_a_bundle_says_what_its_production_says(shelf: Path) -> None:
    """Folder, zip and the production itself, up to the same moment: the same findings."""
    until = ("--until", "2031-01-01 00:00", "--json")
    wanted = run("audit", shelf / "after", *until)
    assert wanted.code == 1
    assert wanted.document["not_met"]
    for name in ("bundle", "bundle.zip"):
        ran = run("audit", shelf / name, *until)
        assert (ran.code, ran.document["kind"]) == (1, "bundle")
        assert _same(ran.document) == _same(wanted.document)


def test_every_signature_is_checked_where_it_is_asked(shelf: Path) -> None:
    """`--verify` says so in the answer."""
    for name in ("after", "bundle"):
        assert run("audit", shelf / name, "--verify", "--json").document["verified"] is True
        assert run("audit", shelf / name, "--json").document["verified"] is False


def test_many_sources_are_the_sum_of_each(shelf: Path) -> None:
    """Numbers add up, each production is told, and two processes say what one says."""
    ran = run("audit", shelf / "plain", shelf / "after", "--json")
    assert ran.code == 1
    alone = [run("audit", shelf / name, "--json").document for name in DAYS]
    for rule in ran.document["rules"]:
        parts = [one for each in alone for one in each["rules"] if one["rule"] == rule["rule"]]
        assert rule["asked"] == sum(one["asked"] for one in parts)
        assert rule["not_met"] == sum(one["not_met"] for one in parts)
    assert [one["title"] for one in ran.document["productions"]] == [one["title"] for one in alone]
    asked = Asked(now_ms=1_900_000_000_000)
    paths = [shelf / "plain", shelf / "after", shelf / "bundle"]
    seen: list[tuple[int, int]] = []
    together = audit_locally(
        paths, asked, workers=2, small_bytes=0, progress=lambda *at: seen.append(at)
    )
    assert [one.report for one in together] == [audit_production(path, asked) for path in paths]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_folder_of_sources_stands_for_those_in_it(shelf: Path) -> None:
    """Productions and bundles, in the order of their names."""
    assert [path.name for path in expanded([shelf])] == ["after", "bundle", "bundle.zip", "plain"]


def test_one_bad_source_does_not_end_the_others(shelf: Path, tmp_path: Path) -> None:
    """A damaged bundle among sound ones: named, the rest told, exit 3."""
    damaged = tmp_path / "damaged"
    shutil.copytree(shelf / "bundle", damaged)
    tile = next(path for path in sorted((damaged / "tile/entries").rglob("*")) if path.is_file())
    raw = bytearray(tile.read_bytes())
    raw[len(raw) // 2] ^= 1
    tile.write_bytes(raw)
    assert run("audit", damaged).code == 3
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = run("audit", shelf / "plain", damaged, empty, "--json")
    assert ran.code == 3
    assert len(ran.document["productions"]) == 1
    assert [one["source"] for one in ran.document["failed"]] == [str(damaged), str(empty)]
    assert ran.document["failed"][0]["place"].startswith("tile/entries")
    assert "holds no production" in ran.err


def test_a_changed_record_is_not_audited(shelf: Path, tmp_path: Path) -> None:
    """One byte of an entry altered in the file: the root is another, exit 3."""
    copy = tmp_path / "copy"
    shutil.copytree(shelf / "plain", copy)
    with sqlite3.connect(copy / "record.sqlite") as base:
        (raw,) = base.execute("select bytes from entry where leaf_index = 40").fetchone()
        changed = raw.replace(b'"noted"', b'"cardd"', 1)
        base.execute("update entry set bytes = ? where leaf_index = 40", (changed,))
    base.close()
    assert run("audit", copy).code == 3


def test_a_rulebook_that_is_not_there_is_bad_input(shelf: Path) -> None:
    """Exit 2, for one source and for many, with what there is."""
    for sources in ((shelf / "plain",), (shelf / "plain", shelf / "after")):
        ran = run("audit", *sources, "--rulebook", "nobody-s")
        assert ran.code == 2
        assert "there is no rulebook `nobody-s`" in ran.err
    assert run("audit", tmp := shelf / "not-there").code == 2, tmp


def test_named_rulebooks_judge_in_place_of_those_taken_on(shelf: Path) -> None:
    """Only theirs are told; and two of them are compared with each difference listed."""
    ran = run("audit", shelf / "after", "--rulebook", "ontario-39-part", "--json")
    assert {one["rule"].split("/")[0] for one in ran.document["rules"]} == {"ontario-39-part"}
    ran = run("audit", shelf / "after", "--compare", "ontario-39-part", "set-practice", "--json")
    (source,) = ran.document["sources"]
    first, second = source["not_met"]
    assert len(source["only_second"]) == second + source["no_entry"][1] - source["both"]
    assert len(source["only_first"]) == first + source["no_entry"][0] - source["both"]
    assert ran.code == 1
    text = run("audit", shelf / "after", "--compare", "ontario-39-part", "set-practice").out
    assert f"under set-practice {second - first} more not met" in text
    assert run("audit", shelf / "after", "--compare", "custody", "custody").code == 0
    assert run("audit", shelf / "after", "--compare", "custody", "no-such").code == 2


def test_the_tables_hold_what_the_document_holds(shelf: Path, tmp_path: Path) -> None:
    """CSV and Parquet: the same rows, a type for each column, and a page."""
    ran = run(
        *("audit", shelf / "after", "--csv", tmp_path / "csv", "--parquet", tmp_path / "pq"),
        *("--html", tmp_path / "page.html", "--json"),
    )
    names = {"not_met", "no_entry", "hand_overs", "rules", "vacuous", "productions"}
    assert {path.stem for path in (tmp_path / "csv").glob("*.csv")} == names
    for name in names:
        with (tmp_path / f"csv/{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        table = pq.read_table(tmp_path / f"pq/{name}.parquet")
        assert table.column_names == list(rows[0] if rows else table.column_names)
        assert table.num_rows == len(rows)
        if name in ("not_met", "no_entry"):
            assert len(rows) == len(ran.document[name]) + (
                len(ran.document["pending"]) if name == "no_entry" else 0
            )
            assert table.schema.field("at_ms").type == pa.int64()
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.fixture(scope="module")
def logs(shelf: Path) -> Path:
    """The facts of one production as files of every format."""
    signature = rulebook_signature()
    seen = read_source(shelf / "after", until="", now_ms=0, signature=signature, zone="UTC")
    rows: list[dict[str, int | str]] = []
    for tp, point in enumerate(seen.points):
        for fact in sorted(point.facts, key=repr):
            names = [name for name, _ in signature.predicates[fact.predicate]]
            named = dict(zip(names, fact.arguments, strict=True))
            rows.append({"tp": tp, "ts": point.seconds, "predicate": fact.predicate, **named})
    folder = shelf / "logs"
    folder.mkdir()
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "facts.jsonl").write_text(lines, "utf-8")
    keys = list(dict.fromkeys(key for row in rows for key in row))
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, keys)
        writer.writeheader()
        writer.writerows(rows)
    pq.write_table(pa.table({key: _column(rows, key) for key in keys}), folder / "facts.parquet")
    with (folder / "facts.log").open("w", encoding="utf-8") as file:
        for point in seen.points:
            facts = " ".join(
                f"{fact.predicate} ({','.join(json.dumps(one) for one in fact.arguments)})"
                for fact in sorted(point.facts, key=repr)
            )
            file.write(f"@{point.seconds} {facts}\n")
    return folder


def _column(rows: Sequence[Mapping[str, int | str]], key: str) -> pa.Array:
    """One column; some names stand for a number in one fact and for a text in another."""
    values = [row.get(key) for row in rows]
    if all(isinstance(value, int | None) for value in values):
        return pa.array(values, pa.int64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())


@pytest.mark.parametrize("name", ["facts.jsonl", "facts.csv", "facts.parquet", "facts.log"])
def test_a_log_of_the_same_facts_says_the_same(shelf: Path, logs: Path, name: str) -> None:
    """Each format, judged by the same rulebook as the record it came from."""
    by = ("--rulebook", "set-practice", "--json")
    wanted = run("audit", shelf / "after", *by).document
    ran = run("audit", logs / name, *by)
    assert ran.code == 1, ran.err
    assert ran.document["kind"] == "log"
    found = [(one["rule"], one["at"]) for one in ran.document["not_met"]]
    assert found == [(one["rule"], one["at"]) for one in wanted["not_met"]]
    assert [(one["rule"], one["asked"]) for one in ran.document["rules"]] == [
        (one["rule"], one["asked"]) for one in wanted["rules"]
    ]


def test_a_log_needs_its_rulebook(logs: Path) -> None:
    """It took on none: exit 2, with what to do; a malformed one likewise, with its line."""
    ran = run("audit", logs / "facts.log")
    assert ran.code == 2
    assert "--rulebook" in ran.err
    bad = logs / "bad.log"
    bad.write_text("@1 drawn (colt-2\n", "utf-8")
    assert run("audit", bad, "--rulebook", "set-practice").code == 2


def test_a_log_from_elsewhere_is_audited_by_rules_of_its_own(tmp_path: Path) -> None:
    """A signature and a rulebook of somebody outside film."""
    book = tmp_path / "cold-store"
    (book / "rules").mkdir(parents=True)
    (book / "rulebook.toml").write_text(
        'id = "cold-store"\ntitle = "Cold store"\nversion = "1"\njurisdiction = ""\n'
        'binding = false\nread = "ours"\nnot_read = "nothing"\n[[document]]\nid = "ours"\n'
        'title = "Ours"\nwhere = "here"\n',
        "utf-8",
    )
    (book / "rules/doors.toml").write_text(
        '[[rule]]\nid = "closed"\ntitle = "A door is closed before the next is opened"\n'
        'on = "opened(f, p)"\nrequire = "NOT (PREVIOUS (EXISTS g, q. ((NOT closed(g)) SINCE'
        ' opened(g, q))))"\nduty = ["p"]\nweight = "danger"\nforce = "advise"\n'
        'say.en = "{f} was opened while another was open."\n'
        'source = { document = "ours", section = "1", standing = "house" }\n',
        "utf-8",
    )
    sig = tmp_path / "cold.sig"
    sig.write_text("opened(freezer: string, by: string)\nclosed(freezer: string)\n", "utf-8")
    log = tmp_path / "cold.log"
    log.write_text("@0 opened (f1, noor)\n@95 opened (f2, sam)\n@99 closed (f1)\n", "utf-8")
    ran = run("audit", log, "--sig", sig, "--rulebook", book, "--zone", "Europe/Oslo", "--json")
    assert ran.code == 1, ran.err
    (one,) = ran.document["not_met"]
    assert (one["rule"], one["entry"]) == ("closed", 1)
    assert ran.document["rules"][0]["asked"] == 2


def test_spark_is_an_extra(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for and not installed: one line, what to do, exit 5."""
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    monkeypatch.delitem(sys.modules, "provesafe.adapters.fleet.spark", raising=False)
    ran = run("audit", shelf / "plain", "--engine", "spark")
    assert ran.code == 5
    assert ran.err.splitlines()[0] == (
        "error: `--engine spark` needs PySpark, which is not installed"
    )
