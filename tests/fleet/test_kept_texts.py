"""A record is judged by the texts that were taken on, whatever the program ships by now."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from provesafe.adapters import rulebooks
from provesafe.adapters.bundles import open_bundle
from provesafe.adapters.fleet.books import shelf
from provesafe.adapters.rulebooks import DEFINITIONS, definitions_digest, texts_kept
from provesafe.adapters.wiring import RulebookChangedError, view_production
from terminal import run

ROOT = Path(__file__).parents[2]
DAY = "examples/minute/afterwards.toml"
UNTIL = ("--until", "2031-01-01 00:00", "--json")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production, its bundle, and what an audit says of either."""
    folder = tmp_path_factory.mktemp("made")
    run("rehearse", ROOT / DAY, "--into", folder / "dc")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROVESAFE_PASSPHRASE", "")
        assert run("bundle", folder / "dc", folder / "b.zip").code == 0
    return folder


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A later program, whose shipped rules all ask for something else, and whose definitions
    cannot be read any more."""
    shipped = tmp_path / "shipped"
    shutil.copytree(ROOT / "src/provesafe/rulebooks", shipped)
    for path in shipped.rglob("*.toml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace('require = "', 'require = "FALSE AND '), encoding="utf-8")
    (shipped / DEFINITIONS).write_text("[this is = no definition\n", encoding="utf-8")
    shelf.cache_clear()
    monkeypatch.setattr(rulebooks, "_shipped", lambda: shipped)
    yield shipped
    shelf.cache_clear()


def said(path: Path) -> tuple[int, Mapping[str, object]]:
    """What an audit says, but for where the record lies."""
    ran = run("audit", path, *UNTIL)
    assert ran.code in (0, 1), ran.err
    return ran.code, {name: one for name, one in ran.document.items() if name != "source"}


@pytest.fixture(scope="module")
def before(made: Path) -> dict[str, tuple[int, Mapping[str, object]]]:
    """What an audit says while the program is the one that the record was made with."""
    return {name: said(made / name) for name in ("dc", "b.zip")}


@pytest.mark.parametrize("name", ["b.zip", "dc"])
def test_a_later_program_says_the_same(
    name: str,
    made: Path,
    before: dict[str, tuple[int, Mapping[str, object]]],
    later: Path,
) -> None:
    """Every shipped rule is another by now, the definitions are gone: the same findings."""
    assert before[name][0] == 1
    assert said(made / name) == before[name]


def test_a_bundle_made_by_a_later_program_holds_the_texts_of_then(
    made: Path, later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept when it was taken on is packed, nothing is missing, and an audit agrees."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    ran = run("bundle", made / "dc", tmp_path / "late.zip", "--json")
    assert ran.code == 0
    assert ran.document["texts_missing"] == []
    with open_bundle(made / "b.zip") as one, open_bundle(tmp_path / "late.zip") as other:
        texts = [path for path in one.sizes() if path.startswith("rulebooks/")]
        assert sum(path.endswith(f"/{DEFINITIONS}") for path in texts) == 1
        for path in texts:
            assert other.read(path) == one.read(path)


def test_a_bundle_names_its_definitions(made: Path) -> None:
    """The entry that takes a rulebook on names them, and they lie under that digest."""
    (kept, *_) = sorted((made / "dc" / "adopted").iterdir())
    digest = kept.stem.split("-")[1]
    assert digest == definitions_digest()
    with open_bundle(made / "b.zip") as files:
        text = files.read(f"rulebooks/{digest}/{DEFINITIONS}").decode("utf-8")
    assert text == texts_kept(kept.read_text("utf-8"))[1]
    document = run("verify", made / "b.zip", "--json").document
    assert digest in document["texts"]
    assert document["texts_missing"] == []


def test_definitions_that_were_changed_in_a_production_are_not_used(
    made: Path, tmp_path: Path
) -> None:
    """A kept text with other definitions than the entry names is refused by audit and opening."""
    shutil.copytree(made / "dc", tmp_path / "dc")
    for kept in (tmp_path / "dc" / "adopted").iterdir():
        document = json.loads(kept.read_text("utf-8"))
        document["definitions"] += "\n# changed\n"
        kept.write_text(json.dumps(document), encoding="utf-8")
    ran = run("audit", tmp_path / "dc", *UNTIL)
    assert ran.code == 3
    assert "the definitions that `custody` was read with are not here" in ran.err
    with pytest.raises(RulebookChangedError), view_production(tmp_path / "dc"):
        pass
