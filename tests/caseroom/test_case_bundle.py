"""The bundle of a case: the same each time, whole to the last byte, for its reader and no more."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from provesafe.adapters.bundles import open_bundle
from provesafe.adapters.casepapers import clocks_of
from provesafe.adapters.casepapers.checking import check_case_files
from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.cli.main import program
from provesafe.casefile import by_role, every_text, report_of, wording_problems
from provesafe.errors import ProvesafeError
from provesafe.ledger import RecordFaultError
from provesafe.service import read_case
from tidy.words import CHARTER, SCREEN

ROOT = Path(__file__).parents[2]
FLIPS = 400


def run(*arguments: str | Path) -> str:
    """What a verb prints; it has to end well."""
    made = CliRunner(env={"PROVESAFE_PASSPHRASE": ""}).invoke(
        program, [str(one) for one in arguments], standalone_mode=False
    )
    if made.exception is not None:
        raise made.exception
    return made.output


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with the invented article and the record of an invented day."""
    room = tmp_path_factory.mktemp("case")
    day, folder = room / "day", room / "case"
    CliRunner().invoke(
        program, ["rehearse", str(ROOT / "examples/minute/afterwards.toml"), "--into", str(day)]
    )
    run("case", "new", folder, ROOT / "examples/case/article.txt", day, "--by=Hana", "--training")
    run("case", "accept", folder, "S1", "--by=Hana")
    return folder


def _files(path: Path) -> dict[str, bytes]:
    with open_bundle(path) as opened:
        return {name: opened.read(name) for name in opened.sizes()}


@pytest.fixture(scope="module")
def whole(case: Path) -> dict[str, bytes]:
    """Its bundle with the whole texts, by path."""
    run("case", "bundle", case, case.parent / "whole.zip", "--texts")
    return _files(case.parent / "whole.zip")


def test_the_same_case_gives_the_same_bytes(case: Path, whole: dict[str, bytes]) -> None:
    """Made twice, as one file and as a folder, every byte is the same."""
    again = case.parent / "again.zip"
    run("case", "bundle", case, again, "--texts")
    assert again.read_bytes() == (case.parent / "whole.zip").read_bytes()
    run("case", "bundle", case, case.parent / "folder", "--texts")
    assert _files(case.parent / "folder") == whole


