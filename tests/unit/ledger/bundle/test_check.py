"""Every byte of a bundle is accounted for."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest

from bundled import (
    COSIGNED_SECONDS,
    HQ,
    PHONE,
    POLICY_TEXT,
    TEXTS,
    TEXTS_DIGEST,
    InMemory,
    bundle_of,
    full_sample,
)
from ledger_sample import LOG, Sample, build_sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import InputError
from provesafe.ledger import (
    NOTE_SIGNATURE,
    BundleReport,
    Disclosed,
    DisclosureFaultError,
    Draft,
    FileChangedError,
    FileExtraError,
    FileNameError,
    FileSizeError,
    ManifestError,
    OriginError,
    PolicyError,
    PublicKey,
    QuorumError,
    RecordFaultError,
    SignatureError,
    TextsChangedError,
    TileError,
    disclose,
    kept_seals,
    pack_bundle,
    parse_policy,
    sign_note,
    verify_bundle,
)
from provesafe.ledger.bundle.manifest import file_line, sign_manifest
from second_reader import RefusedError, read_bundle

FULL = full_sample()
SECOND_READER_CHANGES = 120
EVERY_BYTE = os.environ.get("PROVESAFE_PROFILE") == "long"
SEEDED = 300
"""Positions tried in the fast profile; `long` tries every one."""


def check(files: dict[str, bytes], **options: object) -> BundleReport:
    """Verify files in memory."""
    return verify_bundle(InMemory(files), verifier=ed25519_accepts, **options)  # type: ignore[arg-type]


def resigned(files: dict[str, bytes], origin: str = "") -> dict[str, bytes]:
    """Write the manifest anew, as whoever holds the log's key can."""
    name = origin or files["checkpoint"].split(b"\n", 1)[0].decode()
    lines = [file_line(path, data) for path, data in files.items() if path != "MANIFEST"]
    return files | {"MANIFEST": sign_manifest(name, lines, LOG.named(name))}


def test_a_whole_bundle_is_counted() -> None:
    """Twenty entries, two earlier checkpoints, two cosigners, one text: all in the report."""
    report = check(FULL)
    assert report.record.tree_size == 20
    assert report.files == len(FULL)
    assert report.bytes == sum(map(len, FULL.values()))
    assert [seal.tree_size for seal in report.seals][-1] == 20
    assert all(seal.not_after_seconds == COSIGNED_SECONDS + seal.tree_size for seal in report.seals)
    assert report.quorum is not None
    assert report.quorum.met
    assert report.own_policy
    assert report.quorum.cosigners == ("hq", "cleo")
    assert report.texts == (TEXTS_DIGEST,)


def test_it_holds_every_kind_of_file() -> None:
    """The sample that is altered below has a file of each kind."""
    kinds = {path.split("/")[0] + path.count("/") * "/" for path in FULL}
    assert kinds == {
        "MANIFEST",
        "checkpoint",
        "policy",
        "seals/",
        "disclosures.jsonl",
        "media/",
        "tile///",
        "rulebooks//",
        "rulebooks///",
    }


def test_every_changed_byte_is_found_and_its_file_named() -> None:
    """One bit of one byte changed anywhere is refused, and in the entries the entry is named."""
    rng = random.Random(20)
    places = [(path, at) for path in sorted(FULL) for at in range(len(FULL[path]))]
    chosen = places if EVERY_BYTE else rng.sample(places, SEEDED)
    for path, at in chosen:
        data = bytearray(FULL[path])
        data[at] ^= 1 << rng.randrange(8)
        with pytest.raises((RecordFaultError, PolicyError)) as caught:
            check(FULL | {path: bytes(data)})
        error = caught.value
        assert isinstance(error, RecordFaultError), (path, at)
        assert error.file, (path, at)
        if path == "tile/entries/000.p/20":
            assert error.index == entry_at(FULL[path], at), (path, at, str(error))
        elif path != "MANIFEST":
            assert error.file in (path, path.rpartition("/")[0], "rulebooks/" + TEXTS_DIGEST), (
                path,
                at,
                str(error),
            )


