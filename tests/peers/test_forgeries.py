"""Three readers over what holders of every key can forge, and good bundles of every kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bundled import InMemory, Remembering, bundle_of, full_sample, large_sample
from forgeries import (
    CLEOS_NEXT,
    ENTRIES,
    bundled,
    forgeries,
    given_to_cleo,
    left_alone,
    recheckpointed,
)
from go_reader import GoReader, build_reader
from ledger_sample import ADAS, CLEOS, LAPTOP, LOG, T0, Sample, build_sample, device_of, noted
from provesafe.adapters.keys import Ed25519Signer
from provesafe.ledger import (
    Json,
    RecordFaultError,
    Signed,
    Statement,
    key_text,
    make_body,
    next_key_text,
    plan_genesis,
    seal_entry,
    verify_bundle,
)
from second_reader import RefusedError, read_bundle

FORGED = (*forgeries(), *recheckpointed(), *left_alone())
NEXT, BASILS = device_of("ada-2"), device_of("basil")


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> GoReader:
    """The reader in Go, built once."""
    return build_reader(tmp_path_factory.mktemp("go"))


@pytest.mark.parametrize(("name", "files"), FORGED, ids=[name for name, _ in FORGED])
def test_a_forgery_is_refused_by_three_readers(
    go: GoReader, name: str, files: dict[str, bytes]
) -> None:
    """Whatever is made anew around it, ours, the single file and the one in Go all refuse it."""
    with pytest.raises(RecordFaultError):
        verify_bundle(InMemory(files), verifier=Remembering())
    with pytest.raises((RefusedError, ValueError, KeyError, TypeError)):
        read_bundle(files)
    assert go.read(files).startswith("refused")


def test_what_the_forgeries_are_made_from_is_good(go: GoReader) -> None:
    """The same hands, with nothing altered: a bundle that all three take."""
    files = bundled(ENTRIES)
    assert verify_bundle(InMemory(files), verifier=Remembering()).record.tree_size == len(ENTRIES)
    assert read_bundle(files)[1:] == (len(ENTRIES), True)
    assert go.read(files).startswith("ok ")
    assert len(FORGED) > 100


def _of_size(entries: int) -> dict[str, bytes]:
    sample = Sample.begin()
    while len(sample.entries) + 3 < entries:
        sample.commit(noted())
    sample.commit(*[noted()] * (entries - len(sample.entries) - 1))
    assert len(sample.entries) == entries
    return bundle_of(sample, sealed=[2])


def _by_her_own() -> Sample:
    """Cleo stands for an entry by the phone that took the place of hers."""
    later = given_to_cleo(turned=True)
    told = later.body(CLEOS_NEXT, {"act": "answer"}, ("P-cleo", "own", CLEOS_NEXT))
    later.commit(Signed(raw=seal_entry(told, (CLEOS_NEXT,)).raw))
    return later


def _with_lives_of_keys() -> dict[str, bytes]:
    """One rotated, one let in by two, one retired, one revoked."""
    commit = plan_genesis(
        domain="dry-creek.example",
        kind="real",
        log_key=LOG,
        device_signers=(LAPTOP, ADAS, CLEOS),
        now_ms=T0,
        payload={
            "signers": 2,
            "next": [{"name": ADAS.name, "next": next_key_text(NEXT.public_key)}],
        },
    )
    sample = Sample(commit.state, list(commit.raw_entries()), [commit.checkpoint])
    _key_act(sample, _arriving(NEXT, do="rotate", old=ADAS.name), (CLEOS,), NEXT)
    _key_act(sample, _arriving(BASILS, do="enrol"), (NEXT, CLEOS), BASILS)
    sample.commit(Signed(raw=seal_entry(sample.body(BASILS, {}), (BASILS,)).raw))
    _key_act(sample, {"do": "retire", "name": BASILS.name}, (BASILS,))
    revoked: dict[str, Json] = {"do": "revoke", "name": CLEOS.name, "suspect_from": 2, "from": 4}
    _key_act(sample, revoked, (LAPTOP, NEXT))
    sample.commit(noted("hot"))
    return bundle_of(sample)


def _arriving(device: Ed25519Signer, **fields: Json) -> dict[str, Json]:
    return {
        **fields,
        "name": device.name,
        "pub": key_text(device.public_key),
        "role": "device",
    }


def _key_act(
    sample: Sample,
    payload: dict[str, Json],
    by: tuple[Ed25519Signer, ...],
    new: Ed25519Signer | None = None,
) -> None:
    people = [Statement(f"P-{at}", "own", sample.link(one)) for at, one in enumerate(by)]
    body = make_body(
        "key",
        link=sample.link(by[0]),
        t_ms=sample.now_ms,
        payload=payload,
        rests_on=people if len(by) > 1 else (),
    )
    signers = (*by, new) if new is not None else by
    sample.commit(Signed(raw=seal_entry(body, signers).raw))


GOOD: dict[str, Callable[[], dict[str, bytes]]] = {
    "every kind of file": full_sample,
    "every class and grade": lambda: bundle_of(build_sample()),
    "nothing but a beginning": lambda: bundle_of(Sample.begin()),
    "one short of a tile": lambda: _of_size(255),
    "a tile to the last place": lambda: _of_size(256),
    "one more than a tile": lambda: _of_size(257),
    "two tiles to the last place": lambda: _of_size(512),
    "several devices over tiles": lambda: large_sample(620),
    "keys that came and went": _with_lives_of_keys,
    "phones given to people": lambda: bundle_of(_by_her_own()),
    "nothing disclosed, no texts": lambda: bundle_of(build_sample(), texts=None, disclosed=[]),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_bundle_is_read_alike(go: GoReader, kind: str) -> None:
    """Origin, size, root's tiles, cosigners and quorum: the same to all three."""
    files = GOOD[kind]()
    report = verify_bundle(InMemory(files), verifier=Remembering())
    origin, size, met = read_bundle(files)
    assert (report.record.origin, report.record.tree_size) == (origin, size)
    assert report.quorum is not None
    assert report.quorum.met == met
    assert go.read(files) == f"ok {origin} {size} {len(report.quorum.cosigners)} quorum"
