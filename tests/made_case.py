"""A case made by hand, with every kind of line there is: for reports, bundles and pages.

Dry Creek: a paper prints an interview with the performer; the record has some entries. Nothing in
it is real.
"""

from __future__ import annotations

from provesafe.casefile import (
    Account,
    Acquisition,
    Assertion,
    Authority,
    Beside,
    BookInForce,
    Case,
    Cell,
    Comment,
    Concealed,
    Constraint,
    Difference,
    Duty,
    EntryRef,
    Event,
    Filler,
    Gap,
    Investigation,
    Known,
    Name,
    Party,
    PartyRole,
    Published,
    Request,
    Sheet,
    SheetLine,
    Source,
    Span,
    Standing,
    Stated,
    span_of,
)

__all__ = ["ARTICLE", "AT_MS", "made_case"]

ARTICLE = """Mesa Courier. A performer on Dry Creek said that she had been told it was empty.

"I asked, and Ada Marsh handed it to me," said Cleo Vane, who plays the marshal.

It happened on March 2. About 45 minutes or an hour later she learned of the round.
In her words, the armorer would always show the cylinder. No charges are likely, her lawyer said.
"""
AT_MS = 1_772_465_640_000
"""2026-03-02 08:34 in Denver."""


def _span(words: str) -> Span:
    start = ARTICLE.index(words)
    return span_of("S1", ARTICLE, start, start + len(words))


def _entry(index: int, words: str, *, after: bool = False) -> EntryRef:
    return EntryRef(
        source="S2",
        entry=index,
        recorded_ms=AT_MS + index * 60_000,
        words=words,
        grade="noted",
        after_incident=after,
    )


SHOWN = _entry(14, "the armorer showed colt-2 to the first AD: EMPTY.")
SHOT = _entry(17, "colt-2 went off.")
LATER = _entry(21, "the producer entered that a matter was looked into.", after=True)
HANDED = _span("I asked, and Ada Marsh handed it to me")
TOLD = _span("she had been told it was empty")
ALWAYS = _span("the armorer would always show the cylinder")
CHARGES = _span("No charges are likely")
DAY = _span("on March 2")
HOUR = _span("About 45 minutes or an hour later")
LEARNED = _span("she learned of the round")

_SOURCES = (
    Source(
        id="S1",
        kind="article",
        title="Performer tells of a day on Dry Creek",
        sha256="a" * 64,
        bytes_count=len(ARTICLE.encode()),
        file="sources/S1/original",
        media_type="text/plain",
        acquired=Acquisition(by="Kit", from_whom="Hana", taken_ms=AT_MS + 9_000_000, how="file"),
        published=Published(edtf="2026-03-04", how="given", by="Kit"),
        publication="Mesa Courier",
        code_points=len(ARTICLE),
        concealed=(Concealed(start=0, end=13, reason="credit"),),
    ),
    Source(
        id="S2",
        kind="record",
        title="The record of Dry Creek",
        sha256="b" * 64,
        bytes_count=40_000,
        file="sources/S2/original",
        media_type="application/zip",
        acquired=Acquisition(by="Kit", from_whom="Jonas", taken_ms=AT_MS + 9_100_000, how="file"),
        origin="demo.dry-creek.example/record",
        entries=24,
        checked="every byte, every signature",
        observed_until_ms=AT_MS + 9_000_000,
        opens_ms=AT_MS - 9_000_000,
    ),
)
_PARTIES = (
    Party(
        id="p1",
        kind="person",
        role="the performer",
        roles=(PartyRole(text="a performer", how="stated", cite=_span("A performer")),),
        mentions=(_span("Cleo Vane"),),
        person="P-cleo",
        record="S2",
    ),
    Party(id="p2", kind="person", role="the armorer", mentions=(_span("Ada Marsh"),)),
    Party(id="p3", kind="person", role="the lawyer of the performer", speaks_for="p1"),
    Party(id="p4", kind="person", role="the first AD"),
    Party(id="p5", kind="organisation", role="Mesa Courier"),
)
_DAY = Stated(
    id="t1",
    line="S1.V1",
    text="on March 2",
    edtf="2026-03-02",
    how="inferred",
    earliest=29_540_160,
    latest=29_541_599,
    cites=(DAY,),
)
_SOME_DAY = Stated(
    id="t3", line="S1.C1", text="that autumn", edtf="XXXX-10", how="not placed", cites=(TOLD,)
)
_SHOT_AT = Stated(
    id="t2",
    line="S2.e17",
    text="entered at 08:51",
    edtf=None,
    how="entered",
    earliest=AT_MS // 60_000 + 17 - 420,
    latest=AT_MS // 60_000 + 17 - 420,
    cites=(SHOT,),
)


