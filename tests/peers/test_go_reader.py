"""A third reader, on Go's own notes and trees, agrees about good bundles and about altered ones."""

from __future__ import annotations

import random

import pytest

from bundled import (
    PHONE,
    InMemory,
    Remembering,
    bundle_of,
    full_sample,
    large_sample,
)
from go_reader import GoReader, build_reader
from ledger_sample import LOG, build_sample
from provesafe.errors import ProvesafeError
from provesafe.ledger import QuorumError, verify_bundle
from provesafe.ledger.bundle.manifest import file_line, sign_manifest
from second_reader import RefusedError, read_bundle

FULL = full_sample()
UNSEEN = ("disclosures.jsonl", "rulebooks/", "policy")
"""What the reader in Go holds against the signed list alone."""

CHANGES, CHANGES_OF_SECOND, RESIGNED = 2_000, 150, 80


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> GoReader:
    """The reader, built once."""
    return build_reader(tmp_path_factory.mktemp("go"))


def ours(files: dict[str, bytes], accepts: Remembering | None = None) -> str:
    """Our verdict in the words of the reader in Go."""
    try:
        report = verify_bundle(InMemory(files), verifier=accepts or Remembering())
    except (ProvesafeError, ValueError):
        return "refused"
    met = report.quorum is not None and report.quorum.met
    cosigners = 0 if report.quorum is None else len(report.quorum.cosigners)
    words = "quorum" if met else "no-quorum"
    return f"ok {report.record.origin} {report.record.tree_size} {cosigners} {words}"


def second(files: dict[str, bytes]) -> bool:
    """Whether the second reader finds a bundle in order, with a quorum."""
    try:
        return read_bundle(files)[2]
    except (RefusedError, ValueError, KeyError, TypeError):
        return False


@pytest.mark.parametrize("kind", ["full", "300 entries", "over a tile's width"])
def test_good_bundles_are_read_alike(go: GoReader, kind: str) -> None:
    """Origin, size, cosigners and quorum are the same to three programs."""
    files = {
        "full": lambda: FULL,
        "300 entries": lambda: large_sample(300),
        "over a tile's width": lambda: large_sample(620),
    }[kind]()
    found = ours(files)
    assert go.read(files) == found
    assert found.startswith("ok ")
    assert found.endswith(" quorum")
    assert second(files)


def test_too_few_cosigners_are_no_quorum_to_any(go: GoReader) -> None:
    """One of the two groups that the policy asks for: nobody makes a yes of it."""
    files = bundle_of(build_sample(), cosigned_by=[PHONE])
    assert go.read(files).endswith(" 16 1 no-quorum")
    assert not second(files)
    with pytest.raises(QuorumError):
        verify_bundle(InMemory(files), verifier=Remembering())


def test_changed_bytes_are_refused_alike(go: GoReader) -> None:
    """One seeded bit at each of many places in a bundle of 20 entries: three programs refuse."""
    rng = random.Random(31)
    places = [(path, at) for path in sorted(FULL) for at in range(len(FULL[path]))]
    changes = [(path, at, 1 << rng.randrange(8)) for path, at in rng.sample(places, CHANGES)]
    accepts = Remembering()
    for number, (change, line) in enumerate(zip(changes, go.changed(FULL, changes), strict=True)):
        path, at, xor = change
        data = bytearray(FULL[path])
        data[at] ^= xor
        files = FULL | {path: bytes(data)}
        assert line.startswith("refused"), (change, line)
        assert ours(files, accepts) == "refused", change
        if number < CHANGES_OF_SECOND:
            assert not second(files), change


def test_what_a_holder_of_the_key_signs_anew_is_refused_alike(go: GoReader) -> None:
    """With the list of files signed anew, whatever the reader in Go looks at is refused by it."""
    rng = random.Random(32)
    origin = FULL["checkpoint"].split(b"\n", 1)[0].decode()
    seen = 0
    for _ in range(RESIGNED):
        path = rng.choice([one for one in sorted(FULL) if one != "MANIFEST"])
        data = bytearray(FULL[path])
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        files = FULL | {path: bytes(data)}
        lines = [file_line(name, one) for name, one in files.items() if name != "MANIFEST"]
        files["MANIFEST"] = sign_manifest(origin, lines, LOG.named(origin))
        theirs = go.read(files)
        if not path.startswith(UNSEEN):
            seen += 1
            # A witness's line under a name that nobody knows is passed over, by ours as well.
            renamed = path.startswith(("seals/", "checkpoint")) and ours(files) == theirs
            assert theirs.startswith("refused") or renamed, (path, theirs)
        assert ours(files) == "refused" or ours(files) == theirs, path
    assert seen > RESIGNED // 2


def test_files_moved_about_are_refused_alike(go: GoReader) -> None:
    """A file left out, doubled under another name, swapped with another, or a byte longer."""
    tried = 0
    for path in sorted(FULL):
        other = next(name for name in sorted(FULL) if FULL[name] != FULL[path])
        for files in (
            {name: data for name, data in FULL.items() if name != path},
            FULL | {path: FULL[path] + b"\n"},
            FULL | {path: FULL[other], other: FULL[path]},
            FULL | {f"{path}x": FULL[path]},
        ):
            assert go.read(files).startswith("refused"), path
            assert ours(files) == "refused", path
            assert not second(files), path
            tried += 1
    assert tried == 4 * len(FULL)
