"""What a witness answers: every row of the attacks that a witness is there for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ledger_sample import LOG, Sample, key_of, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    NOTE_SIGNATURE,
    Accepted,
    Checkpoint,
    Declined,
    PublicKey,
    consistency_proof,
    judge_checkpoint,
    leaf_hash,
    open_checkpoint,
    sign_checkpoint,
    subtree_reader,
    write_request,
)

RECORD = Sample.begin()
for _words in ("cold", "hot", "cold"):
    RECORD.commit(noted(_words))
OTHER = Sample.begin()
OTHER.commit(noted("other"))
OTHER.commit(noted("other"), noted("other"), noted("other"), noted("other"))
KEY = PublicKey(RECORD.state.origin, NOTE_SIGNATURE, LOG.public_key)


def proof(sample: Sample, old: int, new: int) -> tuple[bytes, ...]:
    """Give a consistency proof."""
    return consistency_proof(old, new, subtree_reader([leaf_hash(raw) for raw in sample.entries]))


def judge(
    old: int, hashes: Sequence[bytes], note: bytes, held: bytes | None
) -> Accepted | Declined:
    """Ask a witness that holds `held`."""
    newest = {KEY.name: open_checkpoint(held, KEY, ed25519_accepts)} if held is not None else {}
    return judge_checkpoint(
        write_request(old, hashes, note),
        logs={KEY.name: KEY},
        newest=newest,
        verifier=ed25519_accepts,
    )


def status(answer: Accepted | Declined) -> int:
    """Give the HTTP status of an answer."""
    return answer.status if isinstance(answer, Declined) else 200


def test_growth_is_cosigned() -> None:
    """From nothing, to more, and the same again: all accepted."""
    assert status(judge(0, (), RECORD.checkpoints[1], None)) == 200
    assert (
        status(judge(4, proof(RECORD, 4, 8), RECORD.checkpoints[3], RECORD.checkpoints[1])) == 200
    )
    assert status(judge(4, (), RECORD.checkpoints[1], RECORD.checkpoints[1])) == 200


@pytest.mark.parametrize(
    ("old", "hashes", "note", "held", "wanted", "fork"),
    [
        (4, (), OTHER.checkpoints[1], RECORD.checkpoints[1], 409, True),
        (4, proof(OTHER, 4, 9), OTHER.checkpoints[2], RECORD.checkpoints[1], 422, True),
        (4, (), RECORD.checkpoints[3], RECORD.checkpoints[1], 422, True),
        (8, (), RECORD.checkpoints[1], RECORD.checkpoints[3], 400, False),
        (4, (), RECORD.checkpoints[1], RECORD.checkpoints[3], 409, False),
        (0, (), RECORD.checkpoints[3], RECORD.checkpoints[1], 409, False),
        (0, (b"\0" * 32,), RECORD.checkpoints[1], None, 422, False),
        (2, proof(RECORD, 2, 4), RECORD.checkpoints[1], None, 409, False),
    ],
    ids=[
        "same size",
        "grown fork",
        "no proof",
        "older",
        "rollback",
        "from zero",
        "proof of nothing",
        "not held",
    ],
)
def test_forks_and_rollbacks_are_not_cosigned(
    old: int, hashes: Sequence[bytes], note: bytes, held: bytes | None, wanted: int, *, fork: bool
) -> None:
    """Each way to show a witness another record, or an older one, is declined with its status."""
    answer = judge(old, hashes, note, held)
    assert isinstance(answer, Declined)
    assert (answer.status, answer.fork) == (wanted, fork)
    if wanted == 409 and not fork and held is not None:
        assert answer.why == str(open_checkpoint(held, KEY, ed25519_accepts).tree_size)


def test_another_key_or_record_is_not_cosigned() -> None:
    """A record made anew has another name; one signed by another key is not this record's."""
    text = Checkpoint(origin=KEY.name, tree_size=4, root_hash=b"\0" * 32)
    stranger = sign_checkpoint(text, key_of("stranger").named(KEY.name))
    assert status(judge(0, (), stranger, None)) == 403
    elsewhere = Checkpoint(origin="x/log", tree_size=4, root_hash=b"\0" * 32)
    assert status(judge(0, (), sign_checkpoint(elsewhere, LOG.named("x/log")), None)) == 404


@pytest.mark.parametrize(
    "request_body",
    [
        b"",
        b"old 0\n" + RECORD.checkpoints[1],
        b"old 00\n\n" + RECORD.checkpoints[1],
        b"old -1\n\n" + RECORD.checkpoints[1],
        b"old 0\nAAAA\n\n" + RECORD.checkpoints[1],
        b"old 0\n" + b"A" * 43 + b"=\n" * 1 + b"\n" * 2,
        b"old 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + RECORD.checkpoints[1],
        b"old 0\n\nnothing",
    ],
)
def test_what_is_no_request_is_declined(request_body: bytes) -> None:
    """Other forms of a number, short hashes, too many of them, no checkpoint: 400."""
    answer = judge_checkpoint(
        request_body, logs={KEY.name: KEY}, newest={}, verifier=ed25519_accepts
    )
    assert status(answer) == 400
