"""Claims of a text: what is said by whom, sentence by sentence, quotations never dropped.

    direct     the words are in quotation marks      indirect   in the publication's words
    mixed      both in one                           level 2    told within what somebody says

A quotation that no cue claims continues whoever spoke before it in its paragraph; one of five words
or more that nobody can be given is listed with no speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from provesafe.casefile.intake.lexicon import (
    DETERMINERS,
    DOCUMENTS,
    FORMS,
    GROUPS,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece, Sentence, words_of
from provesafe.casefile.intake.parties.party import Person
from provesafe.casefile.intake.parties.speakers import NOBODY, SOMEBODY, Resolved
from provesafe.casefile.intake.parties.trades import names_a_trade, surely_a_trade
from provesafe.casefile.intake.saying.accordings import (
    according_content,
    accordings,
    account_phrase,
    plain_phrase,
    reported_content,
)
from provesafe.casefile.intake.saying.clauses import clause_end, trim
from provesafe.casefile.intake.saying.cues import Cue, cues_of
from provesafe.casefile.intake.saying.draft import (
    Draft,
    Paragraph,
    place_of,
)
from provesafe.casefile.intake.saying.frames import Frame, frame_of, subject_of
from provesafe.casefile.intake.saying.hearers import listener_after
from provesafe.casefile.intake.saying.phrases import (
    COURTS,
    Range,
    is_adverb,
    is_finite,
    is_verb_of_saying,
    subject_after,
)
from provesafe.casefile.intake.saying.quotations import QuotationReader, SentenceState

__all__ = ["ClaimReader"]

_TELLS = wordset("tell inform advise assure notify")
_TELLING = wordset("told tells asked assured warned")
_CALLED_TO = re.compile(r",\s([A-Z][\w’'-]+)(?=[,.?!’'])")
"""`It is cold, NAME,`: whom the words are said to."""
_OWNERS = {"his": "he", "her": "she", "their": "they"}
"""`In his view, …`: whose it is."""
_SPEAK = (
    ROLES
    | GROUPS
    | DOCUMENTS
    | wordset(
        "bureau directorate inspectorate firm institute association coalition watchdog federation "
        "coroner foundation society office ministry tribunal service trust hospital school venue"
    )
)
_WHEN_TOLD = wordset("afterwards afterward twice beforehand repeatedly")
_REPORTS = wordset("say report claim allege announce state confirm disclose reveal")


class ClaimReader(QuotationReader):
    """Reads the paragraphs of one text in order."""

    def read(self, paragraphs: Sequence[Paragraph]) -> list[Draft]:
        """The claims of all paragraphs, in order of finding."""
        for number, paragraph in enumerate(paragraphs):
            self._paragraph = number
            self._before = self._last or self._before
            self._last = None
            self._previous_subject, self._previous_claimed = None, True
            self._opening = next(iter(paragraph.sentences), None)
            for row, sentence in enumerate(paragraph.sentences):
                self._sentence(sentence, first=row == 0)
        return self.claims

    # -- one sentence

    def _sentence(self, sentence: Sentence, *, first: bool) -> None:
        pieces = sentence.pieces
        state = SentenceState()
        self.speakers.near = list(self._spoken_of)
        self._spoke_before = self.speakers.last_speaker
        self.speakers.blocked = []
        state.subject = self.subjects.of(sentence)
        if state.subject is not None and self.subjects.leads(sentence, state.subject):
            others = [one for one in self.speakers.near if one is not state.subject]
            self.speakers.near = [state.subject, *others]
            self.subjects.vote(sentence, state.subject)
        self._according_to(sentence, state)
        for cue in cues_of(pieces):
            if any(one.rows[0] <= cue.row < one.rows[1] for one in state.claims):
                continue
            if cue.lemma == "hear" and not cue.passive:
                self._heard(sentence, cue, state)
                continue
            if cue.passive:
                if cue.lemma in _TELLS or cue.lemma == "hear":
                    self._told(sentence, cue, state)
                elif cue.lemma in _REPORTS:
                    self._reported(sentence, cue, state)
                continue
            self._spoken(sentence, cue, state)
        if state.subject is not None and state.last_cue is None:
            self.speakers.touch(state.subject)
        self.leftover(sentence, state, first=first)
        self._previous_subject = state.last_cue or state.subject
        order = (self._previous_subject, state.subject, *state.told)
        order = () if state.lost else order
        self._spoken_of = list({id(one): one for one in order if one is not None}.values())
        self._previous_claimed = bool(state.claims)
        self.speakers.before = pieces
        self._asked = self._whom_asked(pieces)
        self._introduced = self._announced(pieces, state)

    def _whom_asked(self, pieces: Sequence[Piece]) -> Person | None:
        """`Counsel asked NAME whether …`: whoever may answer in the next sentence."""
        for row, one in enumerate(pieces[:-1]):
            if FORMS.get(one.low) != "ask" or one.low == "asking":
                continue
            heard = listener_after(pieces, row + 1)
            if heard is None:
                return None
            at = (pieces[heard[0]].start, pieces[heard[1] - 1].end + 1)
            told = [person for _, person in self.people.within(*at) if person.kind == "person"]
            return told[0] if len(told) == 1 else None
        return None

    def _announced(self, pieces: Sequence[Piece], state: SentenceState) -> Resolved | None:
        """`A spokesperson sent us this statement:` · `It reads in part:`, with nothing after."""
        if pieces[-1].text != ":":
            return None
        person = state.last_cue or state.subject
        if person is None and pieces[0].low == "it":
            person = self.speakers.pronoun("it").person
        return Resolved(person=person, how="inherited" if person else "unresolved")

    def _told_of(self, pieces: Sequence[Piece], frame: Frame) -> list[Person]:
        """Who is spoken of in what is said: `NAME was tired, he said` is somebody else's word.

        Not whoever has just spoken and goes on after it, nor who is told something or called to.
        """
        before = frame.subject is not None and frame.content[0][0] < frame.subject[0]
        aside = [one.start for row, one in enumerate(pieces[1:]) if pieces[row].low in _TELLING]
        spans = []
        for first, last in frame.content:
            for one in pieces[first:last]:
                called = _CALLED_TO.finditer(self.text, one.start, one.end)
                aside += [match.start(1) for match in called if one.kind == "quote"]
            spans.append(place_of(pieces, (first, last)))
        return [
            one
            for one in self.people.all
            if not (before and one is self._spoke_before)
            and any(
                start <= at[0] < end and at[0] not in aside
                for at in one.mentions
                for start, end in spans
            )
        ]

    def _told_to(self, pieces: Sequence[Piece], frame: Frame) -> list[Person]:
        """Whom it is said to: `she told NAME`, she is somebody else."""
        if frame.listener is None:
            return []
        first, last = frame.listener
        return [
            one
            for _, one in self.people.within(pieces[first].start, pieces[last - 1].end + 1)
            if one.kind == "person"
        ]

    # -- cues

    def _spoken(self, sentence: Sentence, cue: Cue, state: SentenceState) -> None:
        pieces = sentence.pieces
        frame = frame_of(pieces, cue, frozenset(state.used))
        if frame is None:
            return
        who = self._who(pieces, cue, frame, state)
        if who is not None and who.how == "first person" and cue.stance == "belief":
            return  # `I believe`, in a statement: all of it is what its author says
        if who is not None and not self._plausible(pieces, cue, frame, who):
            who = NOBODY if _says_that(pieces, cue, frame) else None
        if who is None:
            return
        if self._told_by_paper(pieces, cue, frame):
            return
        draft = self.make(sentence, frame.content, state)
        draft.verb, draft.stance = cue.lemma, cue.stance
        draft.cue = (pieces[cue.row].start, pieces[cue.row].end)
        draft.cue_row = cue.row
        draft.speaker, draft.how = who.person, who.how
        self.speakers.paper_of = who.person if who.how == "document" else None
        if frame.subject is not None:
            draft.source = place_of(pieces, frame.subject)
        draft.listener_row = frame.listener
        state.told += self._told_to(pieces, frame)
        state.claims.append(draft)
        self._join_open(draft)
        if who.person is not None:
            state.last_cue = who.person
            self.speakers.touch(who.person, spoke=True)
            self.speakers.near.insert(0, who.person)
            first, last = frame.content[0]
            self.speakers.wrote(who.person, [*pieces[:first], *pieces[last:]])
        elif frame.subject is not None:
            self.speakers.lose()
            state.lost = True

    def _who(
        self, pieces: Sequence[Piece], cue: Cue, frame: Frame, state: SentenceState
    ) -> Resolved | None:
        self.speakers.rivals = self.subjects.named_before(pieces, cue.row)
        self.speakers.blocked = self.subjects.agents(pieces) + self._told_to(pieces, frame)
        if frame.subject is not None:
            self.speakers.blocked += self._told_of(pieces, frame)
            if _stands_aside(pieces, frame.subject):
                verb = next((one for one in pieces if is_finite([one])), pieces[-1])
                head = self.people.said_of(pieces[0].start, verb.start)
                self.speakers.blocked += [one for _, one in head]
        if frame.subject is not None:
            answering = self._answering(pieces, cue, frame.subject)
            if answering is not None:
                return answering
            if cue.lemma == "read" and pieces[frame.subject[0]].low == "it":
                return self.speakers.paper_before(pieces, frame.subject[0])
            if self._spoken_of and _is_put_to(self.speakers.before, pieces[frame.subject[0]]):
                self.speakers.blocked.append(self._spoken_of[0])
            who = self.speakers.resolve(pieces, frame.subject)
            return None if who.how == "first person" and who.person is None else who
        if cue.lemma == "hear":
            return None
        if cue.participle and not _starts_participle(pieces, cue):
            return None
        person = state.last_cue or state.subject
        if person is None:
            led = cue.row == 0 or pieces[cue.row - 1].text == ","
            joined = frame.left_out and not cue.participle and cue.stance != "belief"
            return NOBODY if joined or (cue.participle and (state.claims or led)) else None
        return Resolved(person=person, how="inherited")

    def _answering(self, pieces: Sequence[Piece], cue: Cue, subject: Range) -> Resolved | None:
        """`he replied`, after NAME was asked something: whoever was asked, if it can be them."""
        low = pieces[subject[0]].low
        heard = self._asked
        if heard is not None and low in ("he", "she") and heard.fits(SUBJECT_PRONOUNS[low]):
            return Resolved(person=heard, how="pronoun")
        witness = low == "the" and pieces[subject[1] - 1].low in ("witness", "defendant")
        if cue.lemma not in ("reply", "answer", "respond", "say") and not witness:
            return None
        if low not in ("he", "she") and not witness:
            return None
        if cue.lemma == "say" and (self._last is None or self._last.verb != "ask"):
            return None
        before = self._last or self._before
        if before is None or before.cue_row < 0:
            return None
        if before.listener_row is not None:
            row, last = before.listener_row
            at = (before.sentence.pieces[row].start, before.sentence.pieces[last - 1].end + 1)
            asked = [one for _, one in self.people.within(*at) if one.kind == "person"]
        elif before.verb in ("ask", "question", "inquire", "demand"):
            asked = [one for one in self.speakers.spoke if one is not before.speaker][-1:]
        else:
            return None
        if len(asked) != 1 or asked[0] is before.speaker:
            return None
        if low in ("he", "she") and not asked[0].fits(SUBJECT_PRONOUNS[low]):
            return None
        return Resolved(person=asked[0], how="pronoun" if low in ("he", "she") else "description")

    def _plausible(self, pieces: Sequence[Piece], cue: Cue, frame: Frame, who: Resolved) -> bool:
        """A description speaks only if it can: `the gun said` is no claim."""
        if who.how != "description" or who.person is None or who.person.kind == "person":
            return True
        quoted = any(
            one.kind == "quote" for first, last in frame.content for one in pieces[first:last]
        )
        words = [word.lower() for word in words_of(who.person.name)]
        head = words[-1] if words else ""
        first = next((n for n, word in enumerate(words) if n and word in PREPOSITIONS), len(words))
        heads = {head, *words[first - 1 : first]}
        if heads & _SPEAK or (heads & SOMEBODY and "n" not in cue.takes):
            return True  # `a boy called NAME` calls nobody
        if frame.subject is not None and _is_a_trade(pieces[slice(*frame.subject)]):
            return True
        return cue.lemma in ("say", "tell", "add") or (quoted and cue.lemma in ("write", "recall"))

    def _according_to(self, sentence: Sentence, state: SentenceState) -> None:
        """`according to NAME`, `in the words of NAME`: whom the publication has it from."""
        pieces = sentence.pieces
        for row, last in accordings(pieces):
            phrase = (
                account_phrase(pieces, row, last)
                or subject_after(pieces, last)
                or plain_phrase(pieces, last)
            )
            if phrase is None:
                continue
            phrase, content = according_content(pieces, row, phrase)
            if content is None:
                continue
            told = self._said_inside(pieces, content)
            if told and row > 0 and _names_a_paper(pieces, phrase):
                continue
            theirs = _OWNERS.get(pieces[phrase[0]].low) if phrase[0] == 1 else None
            who = (
                self.speakers.pronoun(theirs)
                if theirs is not None
                else self.speakers.resolve(pieces, phrase)
            )
            draft = self.make(sentence, (content,), state)
            if told:  # what somebody said there is a claim within this one
                draft.rows = (0, 0)
                state.used -= set(range(*content))
            draft.verb = "according to"
            draft.cue = (pieces[row].start, pieces[last - 1].end)
            draft.cue_row = row
            draft.speaker, draft.how = who.person, who.how
            draft.source = place_of(pieces, phrase)
            state.claims.append(draft)
            if who.person is not None:
                state.last_cue = who.person
                self.speakers.touch(who.person, spoke=True)

    def _told_by_paper(self, pieces: Sequence[Piece], cue: Cue, frame: Frame) -> bool:
        """`NAME told police that …, the log says`: it is NAME's already; the paper only has it."""
        if frame.subject is None or frame.content[0][1] > cue.row or len(frame.content) > 1:
            return False
        paper = _names_a_paper(pieces, frame.subject)
        return paper and self._said_inside(pieces, frame.content[0])

    def _said_inside(self, pieces: Sequence[Piece], content: Range) -> bool:
        """`NAME says that …, according to a paper`: it is NAME's; the paper only has it."""
        spoken = pieces[content[0] : content[1]]
        for cue in cues_of(spoken):
            if cue.passive or cue.participle:
                continue
            subject, _ = subject_of(spoken, cue)
            frame = frame_of(spoken, cue, frozenset())
            if subject is None:
                return False
            if frame is None:
                continue
            opening = spoken[: subject[0]]
            aside = all(one.kind == "quote" or one.text == "," for one in opening)
            led = not is_finite(opening) and bool(opening) and opening[-1].text == ","
            return subject[0] == 0 or aside or led
        return False

    def _told(self, sentence: Sentence, cue: Cue, state: SentenceState) -> None:
        """`was told (by …) (that) …`: the teller is named after "by" or not at all."""
        pieces = sentence.pieces
        row = cue.row + 1
        while row < len(pieces) and (is_adverb(pieces[row]) or pieces[row].low in _WHEN_TOLD):
            row += 1
        teller, source = Resolved(person=None, how="not recorded"), None
        if row < len(pieces) and pieces[row].low == "by":
            phrase = subject_after(pieces, row + 1)
            if phrase is not None:
                teller, source = self.speakers.resolve(pieces, phrase), place_of(pieces, phrase)
                row = phrase[1]
        if row < len(pieces) and pieces[row].low == "that":
            row += 1
        subject, _ = subject_of(pieces, cue)
        content = _told_content(pieces, row, subject)
        if content is None:
            return
        hearer = self.speakers.resolve(pieces, subject).person if subject else None
        draft = self.make(sentence, (content,), state)
        draft.verb, draft.cue_row = cue.lemma, cue.row
        draft.cue = (pieces[cue.row].start, pieces[cue.row].end)
        draft.speaker, draft.how, draft.source = teller.person, teller.how, source
        draft.listener = hearer or state.subject
        draft.listener_how = "stated" if draft.listener is not None else None
        state.claims.append(draft)
        if subject is not None and any(one.stem in COURTS for one in pieces[slice(*subject)]):
            self._court = draft.listener

    def _heard(self, sentence: Sentence, cue: Cue, state: SentenceState) -> None:
        """`The court heard that …`: told to the court, and nobody is named who told it."""
        pieces = sentence.pieces
        frame = frame_of(pieces, cue, frozenset(state.used))
        if frame is None or frame.subject is None:
            return
        subject = pieces[frame.subject[0] : frame.subject[1]]
        court = any(one.stem in COURTS for one in subject)
        if not court and not (subject[0].low == "it" and self._court is not None):
            return
        draft = self.make(sentence, frame.content, state)
        draft.verb, draft.stance, draft.cue_row = cue.lemma, cue.stance, cue.row
        draft.cue = (pieces[cue.row].start, pieces[cue.row].end)
        draft.how = "not recorded"
        draft.listener = (
            self.speakers.resolve(pieces, frame.subject).person if court else self._court
        )
        if subject[-1].low == "trial":
            draft.listener = None  # a trial is no one who hears
        draft.listener_how = "stated" if draft.listener is not None else None
        state.claims.append(draft)
        self._court = draft.listener

    def _reported(self, sentence: Sentence, cue: Cue, state: SentenceState) -> None:
        """`it was reported that …`: nobody is named, and nobody is put in."""
        pieces, row = sentence.pieces, cue.row
        content = reported_content(pieces, row)
        if content is None or not is_finite(pieces[content[0] : content[1]]):
            return
        draft = self.make(sentence, (content,), state)
        draft.verb, draft.cue_row, draft.stance = cue.lemma, row, cue.stance
        draft.cue = (pieces[row].start, pieces[row].end)
        draft.how = "not recorded"
        state.claims.append(draft)