def test_a_second_reader_agrees_on_the_whole() -> None:
    """The verifier written from the page reads the same bundle, and counts the same quorum."""
    report = check(FULL)
    assert read_bundle(FULL) == (report.record.origin, 20, True)
    assert read_bundle(bundle_of(build_sample(), cosigned_by=[PHONE]))[2] is False
    assert read_bundle(FULL, b"quorum none\n")[2] is False


def test_a_second_reader_refuses_what_we_refuse() -> None:
    """Both refuse the same seeded changes, the manifest signed anew or not."""
    rng = random.Random(21)
    for _ in range(SECOND_READER_CHANGES):
        path = rng.choice(sorted(FULL))
        data = bytearray(FULL[path])
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        files = FULL | {path: bytes(data)}
        if rng.randrange(2) and path not in ("MANIFEST", "policy"):
            files = resigned(files, origin_of(FULL))
        ours, theirs = refuses(check, files), refuses(read_bundle, files)
        assert ours == theirs, (path, ours, theirs)


def refuses(read: Callable[[dict[str, bytes]], object], files: dict[str, bytes]) -> bool:
    """Say whether a reader refuses these files, or finds no quorum in them."""
    try:
        found = read(files)
    except (RecordFaultError, RefusedError, ValueError, KeyError, TypeError):
        return True
    return isinstance(found, tuple) and found[2] is False


def entry_at(data: bytes, at: int) -> int:
    """Say which entry holds a byte of a file of entries; its length belongs to it."""
    index = start = 0
    while True:
        start += 2 + int.from_bytes(data[start : start + 2], "big")
        if at < start:
            return index
        index += 1


@pytest.mark.parametrize("path", sorted(FULL))
def test_a_file_left_out_is_named(path: str) -> None:
    """Each file that is not there is missed."""
    with pytest.raises(RecordFaultError) as caught:
        check({name: data for name, data in FULL.items() if name != path})
    assert caught.value.file
    if not path.startswith(("policy", "rulebooks", "seals")):
        assert caught.value.file.startswith(path.split(".p/")[0])


@pytest.mark.parametrize("path", sorted(FULL))
def test_a_file_cut_short_is_refused(path: str) -> None:
    """A file without its last byte is refused, and one with another byte behind it."""
    for data in (FULL[path][:-1], FULL[path] + b"\n", b""):
        with pytest.raises(RecordFaultError):
            check(FULL | {path: data})


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("tile/0/001.p/9", FileExtraError),
        ("tile/0/000", FileExtraError),
        ("seals/17", RecordFaultError),
        ("notes.txt", FileNameError),
        ("/etc/passwd", FileNameError),
        ("../outside", FileNameError),
        ("tile/0/../../x", FileNameError),
        ("rulebooks/" + "a" * 64 + "/../x", FileNameError),
        ("keys/log.json", FileNameError),
        ("record.sqlite", FileNameError),
        (f"rulebooks/{TEXTS_DIGEST}/extra.toml", TextsChangedError),
        (f"rulebooks/{TEXTS_DIGEST}/RULEBOOK.toml", FileNameError),
    ],
)
def test_a_file_too_many_is_refused(path: str, fault: type[RecordFaultError]) -> None:
    """A tile of no checkpoint, a stray file, a way out of the folder, another spelling: none stay,
    though the manifest be signed anew."""
    with pytest.raises(fault):
        check(resigned(FULL | {path: FULL["checkpoint"]}))


def test_a_file_too_long_is_refused_unread() -> None:
    """A tile of more than 256 hashes is refused by its length alone."""

    class Liar(InMemory):
        def read(self, path: str, /) -> bytes:
            msg = f"{path} was read"
            raise AssertionError(msg)

    with pytest.raises(FileSizeError):
        verify_bundle(Liar(FULL | {"tile/0/000": b"x" * 8_193}), verifier=ed25519_accepts)


