"""What somebody who holds the log's key and the laptop's may try, and what finds it.

Rows of the threat model that need more than one record or more than one key; single changed bytes
are in `unit/ledger`, forks and witnesses in `test_forks`, clocks and keys beside their modules.
Each must end within seconds (`time_limits`): a verifier that hangs says nothing.
"""

from __future__ import annotations

import pytest

from ledger_sample import ADAS, CLEOS, LAPTOP, LOG, T0, Sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    ChainBranchError,
    ChainHoleError,
    ChainRepeatError,
    Checkpoint,
    ForkError,
    Json,
    MalformedCheckpointError,
    MalformedEntryError,
    RecordReport,
    SeenError,
    Signed,
    TruncatedError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    make_body,
    open_checkpoint,
    open_fork,
    open_receipt,
    parse_entry,
    plan_genesis,
    seal_entry,
    sign_note,
    split_note,
    subtree_reader,
    verify_record,
    write_fork,
    write_receipt,
)
from second_reader import RefusedError, read_fork, read_record, root_of


def begun(now_ms: int = T0) -> Sample:
    """A record of three devices."""
    commit = plan_genesis(
        domain="dry-creek.example",
        kind="real",
        log_key=LOG,
        device_signers=(LAPTOP, ADAS, CLEOS),
        now_ms=now_ms,
    )
    return Sample(commit.state, list(commit.raw_entries()), [commit.checkpoint])


def phone(sample: Sample, words: str) -> Signed:
    """Let Cleo's phone enter something."""
    payload: dict[str, Json] = {"words": words}
    return Signed(raw=seal_entry(sample.body(CLEOS, payload), (CLEOS,)).raw)


def verify(sample: Sample, *held: Checkpoint) -> RecordReport:
    """Verify a record, beside what somebody else holds."""
    return verify_record(sample.entries, sample.checkpoints, verifier=ed25519_accepts, held=held)


def newest(sample: Sample) -> Checkpoint:
    """What somebody holds who was shown the newest checkpoint."""
    return open_checkpoint(sample.checkpoints[-1], sample.state.log_key, ed25519_accepts)


def test_a_day_rewritten_and_signed_anew_is_found_by_any_phone() -> None:
    """Entries, tiles, chains and checkpoints all fit; one checkpoint from before does not, and the
    two notes with one proof show it to anybody."""
    honest, anew = begun(), begun()
    honest.commit(noted("hot"))
    for _ in range(3):
        anew.commit(noted("cold"))
    assert verify(anew).tree_size == 8
    with pytest.raises(ForkError):
        verify(anew, newest(honest))
    leaves = [leaf_hash(raw) for raw in anew.entries]
    proof = consistency_proof(4, 8, subtree_reader(leaves))
    root = root_of(leaves[:4])
    data = write_fork(honest.checkpoints[-1], anew.checkpoints[-1], root=root, proof=proof)
    key = anew.state.log_key
    assert open_fork(data, key, ed25519_accepts).older.tree_size == 4
    assert read_fork(data, key.name, key.raw) == (4, 8)


def test_a_device_whose_tail_was_dropped_is_shown_as_silent_since() -> None:
    """The record fits, for nobody else had seen more; it says since when the phone is silent, and
    the phone's own checkpoint outweighs it."""
    whole, cut = begun(), begun()
    for sample in (whole, cut):
        sample.commit(phone(sample, "first"))
    whole.commit(phone(whole, "second"))
    for _ in range(2):
        cut.commit(noted())
    found = {one.name: one for one in verify(cut).devices}
    assert (found[CLEOS.name].last_at, found[CLEOS.name].ended) == (2, "")
    assert found[LAPTOP.name].last_at == 7
    with pytest.raises(ForkError):
        verify(cut, newest(whole))


def test_yesterdays_copy_is_outweighed_by_whoever_saw_more() -> None:
    """Cut back to an earlier checkpoint, everything that is left fits, and it is too short."""
    sample = begun()
    sample.commit(noted())
    seen = newest(sample)
    older = Sample(sample.state, sample.entries[:2], sample.checkpoints[:1])
    assert verify(older).tree_size == 2
    with pytest.raises(TruncatedError):
        verify(older, seen)


def test_an_entry_that_was_never_admitted_leaves_a_hole() -> None:
    """What a phone signed next does not follow, so that dropping one entry drops the phone."""
    sample = begun()
    dropped = parse_entry(phone(sample, "dropped").raw)
    link = sample.link(CLEOS)._replace(seq=2, prev=dropped.id)
    body = make_body("act", link=link, t_ms=T0, payload={})
    later = seal_entry(body, (CLEOS,)).raw
    with pytest.raises(ChainHoleError):
        sample.plan(Signed(raw=later))
    with pytest.raises(RefusedError):
        read_record([*sample.entries, later], sample.checkpoints)


def test_an_old_entry_stands_once_and_in_one_record() -> None:
    """Replayed it is at a place that is taken; under another record it saw what was never there."""
    sample = begun()
    old = phone(sample, "cold")
    sample.commit(old)
    with pytest.raises(ChainRepeatError):
        sample.plan(old)
    other = begun(T0 + 1)
    with pytest.raises(ChainBranchError):
        other.plan(old)
    link = sample.link(ADAS)._replace(prev=other.link(ADAS).prev)
    first = make_body("act", link=link, t_ms=T0, payload={})
    with pytest.raises(SeenError):
        other.plan(Signed(raw=seal_entry(first, (ADAS,)).raw))


def test_a_checkpoint_is_no_entry_and_an_entry_no_checkpoint() -> None:
    """Their first lines differ, so that no signature over one can be passed off as the other's."""
    sample = begun()
    text = split_note(sample.checkpoints[-1])[0]
    with pytest.raises(MalformedEntryError):
        parse_entry(sign_note(text, (LAPTOP,)))
    body = parse_entry(sample.entries[0]).body.raw
    signer = LOG.named(sample.state.origin)
    with pytest.raises(MalformedCheckpointError):
        open_checkpoint(sign_note(body, (signer,)), sample.state.log_key, ed25519_accepts)


def test_what_is_never_admitted_stays_in_the_phones_hand() -> None:
    """Sixty seconds without a receipt, the phone still has what it signed: it verifies under the
    key that the record let in, it fits the record's chain, and the record does not hold it; once
    admitted, its receipt is what ends the waiting."""
    sample = begun()
    sample.commit(noted())
    kept = phone(sample, "she said it was cold")
    for _ in range(3):
        sample.now_ms += 20_000
        sample.commit(noted("work goes on"))
    entry = parse_entry(kept.raw)
    device = sample.state.devices[CLEOS.name]
    assert ed25519_accepts(device.key.raw, entry.signatures[0].value, entry.body.raw)
    (link,) = entry.body.links
    assert (link.seq, link.prev) == (device.seq + 1, device.last)
    assert kept.raw not in sample.entries
    assert {one.name: one.entries for one in verify(sample).devices}[CLEOS.name] == device.seq + 1
    sample.remembers = True
    # The laptop gives in: what waited is late, not refused, and now there is a receipt for it.
    sample.commit(kept)
    place = sample.entries.index(kept.raw)
    leaves = [leaf_hash(raw) for raw in sample.entries]
    proof = inclusion_proof(place, len(leaves), subtree_reader(leaves))
    receipt = write_receipt(place, proof, sample.checkpoints[-1])
    found = open_receipt(
        receipt, kept.raw, log_key=sample.state.log_key, verifier=ed25519_accepts, witnesses=()
    )
    assert found.leaf_index == place
