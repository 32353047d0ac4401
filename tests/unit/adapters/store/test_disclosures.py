"""Names and other personal data: kept apart, given back, and erased."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from provesafe.adapters.store import MemoryDisclosures, SqliteDisclosures
from provesafe.adapters.store.errors import StoreForeignError, StoreNewerError
from provesafe.errors import InputError, UnavailableError
from provesafe.ledger import disclose, disclosure_digest, encode_base64url, read_disclosure
from provesafe.service.ports import Disclosures

SET_ASIDE = ".people.keys.old"

Open = Callable[[], Disclosures]


@pytest.fixture(params=["memory", "sqlite"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Open a store of each kind."""
    if request.param == "memory":
        return MemoryDisclosures
    return lambda: SqliteDisclosures(tmp_path / "people.sqlite")


def test_a_published_digest_is_given() -> None:
    """The digest of the standard's own example disclosure is the one it prints."""
    # SOURCE: RFC 9901 section 4.2.1 and 4.2.3: ["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]
    text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert disclosure_digest(text) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


def test_a_disclosure_is_read_back() -> None:
    """A salted fact reads as what it was made of."""
    made = disclose("name", "Zoë Gray", salt=bytes(range(16)))
    assert read_disclosure(made.text) == made


def test_a_salt_hides_a_fact() -> None:
    """The same fact with another salt has another digest; a short salt is refused."""
    digests = {disclose("name", "Ada", salt=bytes([n]) * 16).digest for n in range(4)}
    assert len(digests) == 4
    with pytest.raises(InputError):
        disclose("name", "Ada", salt=b"short")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not base64url!",
        "QQ==",
        encode_base64url(b'["salt","name"]'),
        encode_base64url(b'["salt", "name", "value"]'),
        encode_base64url(b'["salt","name",7]'),
        encode_base64url(b'{"salt":"name"}'),
        encode_base64url(b"\xff"),
    ],
)
def test_what_is_no_disclosure_is_refused(text: str) -> None:
    """Text that is not three texts in canonical JSON is no disclosure of ours."""
    with pytest.raises(InputError):
        read_disclosure(text)


def test_people_are_given_back(opened: Open) -> None:
    """What was kept about each person comes back, oldest first, and nobody else's."""
    store = opened()
    store.put_person("P-2", label="ada", name="Ada")
    store.put_person("P-1", label="zoe", name="Zoë")
    store.put("P-2", {"permit": "CA 1234"})
    assert store.people() == ("P-1", "P-2")
    assert [(each.name, each.value) for each in store.of_person("P-2")] == [
        ("label", "ada"),
        ("name", "Ada"),
        ("permit", "CA 1234"),
    ]
    assert store.of_person("P-3") == ()
    store.close()


def test_a_fact_is_kept_once(opened: Open) -> None:
    """Keeping a fact again gives the disclosure that is kept, so that its digest still fits."""
    store = opened()
    (first,) = store.put("P-1", {"name": "Ada"})
    assert store.put("P-1", {"name": "Ada"}) == (first,)
    (second,) = store.put("P-1", {"name": "Ada G."})
    assert store.of_person("P-1") == (first, second)
    assert store.put("P-2", {"name": "Ada"})[0].digest != first.digest
    store.close()


def test_nothing_is_kept_of_facts_that_cannot_all_be_kept(opened: Open) -> None:
    """When one fact of several cannot be written, none of them is kept."""
    store = opened()
    with pytest.raises(InputError):
        store.put("P-1", {"name": "Ada", "note": "e\u0301"})
    assert store.people() == ()
    store.close()


def test_an_erased_person_is_gone(opened: Open) -> None:
    """Erasing takes everything about one person and nothing about others."""
    store = opened()
    store.put_person("P-1", label="ada", name="Ada")
    store.put_person("P-2", label="cleo", name="Cleo")
    assert (store.erase("P-1"), store.erase("P-1")) == (2, 0)
    assert (store.people(), store.of_person("P-1")) == (("P-2",), ())
    store.close()


def test_a_closed_store_says_so(opened: Open) -> None:
    """After closing, every call is refused; closing twice does no harm."""
    store = opened()
    store.close()
    store.close()
    calls: list[Callable[[], object]] = [
        store.people,
        lambda: store.put("P-1", {"name": "Ada"}),
        lambda: store.of_person("P-1"),
        lambda: store.erase("P-1"),
    ]
    for call in calls:
        with pytest.raises(UnavailableError):
            call()


def test_an_erased_name_is_nowhere_in_the_file(tmp_path: Path) -> None:
    """After erasing, neither the name nor its disclosure can be found in any file of the folder."""
    store = SqliteDisclosures(tmp_path / "people.sqlite")
    names = [f"Zoë {number} Unforgettable" for number in range(12)]
    for number, name in enumerate(names):
        store.put_person(f"P-{number}", label=f"z{number}", name=name)
    kept = [each.text for number in range(12) for each in store.of_person(f"P-{number}")]
    for number in range(12):
        store.erase(f"P-{number}")
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Unforgettable" not in left
    assert not any(text.encode() in left for text in kept)
    store.close()


def test_keys_set_aside_by_whoever_was_cut_off_are_overwritten(tmp_path: Path) -> None:
    """Old keys that were replaced already are gone with the next opening; before they were
    replaced, they are the keys, and the next writing puts them back."""
    path, keys, aside = (tmp_path / one for one in ("people.sqlite", "people.keys", SET_ASIDE))
    store = SqliteDisclosures(path)
    store.put_person("P-1", label="ada", name="Ada Example")
    store.close()
    os.link(keys, tmp_path / "seen")
    keys.replace(aside)
    again = SqliteDisclosures(path)
    assert again.people() == ("P-1",)
    again.put_person("P-2", label="cleo", name="Cleo Example")
    assert not aside.exists()
    assert not any((tmp_path / "seen").read_bytes())
    shutil.copyfile(keys, aside)
    again.close()
    SqliteDisclosures(path).close()
    assert not aside.exists()


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Nobody else on the machine can read the names."""
    store = SqliteDisclosures(tmp_path / "people.sqlite")
    store.put_person("P-1", label="ada", name="Ada")
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0, 0]
    store.close()


def test_people_are_there_when_opened_again(tmp_path: Path) -> None:
    """What was kept is in the file."""
    path = tmp_path / "people.sqlite"
    store = SqliteDisclosures(path)
    kept = store.put("P-1", {"name": "Ada"})
    store.close()
    again = SqliteDisclosures(path)
    assert again.of_person("P-1") == kept
    again.close()


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A record, a newer file and a folder are not taken for the people's file."""
    other, newer = tmp_path / "record.sqlite", tmp_path / "newer.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("create table entry (x)")
    connection.close()
    with pytest.raises(StoreForeignError):
        SqliteDisclosures(other)
    SqliteDisclosures(newer).close()
    connection = sqlite3.connect(newer)
    connection.execute("pragma user_version = 3")
    connection.close()
    with pytest.raises(StoreNewerError):
        SqliteDisclosures(newer)
    with pytest.raises(UnavailableError):
        SqliteDisclosures(tmp_path)