def _names_a_paper(pieces: Sequence[Piece], phrase: Range) -> bool:
    return any(one.stem in DOCUMENTS for one in pieces[slice(*phrase)])


def _is_a_trade(phrase: Sequence[Piece]) -> bool:
    """`Two kayakers about a mile east`: its head says what somebody does."""
    first = next((n for n, one in enumerate(phrase) if n and one.low in PREPOSITIONS), len(phrase))
    head = phrase[first - 1]
    if not head.low.endswith("s"):
        return surely_a_trade(head)
    return names_a_trade(replace(head, text=head.text.removesuffix("s")))


def _says_that(pieces: Sequence[Piece], cue: Cue, frame: Frame) -> bool:
    """`… at which two fell has insisted that …`: somebody says it, though it is not read who."""
    first = frame.content[0][0]
    return cue.stance not in ("belief", "record") and pieces[first - 1].low == "that"


def _is_put_to(before: Sequence[Piece], one: Piece) -> bool:
    """`NAME put it to him that …`, and then `he`: whoever it was put to, not NAME."""
    to = {"he": "him", "she": "her"}.get(one.low)
    row = next((n for n, other in enumerate(before) if is_verb_of_saying(other)), len(before))
    put = [n for n in range(2, len(before)) if [p.low for p in before[n - 2 : n]] == ["it", "to"]]
    rows = [*put[:1], row + 1]
    return any(
        last + 1 < len(before)
        and before[last].low == to
        and before[last + 1].low in SUBORDINATORS | {","}
        for last in rows
    )