def _said() -> tuple[Account, ...]:
    return (
        Account(
            id="S1.C1",
            source="S1",
            basis="said",
            text=TOLD.exact,
            cites=(TOLD,),
            observer="",
            through=("p1", "p5"),
            state="accepted",
            form="paraphrase",
            level=2,
            parent="S1.C2",
            recipient="p1",
            verb="said",
            about=(Assertion(event="v2", slot="contents", value="empty"),),
        ),
        Account(
            id="S1.C2",
            source="S1",
            basis="said",
            text=HANDED.exact,
            cites=(HANDED,),
            observer="p1",
            through=("p5",),
            state="corrected",
            form="verbatim",
            outlet="Canyon Radio",
            verb="claimed",
            about=(Assertion(event="v1", slot="giver", value="p2"),),
        ),
        Account(
            id="S1.C3",
            source="S1",
            basis="said",
            text=ALWAYS.exact,
            cites=(ALWAYS,),
            observer="p1",
            state="accepted",
            form="paraphrase",
            about=(Assertion(event="v1", slot="occurred", practice=True),),
        ),
    )


def _printed() -> tuple[Account, ...]:
    return (
        Account(
            id="S1.C4",
            source="S1",
            basis="expected",
            text=CHARGES.exact,
            cites=(CHARGES,),
            observer="p1",
            through=("p3", "p5"),
            state="accepted",
            form="paraphrase",
        ),
        Account(
            id="S1.V1",
            source="S1",
            basis="said",
            text="It happened on March 2.",
            cites=(DAY,),
            observer="p5",
            state="accepted",
            form="own voice",
        ),
        Account(
            id="S1.C5",
            source="S1",
            basis="said",
            text=f"{HOUR.exact} {LEARNED.exact}",
            cites=(HOUR, LEARNED),
            observer="p1",
            state="accepted",
            form="own voice",
        ),
    )


def _entered() -> tuple[Account, ...]:
    return (
        Account(
            id="S2.e14",
            source="S2",
            basis="entered then",
            text=SHOWN.words,
            cites=(SHOWN,),
            observer="p2",
            state="entered",
            form="entry",
            at_ms=SHOWN.recorded_ms,
            means="looked, shaken",
        ),
        Account(
            id="S2.e17",
            source="S2",
            basis="instrument",
            instrument="the scanner of the cart",
            text=SHOT.words,
            cites=(SHOT,),
            state="entered",
            form="entry",
            at_ms=SHOT.recorded_ms,
        ),
        Account(
            id="S2.e21",
            source="S2",
            basis="entered later",
            text=LATER.words,
            cites=(LATER,),
            observer="p4",
            state="entered",
            form="entry",
            at_ms=SHOT.recorded_ms,
            after_incident=True,
        ),
    )


_EVENTS = (
    Event(id="v1", kind="hand-over", cites=(HANDED,), weapon="colt-2"),
    Event(id="v2", kind="assurance", cites=(TOLD,), times=(_SOME_DAY,)),
    Event(id="v3", kind="discharge", cites=(SHOT,), times=(_DAY, _SHOT_AT)),
    Event(id="v4", kind="realisation", cites=(LEARNED,)),
)
_TIED = (
    Constraint(event="v4", other="v3", line="S1.C5", least=45, most=60),
    Constraint(event="v3", other="v1", line="S1.C2", least=0, most=None),
)
_DIFFERENCES = (
    Difference(
        id="d1",
        rule="D10",
        about="practice and that day: showing",
        lines=("S1.C3", "S2.e14"),
        cites=(ALWAYS, SHOWN),
    ),
    Difference(
        id="d2",
        rule="D8",
        about="told of the contents, and a round spoken of",
        lines=("S1.C1",),
        cites=(TOLD, LEARNED),
        state="same matter",
        by="Kit",
        at_ms=AT_MS + 9_500_000,
        note="the same weapon",
    ),
)