def test_resigning_the_manifest_hides_nothing() -> None:
    """With the log's key at hand, a changed tile, entry or checkpoint is still found."""
    for path in ("tile/0/000.p/20", "tile/entries/000.p/20", "checkpoint"):
        data = bytearray(FULL[path])
        data[-40] ^= 1
        with pytest.raises((TileError, RecordFaultError)) as caught:
            check(resigned(FULL | {path: bytes(data)}))
        assert caught.value.file == path


def test_a_manifest_of_another_record_is_refused() -> None:
    """A manifest that names another origin does not go with these files."""
    other = sign_note(b"provesafe.bundle/v1\nother\n", (LOG.named(origin_of(FULL)),))
    with pytest.raises(ManifestError):
        check(FULL | {"MANIFEST": other})


def origin_of(files: dict[str, bytes]) -> str:
    """Read the origin off the checkpoint."""
    return files["checkpoint"].split(b"\n", 1)[0].decode()


def test_a_manifest_must_tell_the_truth() -> None:
    """A manifest signed over other bytes of the policy names the file that differs."""
    older = resigned(FULL | {"policy": FULL["policy"] + b"# more\n"})
    with pytest.raises(FileSizeError) as caught:
        check(older | {"policy": FULL["policy"]})
    assert caught.value.file == "policy"
    same_length = resigned(FULL | {"policy": FULL["policy"].replace(b"both", b"all2")})
    with pytest.raises(FileChangedError):
        check(same_length | {"policy": FULL["policy"]})


def test_no_policy_gives_no_quorum() -> None:
    """Without a policy nobody is counted, whoever may have cosigned."""
    report = check(bundle_of(build_sample(), policy=None))
    assert report.quorum is None
    assert report.seals[-1].others == 2


def test_a_quorum_that_is_not_met_is_a_fault() -> None:
    """The production's own witnesses alone do not meet a policy with an outside group."""
    with pytest.raises(QuorumError, match=r"`outside` 0 of 1"):
        check(bundle_of(build_sample(), cosigned_by=[PHONE]))


def test_the_readers_policy_counts_and_not_the_bundles() -> None:
    """A reader who trusts other witnesses, or another log, is not talked out of it."""
    files = bundle_of(build_sample(), policy=b"quorum none\n")
    report = check(files, policy=parse_policy(POLICY_TEXT))
    assert report.quorum is not None
    assert report.quorum.met
    assert not report.own_policy
    elsewhere = PublicKey("x.example/log", NOTE_SIGNATURE, LOG.public_key)
    with pytest.raises(QuorumError, match="does not know the log"):
        check(files, policy=parse_policy(f"log {elsewhere}\n".encode() + POLICY_TEXT))


def test_another_origin_than_the_one_on_paper_is_refused() -> None:
    """A record made anew cannot pass under the name that was printed."""
    with pytest.raises(OriginError):
        check(FULL, expected_origin="dry-creek.example/log/" + "0" * 32)


def test_disclosures_must_fit_their_entry() -> None:
    """A disclosure whose digest stands in its entry is counted; any other is refused."""
    sample = Sample.begin()
    told = disclose("name", "Cleo", salt=b"s" * 16)
    kept = disclose("name", "Dov", salt=b"t" * 16)
    digests = sorted([told.digest, kept.digest])
    sample.commit(Draft(entry_class="act", payload={"acts": [], "sd": list(digests)}), noted())
    files = bundle_of(sample, disclosed=[Disclosed(index=2, text=told.text)])
    report = check(files)
    assert report.disclosed == ((2, told.text),)
    assert report.withheld == 1
    assert kept.text.encode() not in b"".join(files.values())
    for wrong in (
        Disclosed(index=3, text=told.text),
        Disclosed(index=2, text=disclose("name", "Cleo", salt=b"u" * 16).text),
        Disclosed(index=99, text=told.text),
    ):
        with pytest.raises(DisclosureFaultError) as caught:
            check(bundle_of(sample, disclosed=[wrong]))
        assert caught.value.index == wrong.index
    with pytest.raises(DisclosureFaultError):
        check(bundle_of(sample, disclosed=[Disclosed(index=2, text=told.text)] * 2))


