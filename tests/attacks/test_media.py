"""A picture is altered and its entry kept: whoever has the production's keys and signs anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bundled import PICTURE, InMemory, full_sample
from ledger_sample import LOG
from made_production import make_production
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    MediaChangedError,
    media_of,
    split_note,
    verify_bundle,
)
from provesafe.ledger.bundle.manifest import MANIFEST, file_line, sign_manifest
from second_reader import RefusedError, read_bundle
from terminal import run

NAME = f"media/{media_of(PICTURE, 'image/jpeg').digest}"


def signed_anew(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The manifest written for these files, with the log's own key."""
    rest = {path: data for path, data in files.items() if path != MANIFEST}
    origin = split_note(rest["checkpoint"])[0].split(b"\n")[0].decode()
    lines = [file_line(path, data) for path, data in rest.items()]
    return {**rest, MANIFEST: sign_manifest(origin, lines, LOG.named(origin))}


def refused(files: Mapping[str, bytes]) -> str:
    """Both readers refuse it; the file that ours names."""
    with pytest.raises(RefusedError):
        read_bundle(files)
    with pytest.raises(MediaChangedError) as caught:
        verify_bundle(InMemory(files), verifier=ed25519_accepts)
    return caught.value.file


def test_a_picture_that_was_changed_is_found() -> None:
    """One bit of it, or one byte more, under a manifest that says so: its file is named."""
    whole = full_sample()
    assert verify_bundle(InMemory(whole), verifier=ed25519_accepts).media == (NAME[6:],)
    for other in (bytes([PICTURE[0] ^ 1]) + PICTURE[1:], PICTURE + b"."):
        assert refused(signed_anew({**whole, NAME: other})) == NAME


def test_a_picture_that_nobody_entered_is_found() -> None:
    """A better one beside it, under its own hash: no entry names it."""
    other = b"a tray of six rounds"
    name = f"media/{media_of(other, 'image/jpeg').digest}"
    assert refused(signed_anew({**full_sample(), name: other})) == name


def test_one_that_is_left_out_is_counted() -> None:
    """A bundle without it is whole, and says that one is named and not here."""
    files = signed_anew({path: data for path, data in full_sample().items() if path != NAME})
    report = verify_bundle(InMemory(files), verifier=ed25519_accepts)
    assert (report.media, report.media_missing) == ((), (NAME[6:],))
    read_bundle(files)


def test_a_photo_is_entered_handed_out_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entered at the terminal, in the bundle only when it is asked for; altered there, it is
    named and the exit status is 3."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    folder = make_production(
        tmp_path / "dc", ("receive_weapon", {"weapon": "colt-2", "kind": "real", "by": "ada"})
    )
    photo = tmp_path / "tray.jpg"
    photo.write_bytes(PICTURE)
    draw = ("draw", "weapon=colt-2", "by=ada", "place=safe")
    assert run("enter", folder, *draw, "--photo", photo).code == 0
    assert run("bundle", folder, tmp_path / "without").code == 0
    assert not (tmp_path / "without" / "media").exists()
    assert run("bundle", folder, tmp_path / "with", "--media").code == 0
    there = tmp_path / "with" / NAME
    assert "1 here, 0 named" in run("verify", tmp_path / "with").out
    there.write_bytes(PICTURE.replace(b"five", b"four"))
    ran = run("verify", tmp_path / "with")
    assert (ran.code, NAME in ran.err) == (3, True)
    assert run("bundle", folder, tmp_path / "x", "--media", "--roles-only").code == 2
    (tmp_path / "film.mov").write_bytes(PICTURE)
    assert run("enter", folder, *draw, "--photo", tmp_path / "film.mov").code == 2
