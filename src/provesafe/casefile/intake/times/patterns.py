"""What in a text is a time: the forms in which English states one, longest first.

9:42 p.m. Wednesday      October 21, 2021      14 December last year      last October
late June or early July  the 1990s             the following Tuesday      over the weekend
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from provesafe.casefile.intake.times.stated import TimeKind

__all__ = ["DAY_WORDS", "HOLIDAYS", "MONTH", "NUMBER", "PATTERNS", "verbose"]

# The patterns are written with spaces for the eye (re.VERBOSE); a space of the text is \s.
MONTH = r"""(?:January|February|March|April|May|June|July|August|September|October|November|
    December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?
    |(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?
    |OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?|MAY(?=\s\d))"""
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_THAT_YEAR = r"(?:last|this|next|the\ssame|that|the\sprevious|the\sfollowing)\syear"
_COUNT = r"""one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|
    fifteen|sixteen|seventeen|eighteen|nineteen|twenty|twenty-five|thirty|forty|forty-five|fifty|
    sixty|ninety"""
NUMBER = rf"""(?:\d+(?:\.\d+)?|(?i:half\san|a\scouple\sof|a\sfew|several|an?|{_COUNT}))"""
_UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|decades?)"
_ABOUT = r"""(?:(?:about|around|roughly|some|just|nearly|almost|barely|only|approximately|at\sleast
    |up\sto|no\smore\sthan|(?:more|less|fewer)\sthan|just\s(?:over|under)|over|under)\s)?"""
_HOUR = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK_TIME = rf"""(?:\d{{1,2}}(?:[:.]\d\d)?\s?(?:[ap]\.m\.|[AP]\.M\.|[ap]m\b|[AP]M\b|o[’']clock)
    |\d{{1,2}}[:h]\d\d(?::\d\d)?\b|\d{{4}}\s(?:GMT|UTC|BST|hours|hrs)\b|\d\d\.\d\d\s(?:hours|hrs)\b
    |(?:half|(?:a\s)?quarter|(?:{_COUNT})(?:\sminutes)?)\spast\s{_HOUR}\b
    |(?:(?:a\s)?quarter|(?:{_COUNT})\sminutes)\sto\s{_HOUR}\b|\b{_HOUR}\so[’']clock
    |\bnoon\b|\bmidnight\b|\bmidday\b)"""
_NEAR = r"""(?:(?:at|by|before|after|until|from|since)\s)?(?:(?:about|around|approximately|roughly
    |just|shortly|soon|gone|a\slittle|some\stime)\s)?(?:(?:before|after|past)\s)?"""
_ZONE = r"(?:[ECMP][SD]?T|GMT|BST|UTC|IST|SAST|CEST|NZ[SD]T|A[EW][SD]T|local\stime)"
_CLOCK = rf"{_NEAR}{_CLOCK_TIME}(?:,?\s{_ZONE}\b)?"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_QUARTER = r"(?:first|second|third|fourth|final|last)\squarter"
_DAY_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
DAY_WORDS: Mapping[str, int] = {word: day for day, word in enumerate(_DAY_WORDS, start=1)}
"""Days of a month as words: `the second of August`."""
_MORNING_OF = r"(?:(?:[Oo]n\s)?[Tt]he\s(?:morning|afternoon|evening|night|day)\sof\s)?"
_DATED = rf"""(?:\b{_ORDINAL}\s(?:of\s)?{MONTH}\b(?:,?\s{_YEAR})?
    |\b{MONTH}\s{_ORDINAL}\b(?:,?\s{_YEAR})?)"""
_TO = r"(?:and|to|until|till|through|or|-|–)"
_PART = r"(?:\s(?:night|morning|afternoon|evening|lunchtime))?"
_SOME_DAY = r"""(?:day|afternoon|evening|morning|night|week|month|year|weekend|spring|summer|fall
    |autumn|winter)"""
_CLOCK_AFTER = rf"(?:(?:,?\s(?:at\s)?|\s[|–-]\s){_CLOCK})?"
_EARLY = r"""(?:(?:[Ll]ate|[Ee]arly|[Mm]id)[\s-](?:in\s)?
    |(?:[Tt]he\s)?(?:end|start|beginning|middle)\sof\s
    |[Tt]he\s(?:first|second|third|fourth|last|final)\s(?:week|weekend|day)\s(?:of|in)\s)"""
HOLIDAYS: Mapping[str, tuple[int, int]] = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year’s eve": (12, 31), "new year’s day": (1, 1), "halloween": (10, 31),
    "valentine’s day": (2, 14), "independence day": (7, 4), "the fourth of july": (7, 4),
    "bonfire night": (11, 5), "anzac day": (4, 25), "australia day": (1, 26),
}  # fmt: skip
"""Days with a name and the same date each year."""
_HOLIDAY = "|".join(
    sorted((re.escape(name).replace("’", "[’']") for name in HOLIDAYS), key=len, reverse=True)
)


def verbose(text: str) -> re.Pattern[str]:
    """A pattern written with spaces for the eye."""
    return re.compile(text, re.VERBOSE)


PATTERNS: tuple[tuple[TimeKind, re.Pattern[str]], ...] = (
    (
        "offset",
        verbose(
            rf"""{_ABOUT}{NUMBER}(?:\s{_UNIT})?\s(?:or|to|and)\s{NUMBER}\s{_UNIT}\s
            (?:later|earlier|after|before|ago)\b
            |\b(?:[Ww]ithin|[Ii]nside)\s(?:the|{NUMBER})\s{_UNIT}\b
            |\b{_ABOUT}{NUMBER}(?:\s|-)and(?:\s|-)a(?:\s|-)half\s{_UNIT}\s(?:later|earlier|after|before|ago)\b
            |\b(?:an|a|one)\s(?:hour|year|day|week|month)\sand\sa\shalf\s(?:later|earlier|after|before|ago)\b"""
        ),
    ),
    (
        "offset",
        verbose(
            rf"""\b{_ABOUT}{NUMBER}\s{_UNIT}\s(?:(?:later|earlier|after|before|ago)\b
            |into\s(?:the|a|an|his|her|their)\s[a-z]+(?:\sact|\shalf|\stake)?)"""
        ),
    ),
    (
        "range",
        verbose(
            rf"""(?:\b[Bb]etween\s|\b[Ff]rom\s)?(?:{_DATED}|\b{_ORDINAL})\s?{_TO}\s?{_DATED}
            |(?:\b[Bb]etween\s|\b[Ff]rom\s)?\b{MONTH}\s{_ORDINAL}\s?{_TO}\s?{_ORDINAL}\b
            (?:,?\s{_YEAR})?
            |\b(?:[Bb]etween|[Ff]rom)\s{MONTH}(?:\s{_YEAR})?\s{_TO}\s{MONTH}\b
            (?:\s{_YEAR}|\s(?:this|last|next)\syear)?
            |\b(?:[Bb]etween|[Ff]rom)\s{_YEAR}\s{_TO}\s{_YEAR}\b
            |\b{_YEAR}(?:[–-]|\sto\s){_YEAR}\b"""
        ),
    ),
    (
        "clock",
        verbose(
            rf"""\b(?:[Bb]etween|[Ff]rom)\s(?:about\s)?(?:\d{{1,2}}(?:[:.]\d\d)?|{_CLOCK_TIME}|[a-z]+)
            \s{_TO}\s{_CLOCK_TIME}(?!,?\s(?:on\s)?{_DAY})"""
        ),
    ),
    (
        "alternatives",
        verbose(
            rf"""\b{_EARLY}?{MONTH}\s(?:or|and)\s{_EARLY}?{MONTH}
            (?:,?\s(?:of\s)?(?:{_YEAR}|{_THAT_YEAR}))?(?!\s\d)"""
        ),
    ),
    ("alternatives", verbose(rf"\b{_DAY}\s(?:or|and)\s{_DAY}\b")),
    (
        "decade",
        verbose(
            r"""\b(?:the\s)?(?:(?:early|mid|late)[\s-])?(?:(?:19|20)\d|[’'])\d?0s\b
            |\bthe\s(?:(?:early|mid|late)[\s-])?(?:thir|for|fif|six|seven|eigh|nine)ties\b"""
        ),
    ),
    ("season", verbose(rf"\b(?:the\s)?{_EARLY}?{_SEASON}\s(?:of\s)?(?:{_YEAR}|{_THAT_YEAR})\b")),
    ("season", verbose(rf"\b(?:the\s)?{_QUARTER}\s(?:of\s)?(?:{_YEAR}|{_THAT_YEAR})\b")),
    (
        "season",
        verbose(
            r"""\b(?:the\s(?:first|second|third|fourth)\squarter|(?:first|second|third|fourth)-quarter)\b
            (?!\s(?:of|century|mile|point|final|with))"""
        ),
    ),
    ("partial date", verbose(rf"\bthe\s(?:{'|'.join(DAY_WORDS)})\sof\s{MONTH}\b")),
    (
        "season",
        verbose(
            r"""\b(?:[Ii]n|[Bb]y|[Ss]ince|[Dd]uring|[Uu]ntil|[Oo]ver|[Ff]rom)\sthe\s(?:(?:early|late)\s)?
            (?:summer|autumn|winter)\b(?!\s(?:of|before|after|school|season|camp|house))
            |\b(?:[Bb]y|[Ss]ince|[Uu]ntil)\sthe\s(?:spring|fall)\b(?!\s(?:of|from))
            |\b[Bb]y\s(?:spring|summer|autumn|fall|winter)\b|\b(?:[Ee]arly|[Ll]ate)\s(?:spring|summer|autumn|fall|winter)\b"""
        ),
    ),
    (
        "date",
        verbose(
            rf"""(?:{_CLOCK},?\s(?:on\s)?)?{_MORNING_OF}(?:{_DAY},?\s)?(?:\b{MONTH}\s{_ORDINAL},?\s{_YEAR}
            |\b{_ORDINAL}\s(?:of\s)?{MONTH},?\s{_YEAR}|\b{_YEAR}-\d\d-\d\d)\b
            {_CLOCK_AFTER}"""
        ),
    ),
    ("date", verbose(r"\b\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d\b")),
    (
        "partial date",
        verbose(
            rf"""(?:\b[Oo]n\sor\s(?:after|before|about)\s)?(?:{_CLOCK},?\s(?:on\s)?)?
            {_MORNING_OF}(?:{_DAY},?\s)?(?:\b{MONTH}\s{_ORDINAL}(?!\d|:\d)
            |\b{_ORDINAL}\s(?:of\s)?{MONTH}\b)(?:,?\s(?:of\s)?{_THAT_YEAR})?(?:,?\sat\s{_CLOCK})?
            |\b[Ll]ast\s{MONTH}\s{_ORDINAL}(?![\d:])"""
        ),
    ),
    ("partial date", verbose(rf"\b(?i:{_HOLIDAY})\b(?:,?\s(?:{_YEAR}|(?:last|this|next)\syear))?")),
    ("month", verbose(rf"\b{_EARLY}?(?:{MONTH}),?\s(?:of\s)?(?:{_YEAR}|{_THAT_YEAR})\b")),
    (
        "relative",
        verbose(
            rf"""\b(?:{_DAY}\s(?:of\s)?(?=\w+\sweek)|(?:[Ll]ate|[Ee]arly|[Ee]arlier|[Ll]ater)\s
            (?:on\s)?)?
            (?:[Ll]ast|[Tt]his|[Nn]ext|[Tt]his\spast|[Tt]his\scoming)\s
            (?:{_DAY}|week|month|year|night|morning|afternoon|evening|spring|summer|fall|autumn
            |winter|weekend|{MONTH})\b(?!\s\d){_PART}"""
        ),
    ),
    (
        "relative",
        verbose(
            rf"""\b[Tt]he\s(?:end|start|beginning|middle)\sof\sthe\s(?:week|month|year)\b
            |\b(?:[Oo]ver|[Aa]t|[Oo]n|[Dd]uring)\sthe\sweekend\b
            |\b[Tt]he\sday\sbefore\syesterday\b
            |\b{_DAY}\s(?:of\s)?(?:last|this|next)\sweek\b|\b(?:a|one)\sweek\s(?:ago\s)?(?:last|on)\s{_DAY}\b"""
        ),
    ),
    (
        "after an event",
        verbose(
            rf"""\b(?:[Tt]he|[Tt]hat)\s(?:following|next|previous|preceding|same)\s{_DAY}\b{_PART}
            |\b[Tt]he\s{_DAY}\s(?:before|after)\b(?!\s(?:last|next))
            |\b(?:[Oo]n|[Ff]rom|[Bb]y|[Uu]ntil)\sthe\s{_DAY}\b{_PART}"""
        ),
    ),
    (
        "relative",
        verbose(
            rf"""(?:\b(?:[Bb]etween|[Ff]rom)\s(?:[\d:.]+|{_CLOCK_TIME})\s{_TO}\s{_CLOCK_TIME},?\s(?:on\s)?
            |{_CLOCK},?\s(?:on\s)?)?\b(?:(?:[Ll]ate|[Ee]arly|[Ff]irst\sthing)\s(?:on\s)?
            |(?:mid-)?(?:morning|afternoon|evening|lunchtime)\son\s
            |(?:in\s)?the\s(?:early|small)\shours\sof\s)?
            {_DAY}\b(?!,\s{MONTH}){_PART}{_CLOCK_AFTER}"""
        ),
    ),
    (
        "relative",
        verbose(
            rf"""\b(?:(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)\s)?
            (?:[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)\b{_PART}"""
        ),
    ),
    (
        "after an event",
        verbose(
            rf"""\b(?:[Ee]arlier\sin\sthe\sday|[Oo]vernight|[Oo]n\sthe\sday
            |(?:[Oo]n\s)?[Tt]he\s(?:day|morning|afternoon|evening|night|eve)\s(?:in\squestion
            |of\s(?:the|his|her|their|that)\s[a-z]+)|[Tt]he\s(?:previous|following|next)\s{MONTH}
            |(?:[Bb]efore|[Aa]fter|[Ss]ince|[Oo]ver|[Aa]t|[Bb]y|[Uu]ntil)\s(?:Christmas|Easter|Thanksgiving)
            |[Tt]he\s(?:past|last|next|coming)\s(?:few\s|{NUMBER}\s)?(?:days|weeks|months|years|year|decade)|[Ll]ater\sthat\s{_SOME_DAY}|[Tt]hat\s(?:same\s)?{_SOME_DAY}
            |{_CLOCK},?\s(?:on\s)?(?:the|that)\s(?:night|day|evening|morning|afternoon)(?:\s(?:before|after))?
            |[Tt]he\s{_SOME_DAY}\s(?:before|after)
            |[Tt]he\s(?:next|same|previous|following)\s{_SOME_DAY})\b"""
        ),
    ),
    (
        "after an event",
        verbose(
            r"""\b(?:[Ss]hortly|[Ss]oon|[Mm]oments|[Mm]inutes|[Hh]ours|[Dd]ays|[Ww]eeks|[Mm]onths
            |[Yy]ears|[Ii]mmediately|[Jj]ust|[Ss]econds)\s
            (?:later|(?:after|before)\s(?!noon\b|midnight\b|a\b|an\b)(?:the\s)?[a-z]+
            (?:\s(?!(?:in|on|at|of|and|that|but|when|because|by|with|for|to|as)\b)[a-z]+)?)"""
        ),
    ),
    (
        "after an event",
        verbose(
            r"""\bwhen\s(?:he|she|they|it|the\s\w+|[A-Z][\w’-]+)\s(?:was|were|had)\s
            [^.,;”"“]{3,80}"""
        ),
    ),
    (
        "month",
        verbose(
            rf"""\b(?:(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ff]rom|[Tt]hrough|[Bb]efore|[Aa]fter
            |[Tt]his|[Nn]ext|[Ll]ast|[Aa]s\s(?:early|late)\sas)\s)?{_EARLY}{MONTH}\b(?!\s\d|,?\s{_YEAR})
            |\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|[Nn]ext|[Dd]uring|[Ff]rom|[Tt]hrough
            |[Tt]hroughout|[Bb]efore|[Aa]fter|[Bb]ack\sin|[Aa]s\s(?:early|late)\sas)\s{MONTH}\b(?!\s\d)
            |(?:(?<=\bits\s)|(?<=\bthe\s))(?!May\b|March\b){MONTH}\b(?!\s(?:\d|[A-Z]))
            |(?:(?<=\ba\s)|(?<=\ban\s))(?:late\s|early\s)?(?!May\b|March\b){MONTH}\b(?!\s(?:\d|[A-Z]))"""
        ),
    ),
    ("clock", verbose(rf"\b{_CLOCK}")),
    (
        "clock",
        verbose(
            rf"""\b(?:[Aa]t|[Ss]ince|[Uu]ntil)\s(?:about\s|around\s|gone\s)?
            (?:(?:five|ten|twenty|twenty-five)\s(?:to|past)\s)?{_HOUR}\b
            (?=[,.;:?!”’"]|\s(?:in\sthe\s(?:morning|afternoon|evening)|at\snight|that\s|on\s|when\b|and\sthe\b))
            |\b(?:five|ten|twenty|twenty-five)\sto\s{_HOUR}\b(?=[,.;:?!”’"]|\s(?:on|in|when|that)\s)"""
        ),
    ),
    (
        "after an event",
        verbose(
            r"""\b(?:[Oo]n|[Bb]y|[Uu]ntil|[Ff]rom)\sthe\s(?:[12]?\d|3[01])(?:st|nd|rd|th)\b(?=[,.;:?!”’"])"""
        ),
    ),
    (
        "clock",
        verbose(
            r"""\b(?:[Aa]t|[Bb]y|[Uu]ntil|[Ff]rom)\s(?:about\s|around\s)?(?:1?\d|2[0-3])\.[0-5]\d
            (?:\s(?:to|and)\s\d{1,2}\.[0-5]\d)?\b
            (?!\s?(?:%|per\b|k?m\b|cm\b|mm\b|inch|feet|ft\b|met|mil|bil|in\b\s\d|seconds|hours|times))"""
        ),
    ),
    (
        "year",
        verbose(
            rf"""\b(?:[Aa]bout|[Aa]round|[Cc]irca|[Ii]n)\s1[5-8]\d\d\b(?!\s(?:[a-z]+s\b))
            |\b(?:(?:[Ii]n|[Ss]ince|[Oo]f|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|[Ff]rom|[Tt]o
            |[Aa]bout|[Aa]round|[Cc]irca|[Ff]ounded|[Ee]stablished|[Bb]ack\sin)\s)?
            (?:[Ee]arly|[Ll]ate|[Mm]id)[\s-](?:in\s)?{_YEAR}\b
            |\b(?:[Ii]n|[Ss]ince|[Oo]f|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|[Ff]rom|[Tt]o
            |[Aa]bout|[Aa]round|[Cc]irca|[Ff]ounded|[Ee]stablished)\s{_YEAR}\b(?!-|\s(?:GMT|UTC|BST|EST|ET|hours)\b)
            |(?:(?<=\d\d\sand\s)|(?<=\d\d\sor\s)){_YEAR}\b(?!\s[a-z]+s\b)
            |(?:(?<=\bthe\s)|(?<=\b[Hh]is\s)|(?<=\bher\s)|(?<=\bits\s)|(?<=[’']s\s)){_YEAR}\b(?=\s[a-zA-Z])|(?<=\b[Aa]\s){_YEAR}\b(?=\s[a-zA-Z])
            |(?<=\bAct\s){_YEAR}\b|(?<=\bAct,\s){_YEAR}\b|(?<=\(){_YEAR}(?=\))|\bc\.\s?{_YEAR}\b"""
        ),
    ),
)