def test_withholding_names_keeps_the_root() -> None:
    """With disclosures and without, the record is the same and so is every entry."""
    sample = Sample.begin()
    told = disclose("name", "Cleo", salt=b"s" * 16)
    sample.commit(Draft(entry_class="act", payload={"acts": [], "sd": [told.digest]}))
    with_names = bundle_of(sample, disclosed=[Disclosed(index=2, text=told.text)])
    without = bundle_of(sample)
    assert check(with_names).record.root_hash == check(without).record.root_hash
    assert with_names.keys() - without.keys() == {"disclosures.jsonl"}


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: data + b"x",
        lambda data: data.replace(b'"entry":2', b'"entry":02'),
        lambda data: data.replace(b'{"', b'{ "'),
        lambda data: b"\n" + data,
    ],
)
def test_disclosures_have_one_form(alter: Callable[[bytes], bytes]) -> None:
    """A line that is not canonical, or bytes behind the last one, are refused."""
    sample = Sample.begin()
    told = disclose("name", "Cleo", salt=b"s" * 16)
    sample.commit(Draft(entry_class="act", payload={"acts": [], "sd": [told.digest]}))
    files = bundle_of(sample, disclosed=[Disclosed(index=2, text=told.text)])
    with pytest.raises(DisclosureFaultError):
        check(resigned(files | {"disclosures.jsonl": alter(files["disclosures.jsonl"])}))


def test_one_checkpoint_is_kept_for_each_tile() -> None:
    """Of the checkpoints within 256 leaves the newest stays; the newest of all stands alone."""
    assert kept_seals([3, 200, 256, 257, 300, 301, 600], 600) == (256, 301)


def test_a_tree_across_tiles_is_verified() -> None:
    """A record of more than 256 entries with an earlier seal in each tile verifies; a changed
    hash above the leaves is named with the first leaf it covers."""
    sample = Sample.begin()
    for _ in range(6):
        sample.commit(*(noted() for _ in range(50)))
    files = bundle_of(sample, sealed=(104, 257))
    assert check(files).record.tree_size == 308
    path = "tile/1/000.p/1"
    with pytest.raises(TileError) as caught:
        check(resigned(files | {path: b"\1" * 32}))
    assert (caught.value.file, caught.value.index) == (path, 0)
    late = bytearray(files["tile/entries/001.p/52"])
    late[-100] ^= 1
    with pytest.raises(RecordFaultError) as found:
        check(files | {"tile/entries/001.p/52": bytes(late)})
    assert (found.value.file, found.value.index) == ("tile/entries/001.p/52", 307)


def test_texts_must_have_their_digest() -> None:
    """Texts given under a digest that is not theirs are not packed."""
    sample = Sample.begin()
    with pytest.raises(InputError):
        bundle_of(sample, texts={"0" * 64: TEXTS})
    with pytest.raises(InputError):
        list(
            pack_bundle(
                sample.entries,
                checkpoint=sample.checkpoints[-1],
                seals={},
                log_signer=LOG.named(sample.state.origin),
                texts={
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": {},
                    "../up": TEXTS,
                },
            )
        )


def test_a_stripped_cosignature_is_no_quorum() -> None:
    """Taking a witness's line away and signing the manifest anew leaves no quorum."""
    lines = FULL["checkpoint"].split(b"\n")
    stripped = b"\n".join(line for line in lines if HQ.name.encode() not in line)
    with pytest.raises(QuorumError):
        check(resigned(FULL | {"checkpoint": stripped}))


def test_a_bad_cosignature_is_worse_than_none() -> None:
    """A known witness's line that does not verify refuses the bundle."""
    text = FULL["checkpoint"]
    at = text.index(HQ.name.encode()) + len(HQ.name) + 30
    swapped = b"A" if text[at : at + 1] != b"A" else b"B"
    with pytest.raises(SignatureError):
        check(resigned(FULL | {"checkpoint": text[:at] + swapped + text[at + 1 :]}))
