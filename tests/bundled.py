"""Bundles for tests: of the sample record, with witnesses, in memory and as files.

files = bundle_of(sample, cosigned_by=[HQ])
verify_bundle(InMemory(files), verifier=ed25519_accepts, policy=POLICY_TEXT)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ledger_sample import LOG, Sample, build_sample, key_of, noted
from provesafe.adapters.keys import Ed25519Signer, ed25519_accepts
from provesafe.ledger import (
    COSIGNATURE,
    Disclosed,
    Draft,
    Json,
    PublicKey,
    cosign,
    disclose,
    media_of,
    pack_bundle,
    parse_checkpoint_text,
    split_note,
    texts_digest,
)

HQ = key_of("hq").named("hq.example/witness")
UNION = key_of("union").named("union.example/witness")
PHONE = key_of("phone").named("dry-creek.example/w/cleo")
COSIGNED_SECONDS = 1_772_462_000
TEXTS = {"rulebook.toml": 'id = "tiny"\n', "rules/one.toml": "# nothing\n"}
PICTURE = b"a tray of five rounds"
TEXTS_DIGEST = texts_digest({name: text.encode() for name, text in TEXTS.items()})


def witness_key(signer: Ed25519Signer) -> PublicKey:
    """Give a witness's key as a policy names it."""
    return PublicKey(signer.name, COSIGNATURE, signer.public_key)


POLICY_TEXT = (
    f"witness hq {witness_key(HQ)}\nwitness union {witness_key(UNION)}\n"
    f"witness cleo {witness_key(PHONE)}\n"
    "group outside any hq union\ngroup crew any cleo\ngroup both all outside crew\nquorum both\n"
).encode()


class InMemory:
    """A bundle's files in a dict: `BundleFiles`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold the files."""
        self._files = files

    def sizes(self) -> Mapping[str, int]:
        """Give the lengths."""
        return {path: len(content) for path, content in self._files.items()}

    def read(self, path: str, /) -> bytes:
        """Give a file."""
        return self._files[path]


def with_cosignatures(note: bytes, witnesses: Sequence[Ed25519Signer], seconds: int) -> bytes:
    """Put witnesses' lines below the log's."""
    text, _ = split_note(note)
    lines = "".join(str(cosign(text, each, seconds=seconds)) for each in witnesses)
    return note + lines.encode()


def bundle_of(
    sample: Sample,
    *,
    cosigned_by: Sequence[Ed25519Signer] = (HQ, PHONE),
    sealed: Sequence[int] = (),
    policy: bytes | None = POLICY_TEXT,
    texts: Mapping[str, Mapping[str, str]] | None = None,
    disclosed: Sequence[Disclosed] = (),
    media: Sequence[tuple[str, bytes]] = (),
) -> dict[str, bytes]:
    """Pack a sample record; the checkpoints of sizes `sealed` are kept and cosigned as well."""
    by_size = {
        parse_checkpoint_text(split_note(one)[0]).tree_size: one for one in sample.checkpoints
    }
    newest = max(by_size)
    return dict(
        pack_bundle(
            sample.entries,
            checkpoint=with_cosignatures(by_size[newest], cosigned_by, COSIGNED_SECONDS + newest),
            seals={
                size: with_cosignatures(by_size[size], cosigned_by, COSIGNED_SECONDS + size)
                for size in sealed
            },
            log_signer=LOG.named(sample.state.origin),
            policy=policy,
            texts=texts,
            disclosed=disclosed,
            media=media,
        )
    )


def full_sample() -> dict[str, bytes]:
    """A bundle of 20 entries that holds every kind of file."""
    sample = build_sample()
    told = disclose("name", "Cleo", salt=b"s" * 16)
    digests: list[Json] = [told.digest, disclose("name", "Dov", salt=b"t" * 16).digest]
    sample.commit(
        Draft(
            entry_class="act",
            payload={
                "acts": [],
                "media": [media_of(PICTURE, "image/jpeg").field()],
                "sd": sorted(digests, key=str),
            },
        ),
        noted(),
        noted(),
    )
    sizes = sorted(
        parse_checkpoint_text(split_note(one)[0]).tree_size for one in sample.checkpoints
    )
    return bundle_of(
        sample,
        sealed=sizes[1:3],
        texts={TEXTS_DIGEST: TEXTS},
        disclosed=[Disclosed(index=16, text=told.text)],
        media=[(media_of(PICTURE, "image/jpeg").digest, PICTURE)],
    )


def large_sample(entries: int, *, seals: int = 3) -> dict[str, bytes]:
    """A bundle of at least so many entries, of several devices, with every kind of file.

    Earlier checkpoints are kept, about `seals` of them; each costs its own copy of some entries.
    """
    sample = build_sample()
    told = disclose("name", "Cleo", salt=b"s" * 16)
    sample.commit(Draft(entry_class="act", payload={"acts": [], "sd": [told.digest]}))
    index = len(sample.entries) - 2
    while len(sample.entries) < entries:
        sample.commit(sample.hand_over(), noted("cold"), noted("écoutez"))
        sample.commit(noted("hot"), noted("cold"))
    sizes = sorted(
        parse_checkpoint_text(split_note(one)[0]).tree_size for one in sample.checkpoints
    )
    return bundle_of(
        sample,
        sealed=sizes[5 : -1 : max(1, len(sizes) // seals)],
        texts={TEXTS_DIGEST: TEXTS},
        disclosed=[Disclosed(index=index, text=told.text)],
    )


class Remembering:
    """An Ed25519 check that does each check once; for trying many changes of one bundle."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._found: dict[tuple[bytes, bytes, bytes], bool] = {}

    def __call__(self, public_key: bytes, signature: bytes, message: bytes, /) -> bool:
        """Check, or remember having checked the very same."""
        asked = (public_key, signature, message)
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = ed25519_accepts(*asked)
        return found


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files as a bundle's folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


__all__ = [
    "COSIGNED_SECONDS",
    "HQ",
    "PHONE",
    "POLICY_TEXT",
    "TEXTS",
    "TEXTS_DIGEST",
    "UNION",
    "InMemory",
    "Remembering",
    "bundle_of",
    "full_sample",
    "large_sample",
    "with_cosignatures",
    "witness_key",
    "write_folder",
]
