"""Laws of standings: observers are counted, not papers; copies and messengers add nobody."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from made_lines import about, event, line, party, source
from provesafe.casefile import Account, Party, Standing
from provesafe.casefile.comparing.standings import Roots, standings_of

PEOPLE = [f"S1.P{row}" for row in range(1, 5)]
EVENT = event("E1", "hand-over")
LAWYER = party("S1.P9", speaks_for="S1.P1")
CROWD = party("S1.P8", "unnamed group")
PARTIES: list[Party] = [*(party(one) for one in PEOPLE), LAWYER, CROWD]
SOURCES = [source("S1", publication="Ford Courier"), source("S2", copy_of="S1"), source("S3")]

# Six lines at most: twenty-five draws meet every pair of forms, and the fast checks stay fast.
FEW = settings(max_examples=25)

observers = st.sampled_from([*PEOPLE, LAWYER.id, CROWD.id, ""])
values = st.sampled_from([*PEOPLE[:2]])


@st.composite
def lines(draw: st.DrawFn, least: int = 0) -> list[Account]:
    """Some lines on who gave it, in some articles, in the speakers' or the publication's voice."""
    rows = draw(
        st.lists(
            st.tuples(observers, values, st.sampled_from(["S1", "S2", "S3"]), st.booleans()),
            min_size=least,
            max_size=6,
        )
    )
    return [
        line(
            f"{place}.C{number}",
            who,
            about("E1", "giver", value),
            form="own voice" if own else "paraphrase",
        )
        for number, (who, value, place, own) in enumerate(rows, start=1)
    ]


def giver(accounts: list[Account]) -> Standing:
    """What is held of who gave it."""
    roots = Roots(accounts, PARTIES, SOURCES)
    return next(one for one in standings_of([EVENT], accounts, roots) if one.slot == "giver")


@FEW
@given(lines())
def test_every_line_is_in_one_group_and_in_the_list(accounts: list[Account]) -> None:
    """A standing shows all of its lines, each in exactly one group."""
    found = giver(accounts)
    grouped = sorted(one for group in found.roots for one in group)
    assert grouped == sorted(one.id for one in accounts)
    assert sorted(one for _, ids in found.values for one in ids) == grouped


@FEW
@given(lines(), st.randoms(use_true_random=False))
def test_order_does_not_matter(accounts: list[Account], random: object) -> None:
    """The same lines in another order are held alike, by as many observers."""
    mixed = list(accounts)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # Hypothesis' own generator
    first, second = giver(accounts), giver(mixed)
    assert first.held == second.held
    assert {frozenset(one) for one in first.roots} == {frozenset(one) for one in second.roots}


@FEW
@given(lines(least=1), st.integers(0, 5), st.integers(1, 10))
def test_a_copy_adds_nobody(accounts: list[Account], which: int, papers: int) -> None:
    """Ten papers that print one interview are one observer, as one paper is."""
    original = accounts[which % len(accounts)]
    copies = [replace(original, id=f"{original.id}.{row}") for row in range(papers)]
    before, after = giver(accounts), giver([*accounts, *copies])
    assert len(after.roots) == len(before.roots)
    assert after.held == before.held


@FEW
@given(lines(least=1), st.integers(0, 5))
def test_a_messenger_adds_nobody(accounts: list[Account], which: int) -> None:
    """Who passes on what somebody else said does not add a source, and joins no fewer than one."""
    original = accounts[which % len(accounts)]
    told = replace(original, id="S3.C90", parent=original.id, level=2, observer=CROWD.id)
    found = giver([*accounts, told])
    assert len(found.roots) <= len(giver(accounts).roots)
    assert any({original.id, "S3.C90"} <= set(group) for group in found.roots)


@FEW
@given(lines())
def test_a_lawyer_and_their_client_are_one(accounts: list[Account]) -> None:
    """Somebody and whoever speaks for them count once, and so does their own entry."""
    word = about("E1", "giver", PEOPLE[0])
    client = line("S3.C91", "S1.P1", word)
    lawyer = line("S3.C92", LAWYER.id, word)
    tap = line("S3.C93", "S1.P1", word, form="entry", basis="entered then")
    one = giver([*accounts, client])
    assert len(giver([*accounts, client, lawyer, tap]).roots) == len(one.roots)


@FEW
@given(lines())
def test_those_whom_nobody_names_count_once(accounts: list[Account]) -> None:
    """Lines of nobody known could all be one person's, and are counted as one."""
    nobody = [line(f"S3.C{row}", who) for row, who in ((94, ""), (95, CROWD.id), (96, ""))]
    rows = [replace(one, about=(about("E1", "giver", PEOPLE[0]),)) for one in nobody]
    found = giver([*accounts, *rows])
    assert any({one.id for one in rows} <= set(group) for group in found.roots)


@FEW
@given(lines(), observers, values)
def test_one_more_line_adds_one_observer_at_most(
    accounts: list[Account], who: str, value: str
) -> None:
    """A count never grows by more than one for one line."""
    more = line("S3.C97", who, about("E1", "giver", value))
    before = len(giver(accounts).roots)
    assert len(giver([*accounts, more]).roots) <= before + 1


@FEW
@given(lines())
def test_held_is_said_in_four_words_and_never_weighs(accounts: list[Account]) -> None:
    """Nothing is held of nothing; two values differ however many stand behind one of them."""
    found = giver(accounts)
    if not accounts:
        assert found.held == "nothing held"
    elif len({one.about[0].value for one in accounts}) > 1:
        assert found.held == "sources differ"
    else:
        assert found.held == ("one source" if len(found.roots) == 1 else "several sources")
