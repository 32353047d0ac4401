"""Bundles of a production, and the checking of anybody's: the real parts put together.

DIR/policy            whose cosignatures the production counts, if it has such a file
DIR/seals/<size>      checkpoints that witnesses have cosigned
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cryptography.x509 import Certificate

from provesafe.adapters.bundles import open_bundle, write_bundle
from provesafe.adapters.days.stamping import Stamp, StampError, read_anchors, read_stamp
from provesafe.adapters.keeping_media import kept_media
from provesafe.adapters.keys import load_key
from provesafe.adapters.rulebooks import (
    DEFINITIONS,
    rulebook_files,
    shared_definitions_text,
    shipped_rulebooks,
    texts_kept,
)
from provesafe.adapters.sealing import POLICY, read_policy, read_seals
from provesafe.adapters.spreading import processes_for, spread
from provesafe.adapters.store import SqliteDisclosures, has_record, open_record
from provesafe.adapters.wiring import ADOPTED, KEYS, OWN_RULEBOOKS, PEOPLE, NoProductionError
from provesafe.errors import InputError
from provesafe.ledger import (
    TILE_WIDTH,
    BundleFiles,
    BundleReport,
    Policy,
    Signer,
    StoredHead,
    Verifier,
    Window,
    kept_seals,
    pack_bundle,
    parse_checkpoint_text,
    split_note,
    texts_digest,
    verify_bundle,
)
from provesafe.service import named_in, to_disclose

__all__ = [
    "Taken",
    "check_bundle",
    "is_bundle",
    "is_production",
    "stamps_in",
    "take_out",
    "write_out",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was put into a bundle."""

    files: int
    entries: int
    seals: int
    disclosed: int
    texts_missing: tuple[str, ...]
    """Digests of texts that entries name and that are no longer here."""
    policy: bool


def is_production(path: Path) -> bool:
    """Say whether a folder holds a production, rather than a bundle."""
    return has_record(path)


def is_bundle(path: Path) -> bool:
    """Say whether something looks like a bundle: a file, or a folder with a bundle's parts."""
    if not path.is_dir():
        return True
    return not is_production(path) and any(
        (path / one).exists() for one in ("MANIFEST", "tile", "part")
    )


def take_out(
    folder: Path,
    out: Path,
    *,
    passphrase: str,
    disclose: Collection[str] = (),
    media: bool = False,
) -> Taken:
    """Write a production's bundle.

    Args:
        folder: the production.
        out: where; a zip if it ends in `.zip`.
        passphrase: opens the log's key, which signs the manifest.
        disclose: kinds of personal facts to hand out; everything else stays.
        media: whether pictures and notes go along; who is to be seen on them is not known here.

    Raises:
        InputError: there is no production, or its policy is not one.
        ConflictError: there is something at `out`.
        VerificationError: the record is not the one that was left.
    """
    if not is_production(folder):
        raise NoProductionError(
            f"`{folder}` holds no production", hint="make one with `provesafe new`"
        )
    with closing(open_record(folder, read_only=True)) as store:
        origin = parse_checkpoint_text(split_note(_checkpoint(store.head()))[0]).origin
    log = load_key(folder / KEYS / "log.json", passphrase=passphrase).key.named(origin)
    return write_out(folder, out, log=log, disclose=disclose, media=media)


def write_out(
    folder: Path,
    out: Path,
    *,
    log: Signer,
    disclose: Collection[str] = (),
    media: bool = False,
) -> Taken:
    """Write the bundle of a production whose keys are at hand.

    Args:
        folder: the production.
        out: where; a zip if it ends in `.zip`.
        log: signs the manifest under the record's name.
        disclose: kinds of personal facts to hand out; everything else stays.
        media: whether pictures and notes go along; who is to be seen on them is not known here.

    Raises:
        InputError: the record is empty, or its policy is not one.
        ConflictError: there is something at `out`.
        VerificationError: the record is not the one that was left.
    """
    policy = read_policy(folder / POLICY)[1] if (folder / POLICY).exists() else None
    store = open_record(folder, read_only=True)
    disclosures = SqliteDisclosures(folder / PEOPLE)
    try:
        head = store.head()
        size, checkpoint = head.tree_size, _checkpoint(head)
        named = named_in(store.entries(0, size))
        told = to_disclose(disclosures, named, kinds=disclose)
        anchors = read_anchors(folder)
        # What was stamped is kept, or nobody could say what the stamp is over.
        stamped = {each: store.checkpoint_at(each) or b"" for each in anchors if each < size}
        cosigned = read_seals(folder)
        kept = {*kept_seals(cosigned, size), *stamped}
        seals = stamped | cosigned
        texts = {one: text for one, text in _texts(folder).items() if one in named.texts}
        files = write_bundle(
            out,
            pack_bundle(
                store.entries(0, size),
                checkpoint=seals.get(size, checkpoint),
                seals={each: seals[each] for each in sorted(kept)},
                log_signer=log,
                policy=policy,
                texts=texts,
                disclosed=told,
                anchors=anchors,
                media=kept_media(folder, named.media) if media else (),
            ),
        )
    finally:
        store.close()
        disclosures.close()
    return Taken(
        files=files,
        entries=size,
        seals=len(kept) + 1,
        disclosed=len(told),
        texts_missing=tuple(sorted(named.texts - texts.keys())),
        policy=policy is not None,
    )


