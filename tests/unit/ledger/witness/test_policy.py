"""Whose cosignatures are enough."""

from __future__ import annotations

import pytest

from bundled import HQ, PHONE, POLICY_TEXT, UNION, witness_key
from ledger_sample import LOG
from provesafe.ledger import NOTE_SIGNATURE, PolicyError, PublicKey, parse_policy

H, U, P = (str(witness_key(each)) for each in (HQ, UNION, PHONE))
TWO = f"witness a {H}\nwitness b {U}\n"


@pytest.mark.parametrize(
    ("cosigned", "met"),
    [((), False), ((HQ,), False), ((PHONE,), False), ((HQ, UNION), False), ((UNION, PHONE), True)],
)
def test_a_quorum_of_two_groups_needs_both(cosigned: tuple[object, ...], *, met: bool) -> None:
    """Outside alone or crew alone is no quorum; one of each is."""
    policy = parse_policy(POLICY_TEXT)
    keys = {each.public_key for each in (HQ, UNION, PHONE) if each in cosigned}
    assert policy.judge(keys).met is met


def test_the_log_is_read_with_its_origin() -> None:
    """A log line gives the key whose name is the origin."""
    key = PublicKey("dry-creek.example/log/aa", NOTE_SIGNATURE, LOG.public_key)
    assert parse_policy(f"log {key} https://x.example/\nquorum none\n".encode()).logs == (key,)


def test_comments_tabs_and_blank_lines_are_passed_over() -> None:
    """White space means nothing but the end of a word."""
    policy = parse_policy(f"# crew\n\n \t witness\ta  {H}\n  quorum a \n".encode())
    assert policy.judge({HQ.public_key}).met


def test_nobody_asked_is_never_met() -> None:
    """`quorum none` asks for nobody, and is not a yes."""
    quorum = parse_policy(b"quorum none\n").judge({HQ.public_key})
    assert (quorum.asked, quorum.met) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TWO,
        f"{TWO}quorum a",
        f"{TWO}quorum c\n",
        f"{TWO}quorum a\nquorum b\n",
        f"{TWO}group g 3 a b\nquorum g\n",
        f"{TWO}group g 0 a b\nquorum g\n",
        f"{TWO}group g 01 a b\nquorum g\n",
        f"{TWO}group g any a a\nquorum g\n",
        f"{TWO}group g any a\ngroup h any a\nquorum h\n",
        f"{TWO}group g any g\nquorum g\n",
        f"{TWO}group g any none\nquorum g\n",
        f"{TWO}group g any\nquorum g\n",
        f"group g any a\n{TWO}quorum g\n",
        f"witness a {H}\nwitness a {U}\nquorum a\n",
        f"witness a {H}\nwitness b {H}\nquorum a\n",
        f"witness none {H}\nquorum none\n",
        f"log {H}\nquorum none\n",
        "witness a b c d\nquorum a\n",
        f"witness a {H[:-2]}\nquorum a\n",
        "quorum none\r\n",
        "quorum none \x00\n",
        "allow a\nquorum none\n",
    ],
)
def test_a_policy_that_does_not_say_one_thing_is_refused(text: str) -> None:
    """Names before their definition, twice, thresholds out of range and other keys are refused."""
    with pytest.raises(PolicyError):
        parse_policy(text.encode())


def test_a_policy_is_bounded() -> None:
    """A file beyond the limit is refused before it is read."""
    with pytest.raises(PolicyError):
        parse_policy(b"#" * 70_000 + b"\nquorum none\n")