def test_verify_says_what_it_is_and_what_it_checked(case: Path, whole: dict[str, bytes]) -> None:
    """It names the cut, the reader, the record in it, places read again, and the manifest."""
    document = json.loads(run("verify", case.parent / "whole.zip", "--json"))
    assert document["schema"] == "provesafe.case-verification/v1"
    assert (document["about"]["cut"], document["about"]["for"]) == ("whole", "parties")
    assert document["files"] == len(whole)
    assert document["records"][0]["entries"] > 20
    assert document["places_read"] > 50
    assert document["entries_matched"] >= 5
    assert document["history_lines"] >= 4
    schema = json.loads((ROOT / "docs/reference/schemas/case-verification.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    given = json.loads(run("case", "bundle", case, case.parent / "given.zip", "--json"))
    schema = json.loads((ROOT / "docs/reference/schemas/case-given-out.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(given)
    told = run("verify", case.parent / "whole.zip")
    assert document["manifest_sha256"] in told
    assert "not shown: that it was not made anew" in told


def test_any_byte_changed_is_found_and_its_file_named(whole: dict[str, bytes]) -> None:
    """One byte of any file, a file too few, a file too many: each is refused with the file."""
    check_case_files(whole)
    chosen = random.Random(8)
    places = [(name, at) for name in whole for at in range(0, len(whole[name]), 97)]
    for name, at in chosen.sample(places, FLIPS):
        changed = bytearray(whole[name])
        changed[at] ^= 1 << chosen.randrange(8)
        with pytest.raises(RecordFaultError) as found:
            check_case_files({**whole, name: bytes(changed)})
        assert found.value.file == name
    for name in whole:
        fewer = {one: raw for one, raw in whole.items() if one != name}
        with pytest.raises(RecordFaultError):
            check_case_files(fewer)
    with pytest.raises(RecordFaultError) as found:
        check_case_files({**whole, "more.txt": b"x"})
    assert found.value.file == "more.txt"


def test_a_zip_with_a_byte_changed_anywhere_is_refused(
    case: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Headers and the directory of the zip are looked at like everything else."""
    assert whole
    raw = (case.parent / "whole.zip").read_bytes()
    chosen = random.Random(9)
    ends = [*range(60), *range(len(raw) - 1500, len(raw), 7)]
    for at in chosen.sample(ends, 60):
        changed = bytearray(raw)
        changed[at] ^= 4
        (tmp_path / "x.zip").write_bytes(bytes(changed))
        with pytest.raises(ProvesafeError):
            run("verify", tmp_path / "x.zip")


def test_any_program_can_check_the_sums(case: Path) -> None:
    """`sha256sum -c` agrees on every file but the two lists."""
    folder = case.parent / "sums"
    run("case", "bundle", case, folder)
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=True
    )
    assert done.stdout.count(b": OK") == len(_files(folder)) - 2


def test_a_cut_by_role_has_no_name_and_no_text(case: Path) -> None:
    """Names of the article and its sentences are in the whole and nowhere in the cut."""
    article = (ROOT / "examples/case/article.txt").read_text("utf-8")
    run("case", "bundle", case, case.parent / "roles.zip", "--roles-only")
    files = _files(case.parent / "roles.zip")
    assert not [name for name in files if name.startswith(("sources/", "names", "history"))]
    text = b"\n".join(raw for name, raw in files.items() if not name.endswith(".pdf")).decode()
    names = {
        one["name"] for one in json.loads(_files(case.parent / "whole.zip")["names.json"])["names"]
    }
    assert len(names) > 3
    assert not [name for name in names if name in text]
    sentences = [one.strip() for one in article.split(".") if len(one.strip()) > 25]
    assert not [one for one in sentences if one in text]
    assert (
        json.loads(run("verify", case.parent / "roles.zip", "--json"))["about"]["cut"] == "by role"
    )


def test_no_stretch_of_a_text_goes_to_whoever_it_is_not_for(case: Path) -> None:
    """Four words of the article in a row are in no file for anyone, nor in a cut by role."""
    words = (ROOT / "examples/case/article.txt").read_text("utf-8").split()
    rows = [" ".join(words[at : at + 4]) for at in range(len(words) - 3)]
    roles = {one.role for one in read_case(FolderOfCase(case)).parties}
    for name, option in (("anyone", "--reader=anyone"), ("cut", "--roles-only")):
        run("case", "bundle", case, case.parent / f"{name}.zip", option)
        files = _files(case.parent / f"{name}.zip")
        assert not [one for one in files if one.startswith("sources/S1/")]
        text = b"\n".join(files[one] for one in sorted(files) if not one.endswith((".pdf", ".zip")))
        told = text.decode("utf-8", "replace")
        assert [row for row in rows if row in told and not any(row in one for one in roles)] == []


def test_everything_written_of_a_real_record_is_in_plain_words(case: Path) -> None:
    """No word that weighs somebody, none of the workshop or the charter: whole and by role."""
    whole = read_case(FolderOfCase(case))
    assert len(whole.duties) > 10
    for one in (whole, by_role(whole)):
        texts = list(every_text(report_of(one, clock=clocks_of(one).show)))
        assert len(texts) > 500
        assert [text for text in texts if wording_problems(text)] == []
        plain = [re.sub(r"“[^”]*”", "", text) for text in texts]
        assert [text for text in plain if SCREEN.search(text) or CHARTER.search(text)] == []


def test_a_report_is_written_once_unless_told(case: Path) -> None:
    """Paper and page are written where asked; over something there only with `--force`."""
    out = case.parent / "report.pdf"
    run("case", "report", case, "--out", out)
    first = out.read_bytes()
    with pytest.raises(ProvesafeError):
        run("case", "report", case, "--out", out)
    run("case", "report", case, "--out", out, "--force")
    assert out.read_bytes() == first
    with pytest.raises(ProvesafeError):
        run("case", "report", case, "--out", case.parent / "report.txt")
    run("case", "report", case, "--out", case.parent / "report.html", "--roles-only")
    page = (case.parent / "report.html").read_text("utf-8")
    assert "words withheld in this cut" in page