def _checkpoint(head: StoredHead) -> bytes:
    if head.checkpoint is None:
        raise InputError("the record is empty, there is nothing to hand out")
    return head.checkpoint


def check_bundle(
    path: Path,
    *,
    policy: Policy | None,
    expected_origin: str | None,
    progress: Callable[[int, int], None] | None = None,
    windows: Callable[[Window], None] | None = None,
    processes: int | None = None,
) -> BundleReport:
    """Check every byte of a bundle.

    Args:
        path: a folder or a zip.
        policy: whose cosignatures the reader counts; None takes the bundle's own.
        expected_origin: the record's name as known from elsewhere.
        progress: told, now and then, how many entries have been read, of how many.
        windows: told, for every entry, between which facts it lies; in this process alone.
        processes: in how many; None for as many as its size is worth.

    Raises:
        InputError: it is not a bundle.
        VerificationError: the first thing that is wrong.
    """
    with open_bundle(path) as files:

        def work(verifier: Verifier) -> BundleReport:
            return verify_bundle(
                files,
                verifier=verifier,
                policy=policy,
                expected_origin=expected_origin,
                progress=progress,
                windows=windows,
            )

        if windows is not None:
            processes = 1  # what is told must not be told twice
        return spread(work, processes=processes or processes_for(_entries_in(files)))


def _entries_in(files: BundleFiles) -> int:
    """About how many entries there are to be read."""
    return TILE_WIDTH * sum(path.startswith("tile/entries/") for path in files.sizes())


def stamps_in(path: Path, authorities: Sequence[Certificate] = ()) -> tuple[tuple[int, Stamp], ...]:
    """Check the time stamps that a bundle carries, each over the checkpoint of its size.

    Args:
        path: a bundle that has been checked.
        authorities: certificates that the reader trusts.

    Raises:
        StampError: one is not over the checkpoint it stands for, or does not check.
    """
    found = []
    with open_bundle(path) as files:
        there = files.sizes()
        newest = files.read("checkpoint")
        size = parse_checkpoint_text(split_note(newest)[0]).tree_size
        for name in sorted(name for name in there if name.startswith("anchors/")):
            stamped = int(name.removeprefix("anchors/").removesuffix(".tsr"))
            seal = f"seals/{stamped}"
            if stamped != size and seal not in there:
                raise StampError(f"there is no checkpoint of size {stamped} that it could be over")
            note = newest if stamped == size else files.read(seal)
            stamp = read_stamp(files.read(name), note, authorities=authorities)
            found.append((stamped, stamp))
    return tuple(sorted(found, key=lambda each: each[0]))


def _texts(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The texts of every rulebook that is at hand, and of the definitions, by digest.

    Those that were kept when they were taken on come first, then what lies there now: with the
    house, and with the program. A text that is another by now has another digest.
    """
    found: dict[str, Mapping[str, str]] = {}

    def take(texts: Mapping[str, str]) -> None:
        digest = texts_digest({name: text.encode("utf-8") for name, text in texts.items()})
        found.setdefault(digest, texts)

    adopted, own = folder / ADOPTED, folder / OWN_RULEBOOKS
    for kept in sorted(adopted.glob("*.json")):
        files, definitions = texts_kept(kept.read_text("utf-8"))
        take(files)
        take({DEFINITIONS: definitions})
    places = [str(one) for one in sorted(own.iterdir())] if own.is_dir() else []
    for place in (*shipped_rulebooks(), *places):
        take(rulebook_files(place))
    take({DEFINITIONS: shared_definitions_text()})
    return found