_BESIDES = (
    Beside(
        line="S1.C2",
        record="S2",
        slot="giver",
        result="no entry, record open",
        words="no entry says who handed it",
    ),
)
_COMMENTS = (
    Comment(
        id="k1",
        party="p2",
        on="S1.C2",
        text="I had gone to lunch by then.",
        given_ms=AT_MS + 9_900_000,
        entered_by="Kit",
    ),
)
_REQUESTS = (
    Request(
        id="r1",
        of="the lab",
        what="the report on the rounds",
        asked_ms=AT_MS + 9_800_000,
        by="a1",
        gap="g1",
    ),
)
_STANDINGS = (
    Standing(
        event="v1",
        slot="giver",
        held="one source",
        values=(("p2", ("S1.C2",)),),
        roots=(("S1.C2",),),
    ),
)


def made_case() -> Case:
    """The whole case."""
    return Case(
        id="c" * 64,
        title="Dry Creek, 2 March",
        zone="America/Denver",
        as_of_ms=AT_MS + 10_000_000,
        real="training",
        incident_ms=SHOT.recorded_ms,
        weapon="colt-2",
        sources=_SOURCES,
        parties=_PARTIES,
        names=(Name(party="p1", text="Cleo Vane", cite=_span("Cleo Vane")),),
        accounts=(*_said(), *_printed(), *_entered()),
        waiting=(
            Account(
                id="S1.C9",
                source="S1",
                basis="said",
                text="It waits.",
                cites=(LEARNED,),
                form="paraphrase",
            ),
        ),
        events=_EVENTS,
        constraints=_TIED,
        differences=_DIFFERENCES,
        standings=_STANDINGS,
        besides=_BESIDES,
        in_force=(
            BookInForce(
                id="set-practice",
                version="1",
                title="Set practice",
                digest="d" * 64,
                mode="enforced",
            ),
        ),
        duties=_duties(),
        sheets=_sheets(),
        gaps=_gaps(),
        comments=_COMMENTS,
        authorities=(
            Authority(id="a1", name="the county sheriff", instrument="the penal code", lead=True),
        ),
        requests=_REQUESTS,
        investigations=(Investigation(id="i1", title="The production's own", purpose="to learn"),),
        history_lines=12,
        history_sha256="e" * 64,
    )


def _duties() -> tuple[Duty, ...]:
    return (
        Duty(
            id="u1",
            rule="set-practice/show-to-receiver",
            version="1",
            title="Shown to whoever takes it",
            text="The performer has not been shown colt-2 since it last left the armorer's sight.",
            document="Guideline",
            section="3",
            standing="VP",
            weight="danger",
            level="set",
            roles=("the armorer",),
            holders=("p2",),
            occasion=SHOT,
            opened_ms=SHOT.recorded_ms,
            would_show="a showing to the performer",
            form="no entry of it",
            cells=(
                Cell(grade="said not done", lines=("S1.C1",)),
                Cell(grade="no entry, record open", cites=(SHOT,)),
            ),
            known=(
                Known(
                    party="p2",
                    how="was told",
                    words="a rehearsal would follow",
                    at_ms=SHOWN.recorded_ms,
                    cites=(SHOWN,),
                ),
            ),
        ),
        Duty(
            id="u2",
            rule="set-practice/call-state",
            version="1",
            title="Its state is called",
            text="",
            document="Guideline",
            section="4",
            standing="VP",
            weight="paper",
            level="set",
            roles=("the first AD",),
            cells=(Cell(grade="entered done", lines=("S2.e14",)),),
        ),
    )


def _sheets() -> tuple[Sheet, ...]:
    return (
        Sheet(
            party="p1",
            role="the performer",
            enrolled=True,
            was_told=(SheetLine(words="it was empty", cites=(TOLD,)),),
            said=(SheetLine(words=HANDED.exact, cites=(HANDED,)),),
            learned=(SheetLine(words="of the round", cites=(LEARNED,), after_incident=True),),
            duties=("u1",),
            no_entry=(SheetLine(words="a showing; the record was open", at_ms=AT_MS),),
        ),
    )


def _gaps() -> tuple[Gap, ...]:
    return (
        Gap(
            id="g1",
            what="who loaded it, and with what",
            cites=(LEARNED,),
            fillers=(
                Filler(
                    who="the armorer",
                    what="the load sheet",
                    asked_ms=AT_MS + 9_800_000,
                    request="r1",
                ),
            ),
        ),
        Gap(id="g2", what="who printed it again"),
    )