def _stands_aside(pieces: Sequence[Piece], subject: Range) -> bool:
    """`A guard who sleeps, he said, is …`: he is not whom the sentence is about."""
    aside = subject[0] > 1 and pieces[subject[0] - 1].text == ","
    opens = pieces[0].low in SUBORDINATORS | PREPOSITIONS or pieces[0].low.endswith(("ed", "ing"))
    return aside and not opens and pieces[0].low in DETERMINERS


def _starts_participle(pieces: Sequence[Piece], cue: Cue) -> bool:
    """`…, claiming that …`: a participle after a comma, or one that takes "that" or a quotation."""
    if cue.row == 0:  # `Alleging that it broke, NAME said …`
        return len(pieces) > 1 and pieces[1].low == "that"
    before = pieces[cue.row - 1]
    if before.text in (",", "—", "–") or before.kind == "quote":
        return True
    if before.low in ("and", "before", "while", "statement", "interview") or before.low == "also":
        return True
    following = pieces[cue.row + 1] if cue.row + 1 < len(pieces) else None
    return (
        following is not None
        and following.low == "that"
        and before.kind == "word"
        and (before.low not in PREPOSITIONS)
    )


def _told_content(pieces: Sequence[Piece], row: int, subject: Range | None) -> Range | None:
    """What was told: after the verb, or the clause before `, the court was told`."""
    ends = row >= len(pieces) or pieces[row].text in ".;"
    if (ends or pieces[row].text == "," or pieces[row].low in PREPOSITIONS) and subject is not None:
        if subject[0] > 1 and pieces[subject[0] - 1].text == ",":
            spoken = trim(pieces, 0, subject[0] - 1)
            return spoken if spoken[0] < spoken[1] else None
        return None
    if ends or pieces[row].kind != "word" or pieces[row].low in PREPOSITIONS:
        return None
    if pieces[row].low in ("to", "about", "of", "not", "how", "why", "nothing"):
        return None
    last = clause_end(pieces, row)
    for place in range(row + 2, last):
        if pieces[place].low in ("when", "while"):
            last = place
            break
    first, last = trim(pieces, row, last)
    return (first, last) if last > first else None
