"""Some entries of a record with their proofs: whole in itself, and every byte accounted for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bundled import COSIGNED_SECONDS, HQ, PHONE, POLICY_TEXT, with_cosignatures
from forgeries import ORIGIN, borrowed
from ledger_sample import DOMAIN, LOG, Sample, build_sample
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    Checkpoint,
    Disclosed,
    Draft,
    Frontier,
    OriginError,
    OwnKeyError,
    PartFiles,
    PartReport,
    RecordFaultError,
    disclose,
    leaf_hash,
    pack_part,
    parse_policy,
    sign_checkpoint,
    verify_part,
)
from second_reader import RefusedError, read_part

TOLD = disclose("name", "Cleo", salt=b"s" * 16)


def sample_of() -> Sample:
    """The sample record, and an entry with something withheld."""
    sample = build_sample()
    sample.commit(Draft(entry_class="act", payload={"acts": [], "sd": [TOLD.digest]}))
    return sample


SAMPLE = sample_of()
PICKED = (0, 1, 4, 5, 6, 8, 9, 12, 13, 15, 16, 17)


def part(picked: tuple[int, ...] = PICKED, **changed: bytes) -> dict[str, bytes]:
    """The files of a part; keyword arguments take the place of files."""
    files = pack_part(
        {index: SAMPLE.entries[index] for index in picked},
        [leaf_hash(raw) for raw in SAMPLE.entries],
        about="P-cleo",
        origin=SAMPLE.state.origin,
        checkpoint=with_cosignatures(SAMPLE.checkpoints[-1], [HQ, PHONE], COSIGNED_SECONDS),
        policy=POLICY_TEXT,
        disclosed=[Disclosed(index=16, text=TOLD.text)],
        reading="words\n",
    )
    return {**dict(files), **changed}


def verify(files: Mapping[str, bytes]) -> PartReport:
    """Verify a part."""
    sizes = {name: len(content) for name, content in files.items()}
    return verify_part(
        PartFiles(sizes, files), verifier=ed25519_accepts, policy=parse_policy(POLICY_TEXT)
    )


def test_a_part_verifies_alone() -> None:
    """Entries, times, keys, witnesses, from these files alone; for a second reader as well."""
    files = part()
    found = verify(files)
    leaves = [one.leaf for one in found.entries]
    assert leaves == [leaf for leaf in PICKED if b'"class":"received"' not in SAMPLE.entries[leaf]]
    assert (found.about, found.tree_size, found.kind) == ("P-cleo", 18, "real")
    assert found.quorum is not None
    assert found.quorum.met
    assert found.disclosed == ((16, TOLD.text),)
    assert read_part(files) == (SAMPLE.state.origin, "P-cleo", len(PICKED))


@pytest.mark.parametrize("path", sorted(part()))
def test_a_changed_byte_of_any_file_but_the_words_is_refused(path: str) -> None:
    """One bit in the middle of each file, and the file is named."""
    files = part()
    data = files[path]
    at = len(data) // 2
    files[path] = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    if path in ("reading.txt", "policy"):
        assert verify(files) == verify(part())
        return
    with pytest.raises(RecordFaultError) as caught:
        verify(files)
    assert caught.value.file
    with pytest.raises((RefusedError, UnicodeDecodeError)):
        read_part(files)


@pytest.mark.parametrize(
    "path", [one for one in sorted(part()) if one not in ("policy", "reading.txt")]
)
def test_a_part_without_one_of_its_files_is_refused(path: str) -> None:
    """Only the words, the policy and what is told of a person may be missing."""
    files = part()
    del files[path]
    if path == "disclosures.jsonl":
        assert verify(files).disclosed == ()
        return
    with pytest.raises(RecordFaultError):
        verify(files)


@pytest.mark.parametrize("left_out", [1, 5, 12, 15])
def test_an_entry_whose_time_nothing_tells_is_refused(left_out: int) -> None:
    """Without the `received` of its commit nobody can say when it was there."""
    picked = tuple(index for index in PICKED if index != left_out)
    assert b'"class":"received"' in SAMPLE.entries[left_out]
    with pytest.raises(RecordFaultError):
        verify(part(picked))
    with pytest.raises(RefusedError):
        read_part(part(picked))


@pytest.mark.parametrize("name", ["../up", "keys/laptop.json", "entries/007", "tile/0/000", "x"])
def test_a_file_of_no_kind_is_refused(name: str) -> None:
    """What no person's record holds is not read."""
    with pytest.raises(RecordFaultError):
        verify({**part(), name: b""})


def test_another_records_part_is_not_the_one_asked_for() -> None:
    """A reader who knows the record's name gives it."""
    files = part()
    sizes = {name: len(content) for name, content in files.items()}
    with pytest.raises(OriginError):
        verify_part(
            PartFiles(sizes, files), verifier=ed25519_accepts, expected_origin=f"{DOMAIN}/log/x"
        )


def test_a_phone_that_is_not_let_in_here_signs_nothing() -> None:
    """Leaving out the entry that lets a key in leaves its entries without anybody's name."""
    picked = tuple(index for index in PICKED if index != 4)
    with pytest.raises(RecordFaultError, match="whose key it is"):
        verify(part(picked))


@pytest.mark.parametrize("name", [name for name, _ in borrowed()])
def test_nobody_stands_in_a_part_by_anothers_phone(name: str) -> None:
    """Genesis, keys and the entry alone are enough to see that the phone was given to Cleo."""
    raws = dict(borrowed())[name]
    checkpoint = Checkpoint(
        origin=ORIGIN, tree_size=len(raws), root_hash=Frontier().extend(map(leaf_hash, raws)).root()
    )
    files = dict(
        pack_part(
            dict(enumerate(raws)),
            [leaf_hash(raw) for raw in raws],
            about="P-cleo",
            origin=ORIGIN,
            checkpoint=with_cosignatures(
                sign_checkpoint(checkpoint, LOG.named(ORIGIN)), [HQ, PHONE], COSIGNED_SECONDS
            ),
            policy=POLICY_TEXT,
        )
    )
    with pytest.raises(OwnKeyError):
        verify(files)
    with pytest.raises(RefusedError, match="owner"):
        read_part(files)
