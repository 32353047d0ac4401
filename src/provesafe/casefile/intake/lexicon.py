"""Closed word lists of the intake: verbs of saying, roles, titles, outlets, places, first names.

Rules only, no trained model. A verb of saying has a class and what it may take:
t  a clause with or without "that"    x  a clause with "that" only    q  a quotation
r  whom it is said to comes first     n  a name for something ("called it a “…”")
The class is the publication's choice of verb, kept as data; it is never repeated in our words.
"""

from __future__ import annotations

from collections.abc import Mapping

_VERBS = """
neutral       say tq, tell rtq, add tq, state tq, write tq, explain txq, note xq, report tq
neutral       announce xq, reply xq, respond xq
neutral       answer xq, continue q, comment xq, remark xq, observe xq, declare xq, tweet tq
neutral       post xq, mention x, testify tq
neutral       reveal xq, disclose x, indicate x, inform rx, advise rxq, assure rtq
neutral       notify rx, remind rx, caution xq, warn rtxq, exclaim q
neutral       grouse q, grumble q, counter xq, retort q, snap q, sigh q, sob q, scream q, cry q
neutral       plead q, shout xq, yell q, joke xq, quip q, complain xq, lament xq, whisper xq
neutral       murmur q, muse q, offer q, interject q
narrative     recount xq, recall xq, describe nq, relate x, remember xq, reflect q
doubt-marking claim tq, allege tq, insist tq, maintain txq, contend tq, assert tq, argue tq
doubt-marking purport x, profess x
emphasis      emphasize xq, emphasise xq, stress xq, reiterate xq, repeat xq, underline x
emphasis      underscore x
denial        deny xq, dispute x, reject x
concession    admit txq, acknowledge xq, concede xq, confess xq, agree xq, accept x
confirmation  confirm txq, affirm xq, verify x
belief        believe t, think tq, suspect x, suggest xq, estimate t, predict xq, hope x
belief        fear x, feel x, conclude xq, speculate x, decide x, realise x, realize x
question      ask rq, wonder q, question q, inquire q
directive     urge q, order q, demand xq
promise       promise xq, vow xq, pledge x
label         call n, dub n, label n, brand n
correction    clarify xq, correct q
neutral       point txq, go tq, voice q
record        find tx, show tx, rule tx, hear tx, read q, record x, determine x
neutral       put x, recite x, recommend xq, imply x, hint x, swear xq, submit xq, attest x
neutral       opine xq, boast xq, protest xq, theorise x, theorize x, signal x, reason xq
neutral       text rtxq, radio rxq, email rxq, e-mail rxq, message rtxq, confide x
"""
_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking", "feel": "feels felt feeling", "find": "finds found finding",
    "show": "shows showed shown showing", "hear": "hears heard hearing",
    "read": "reads read reading",
    "deny": "denies denied denying", "reply": "replies replied replying",
    "testify": "testifies testified testifying", "admit": "admits admitted admitting",
    "quip": "quips quipped quipping", "dub": "dubs dubbed dubbing",
    "cry": "cries cried crying", "snap": "snaps snapped snapping", "sob": "sobs sobbed sobbing",
    "notify": "notifies notified notifying", "clarify": "clarifies clarified clarifying",
    "verify": "verifies verified verifying", "label": "labels labeled labelled labeling labelling",
    "offer": "offers offered offering",
    "text": "texted texting", "email": "emailed emailing", "message": "messaged messaging",
    "record": "records recorded", "swear": "swears swore sworn swearing",
    "imply": "implies implied implying", "submit": "submits submitted submitting",
}  # fmt: skip


_PHRASAL = ("point", "go", "voice", "put")


def _forms(lemma: str) -> tuple[str, ...]:
    if lemma in _IRREGULAR:
        return (lemma, *_IRREGULAR[lemma].split())
    if lemma.endswith("e"):
        return (lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing")
    if lemma.endswith(("s", "sh", "ch", "x")):
        return (lemma, lemma + "es", lemma + "ed", lemma + "ing")
    return (lemma, lemma + "s", lemma + "ed", lemma + "ing")


def _read_verbs() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    verbs: dict[str, tuple[str, str]] = {}
    forms: dict[str, str] = {}
    for line in _VERBS.strip().splitlines():
        stance, listed = line.split(maxsplit=1)
        for item in listed.split(","):
            lemma, takes = item.split()
            verbs[lemma] = (stance, takes)
            if lemma in _PHRASAL:
                continue  # a cue only with its particle
            for form in _forms(lemma):
                forms.setdefault(form, lemma)
    return verbs, forms


VERBS: Mapping[str, tuple[str, str]]
"""lemma -> (class, what it takes)"""
FORMS: Mapping[str, str]
"""every form -> its lemma"""
VERBS, FORMS = _read_verbs()


def wordset(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# Forms that are as often a noun: "the report", "his claims". They need a subject beside them.
MAYBE_NOUN = wordset(
    "counter counters plea cry cries sigh sighs snap snaps scream screams claim claims report "
    "reports state states note notes comment comments order orders call calls question "
    "questions answer answers post posts show shows promise promises estimate estimates demand "
    "demands fear fears hope hopes stress label labels brand brands rule rules read reads "
    "suspect suspects joke jokes urge vow pledge dispute disputes caution thought thoughts "
    "feeling feelings hearing hearings finding findings ruling rulings reading writing remark "
    "remarks mention finds repeat relate correct reject accept offer offers written shown "
    "e-mail e-mails record records text email message addressed tweet tweets reply replies "
    "response complaint concern offering radio radios "
)
DETERMINERS = wordset(
    "a an the his her their its our my your this that these those some many several one two "
    "three four five both each every another other any no most few all"
)
PREPOSITIONS = wordset(
    "of for at in on with from by to into onto about after before during since until under over "
    "near off across against between among through throughout without within around behind "
    "beside besides beyond despite toward towards upon via per amid outside inside following "
    "regarding like"
)
CONJUNCTIONS = wordset("and but or nor so yet")
SUBORDINATORS = wordset(
    "that which who whom whose when while where why how because although though if unless as "
    "than whether once since until after before"
)
AUXILIARIES = wordset(
    "is are was were be been being am has have had having do does did will would can could may "
    "might must shall should isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t "
    "didn’t won’t wouldn’t can’t couldn’t mustn’t shouldn’t cannot"
)
BE = wordset("is are was were be been being am isn’t aren’t wasn’t weren’t ’s ’re got gets")
ADVERBS = wordset(
    "also later then previously repeatedly reportedly initially first again however still never "
    "always not already earlier recently now once further simply just only even ever too "
    "meanwhile though instead often soon both allegedly there-after thereafter nevertheless "
    "eventually finally afterward afterwards beforehand"
)
SUBJECT_PRONOUNS: Mapping[str, str] = {
    "he": "m", "she": "f", "they": "p", "it": "n", "i": "1", "we": "1", "you": "2",
}  # fmt: skip
OBJECT_PRONOUNS: Mapping[str, str] = {
    "him": "m", "her": "f", "them": "p", "it": "n", "me": "1", "us": "1",
}  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
SHORT_MONTHS: Mapping[str, int] = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
TIME_WORDS = frozenset(DAYS) | wordset(
    "yesterday today tonight tomorrow last this late early earlier later next previously"
)
TITLES = wordset(
    "atty asst dist cmdr mr mrs ms miss mx dr prof professor sir dame lord lady judge justice "
    "sheriff mayor gov governor sen senator rep representative president chairman chairwoman "
    "chair secretary minister detective det sgt sergeant lt lieutenant capt captain col colonel "
    "gen general officer deputy chief inspector commissioner attorney director manager "
    "superintendent supt coroner marshal constable prosecutor ceo cfo coo vp commander major "
    "rev pastor father sister councillor councilman councilwoman congressman congresswoman "
    "spokesman spokeswoman spokesperson ambassador engineer coach armorer armourer premier "
    "cinematographer producer actor actress alderman corporal trooper sheriff-coroner magistrate "
    "recorder ranger paramedic firefighter undersheriff cllr pc dc ds di dci wpc brigadier admiral "
    "agent fr hon archbishop bishop canon chef nurse matron headteacher principal captain ch "
    "insp cpl garda mp advocate signaller const cr"
)
NAME_PARTICLES = wordset("de van von bin la del der al di da dos den ter ten y e")
"""What stands small inside a name."""
AFTER_NAMES = wordset("KC QC SC MP MD PhD OBE MBE CBE Jr Jr. Sr Sr. II III")
"""What may stand after a surname and is none."""
HONORIFICS: Mapping[str, str] = {
    "mr": "m", "sir": "m", "lord": "m", "mrs": "f",
    "ms": "f", "miss": "f", "dame": "f", "lady": "f",
    "mx": "",
}  # fmt: skip
ROLES = wordset(
    "actor actress cinematographer director armorer armourer producer screenwriter writer "
    "gaffer grip stuntman stuntwoman performer camerawoman cameraman operator assistant "
    "technician photographer attorney lawyer solicitor barrister prosecutor counsel judge "
    "sheriff deputy detective officer investigator inspector coroner policeman policewoman "
    "firefighter paramedic spokesman spokeswoman spokesperson representative chairman "
    "chairwoman chair chief executive president vice-president manager supervisor foreman "
    "engineer worker employee electrician carpenter rigger welder contractor subcontractor "
    "teacher student professor doctor nurse surgeon witness eyewitness bystander resident "
    "neighbor neighbour mother father wife husband widow widower son daughter brother sister "
    "friend colleague co-worker coworker member secretary treasurer mayor senator governor "
    "commissioner councillor journalist reporter correspondent editor anchor host interviewer "
    "author critic singer musician star founder owner partner agent expert consultant analyst "
    "scientist researcher head boss captain driver pilot superintendent administrator "
    "coordinator co-ordinator handler wrangler master propmaster medic instructor trainer guard "
    "soldier veteran hairdresser designer stagehand extra understudy usher fight-director "
    "stage-manager dresser apprentice passer-by stand-in caller buyer supplier ad aide adviser "
    "advisor official lecturer historian columnist clerk landlord rancher villager parent uncle "
    "aunt cousin nephew niece boyfriend girlfriend fiance fiancee leader organiser organizer "
    "delegate steward marshal "
    # people of a trade, a rank, a house
    "employer lieutenant sergeant major colonel corporal constable warden watchman pathologist "
    "psychologist psychiatrist physicist chemist biologist archaeologist geologist aerialist "
    "acrobat dancer choreographer composer conductor drummer pianist violinist guitarist comedian "
    "novelist poet playwright dramatist painter sculptor illustrator animator dramaturg baker "
    "butcher chef cook waiter waitress barman barmaid bartender brewer grocer shopkeeper "
    "blacksmith gunsmith locksmith plumber mechanic machinist builder bricklayer roofer mason "
    "welder gardener farmer farmhand fisherman sailor skipper boatman ferryman deckhand diver "
    "lifeguard gamekeeper groom jockey rider trucker courier postman cleaner caretaker janitor "
    "porter receptionist cashier salesman saleswoman broker banker accountant auditor bookkeeper "
    "economist statistician programmer developer architect surveyor planner draughtsman librarian "
    "archivist curator translator interpreter notary bailiff magistrate arbitrator juror "
    "pharmacist dentist midwife optician therapist physiotherapist vet veterinarian optometrist "
    "priest vicar bishop chaplain rabbi imam nun monk verger sexton maker runner dispatcher "
    "controller organist stunt-double dramaturge impresario promoter publicist proprietor "
    "shareholder investor financier landlady tenant lodger passenger pedestrian cyclist motorist "
    "tourist visitor guest volunteer pensioner retiree teenager schoolboy schoolgirl pupil "
    "graduate intern trainee cadet foreperson ringmaster drillmaster quartermaster paymaster "
    "stationmaster headmaster headmistress principal dean rector chancellor provost bursar "
    "registrar ombudsman undersecretary backbencher lawmaker legislator peer baroness baron duke "
    "duchess stepfather stepmother stepson stepdaughter grandfather grandmother grandson "
    "granddaughter godfather godmother housemate roommate flatmate teammate classmate workmate "
    "predecessor successor subordinate plaintiff claimant defendant petitioner respondent "
    "complainant whistleblower informant bodyguard bouncer doorman gatekeeper "
    "constituent classmate castmate double puller showrunner rep insider loader stylist dad mum "
    "mom grandma grandpa granddad "
    "grandmother pal girlfriend partner ex-partner ex-husband ex-wife trooper ranger gamekeeper "
    "marksman shooter sniper crewman crewwoman crewmember cop bartender publican firefighter "
    "responder analyst principal headteacher chaperone warder custodian armourer stunt-performer "
    "videographer electrician best-boy grip focus-puller stagehand fly-man flyman prompter "
    "propman props-master prop-master quartermaster wrangler tutor lawmaker ombudsman envoy "
    "miner groundworker scaffolder labourer laborer decorator plasterer tiler glazier joiner "
    "stoker artist activist campaigner blogger presenter pyrotechnician technologist sophomore "
    "freshman toolmaker fitter foreman-joiner shipwright forester logger arborist climber angler "
    "rower businessman businesswoman chairperson councilmember stockbroker counsellor curate "
    "parishioner villager islander homeowner smallholder hirer exhibitor stallholder holidaymaker "
    "reveller festivalgoer concertgoer theatregoer spectator onlooker rescuer survivor marcher "
    "protester costar skater"
)
ROLES |= {f"{before}-{role}" for before in ("co", "ex", "vice") for role in ROLES}
KIN = wordset(
    "mother father wife husband widow widower son daughter brother sister uncle aunt cousin nephew "
    "niece boyfriend girlfriend fiance fiancee parent stepfather stepmother stepson stepdaughter "
    "grandfather grandmother grandson granddaughter dad mum mom grandma grandpa granddad partner"
)
"""Whose relation somebody is: most often one who is named elsewhere."""
SHORT_TITLES: Mapping[str, str] = {
    "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "det": "detective",
    "supt": "superintendent", "insp": "inspector", "dr": "doctor", "prof": "professor",
    "gov": "governor", "sen": "senator", "rep": "representative", "col": "colonel",
    "gen": "general", "cmdr": "commander", "atty": "attorney", "asst": "assistant",
}  # fmt: skip
"""How titles are written out."""
DOES = wordset(
    "runs ran heads headed leads led commands commanded coordinates coordinated oversees oversaw "
    "manages managed directs directed produces produced represents represented supervises "
    "supervised owns owned chairs chaired edits edited teaches taught operates operated plays "
    "played handles handled organises organised organizes organized conducts conducted trains "
    "trained prosecutes prosecuted defends defended designs designed drives drove"
)
"""`NAME, who ran the armory,`: what somebody does says what they are."""
FEMALE_ROLES = wordset(
    "actress spokeswoman stuntwoman camerawoman chairwoman policewoman mother wife widow "
    "daughter sister aunt niece congresswoman councilwoman girlfriend fiancee"
)
MALE_ROLES = wordset(
    "spokesman stuntman cameraman chairman policeman father husband widower son brother foreman "
    "uncle nephew congressman councilman boyfriend fiance"
)
GROUPS = wordset(
    "prosecution defense defence officials authorities investigators police prosecutors lawyers "
    "attorneys witnesses workers firefighters detectives inspectors regulators experts sources "
    "filmmakers producers relatives family parents residents neighbors neighbours critics "
    "people others crew unions union doctors engineers paramedics deputies documents records "
    "reports court jury team company agency department administration board commission council "
    "production studio industry fans supporters aides advisers advisors analysts scientists "
    "researchers teachers government ministry members colleagues performers actors armorers "
    "armourers reporters journalists jurors friends representatives spectators bystanders "
    "students villagers theatre theater broadcaster insurer insurers cast management guild network "
    "cops officers bosses reps insiders troopers rangers responders organisers organizers staff "
    "council councillors lawmakers protesters hunters neighbors jurors magistrates paramedics "
    "channel newspaper"
)
GROUPS |= {role + ("es" if role.endswith("ss") else "s") for role in ROLES}
DOCUMENTS = wordset(
    "statement response report filing affidavit letter memo memorandum email e-mail paper study "
    "survey poll article document lawsuit complaint release post tweet message note notice "
    "bulletin warrant transcript log record testimony interview indictment order ruling suit "
    "petition diary logbook ledger timeline inventory invoice minutes sheet manual handbook "
    "review assessment inspection audit inquiry investigation findings plan list notebook "
    "records papers documents filings files emails messages sheets logs minutes-book postcard card "
    "voicemail text caption post-mortem autopsy transcript recording footage video audio readout "
    "motion resolution book minute-book dossier brief declaration submission deposition "
    "advisory alert autopsy certificate sign label "
)
DOCUMENTS |= {word + "s" for word in DOCUMENTS if not word.endswith("s")}
ORGANISATION_WORDS = wordset(
    "inc ltd llc plc co corp corporation company companies department commission administration "
    "agency board council court university college school hospital news times post herald "
    "tribune journal press radio television tv network studio studios pictures films "
    "productions entertainment union guild association institute office bureau service services "
    "police committee federation foundation bank group party congress senate ministry authority "
    "centre center club church society magazine gazette observer chronicle globe express "
    "independent telegraph mirror wire industries equipment construction theatre theater "
    "playhouse armoury rentals media broadcasting dispatch courier argus examiner sentinel "
    "review daily weekly echo alliance local insurance trust ranch academy museum opera ballet "
    "festival bulletin advertiser standard register inquirer sun leader citizen banner "
    "beacon enterprise worksafe opera playhouse infirmary constabulary holdings ventures airlines "
    "railways logistics solutions technologies brigade inspectorate directorate secretariat "
    "tribunal embassy consortium cooperative laboratories"
)
OUTLETS = _phrases(
    "ABC News|NBC News|CBS News|Fox News|BBC News|BBC Radio|BBC|CNN|TMZ|Reuters|AP|"
    "Associated Press|New York Times|Washington Post|Los Angeles Times|Hollywood Reporter|"
    "Variety|Deadline|Guardian|USA Today|ABC|NBC|CBS|ITV|Sky News|NPR|MSNBC|Politico|"
    "People|Vanity Fair|Daily Beast|Good Morning America|Wall Street Journal|Bloomberg|"
    "Time|Newsweek|AFP|PA|Facebook|Twitter|Instagram|Channel 4|Telegraph|Times|X|Bluesky|"
    "YouTube"
)
PLACES = _phrases(
    "new mexico|santa fe|los angeles|new york|new york city|new jersey|california|georgia|"
    "texas|nevada|arizona|florida|washington|oregon|colorado|utah|north carolina|"
    "south carolina|virginia|west virginia|ohio|michigan|illinois|chicago|houston|dallas|"
    "atlanta|seattle|miami|boston|philadelphia|san francisco|london|wales|england|scotland|"
    "ireland|united states|united kingdom|u.s.|uk|u.k.|us|usa|canada|australia|hollywood|"
    "albuquerque|north dakota|south dakota|montana|wyoming|new hampshire|rhode island|"
    "las vegas|salt lake city|new orleans|baton rouge|hong kong|new zealand|south africa|"
    "manitoba|ontario|toronto|vancouver|winnipeg|british columbia|quebec|denver|paris|"
    "berlin|rome|madrid|spain|france|germany|italy|europe|america|manchester|dublin|"
    "glasgow|edinburgh|leeds|bristol|cardiff|belfast|sydney|melbourne|queensland|christmas|"
    "easter|thanksgiving|halloween|god|internet|covid|english|american|british|canadian|"
    "spanish|french|australian|western|broadway|west end"
)
PLACE_WORDS = wordset(
    "county city town village valley river creek street road avenue square island islands beach "
    "harbour harbor pier state province district region hill hills mountain mountains lake forest "
    "prison airport station hotel ranch"
)
"""What a place's name often ends in."""
_MEN = (
    "james john robert michael william david richard joseph thomas charles christopher daniel "
    "matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george timothy "
    "ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin "
    "scott brandon benjamin samuel gregory alexander frank patrick raymond jack dennis jerry "
    "tyler aaron jose adam nathan henry douglas peter kyle walter ethan jeremy keith christian "
    "roger noah carl terry sean arthur lawrence jesse dylan bryan joe billy bruce albert gabriel "
    "logan alan juan wayne roy ralph randy eugene vincent russell louis philip bobby johnny dave "
    "jim tim tom mike bob bill steve chris dan matt tony greg jeff ken ron ted nick ben sam alex "
    "fred simon neil ian colin graham martin stuart trevor nigel derek barry basil dov farid gil "
    "jonas hugo oscar leo felix victor omar ali hassan ahmed ivan pavel milan lars erik sven hans "
    "otto karl pedro diego miguel carlos luis rafael marco paolo luca andre pierre jean-paul "
    "tomas owen rhys liam connor declan finn angus hamish rory duncan harold gerald bernard cyril "
    "edgar elias ezra hiram ira isaac levi silas theo theodore walt wes wesley wyatt otis imre "
    "marek rafe hollis bo alban piers clem ned zoltan teddy wilf abdul abel abraham achim adil "
    "adolf adrian alasdair albin aldo alec alessandro alfie alfonso alistair amadou amir amos "
    "anders andreas andrei andrzej angelo anil ansel anton antonio archie ari armin arne arnold "
    "arturo ashok atticus august augustus axel bart bartholomew baz bertie bertram bjorn blake "
    "boris brad brendan bruno bryn byron caleb calvin cameron carlo caspar cecil cedric cesar "
    "chester chidi clarence claus clement clifford clint clive clyde conor conrad "
    "cornelius cosmo craig cuthbert dafydd damian dario darius darren dean demetrius derrick "
    "desmond dieter dirk dmitri domingo dominic donal donovan dougal drew dudley dustin dwight "
    "eamon ed eddie edmund eduardo edwin egon elijah elliot elmer elton emil emilio emmanuel "
    "enrico enrique ernest ernst errol ervin esteban eustace evan everett ewan fabian farouk "
    "ferdinand fergus fernando floyd florian francis francisco franco franklin franz fritz gareth "
    "garth gavin geoff geoffrey gerard gerhard gianni gideon gilbert giles giorgio giovanni "
    "giuseppe glen glenn gordon grant gunnar gunther gus gustav guy hal hank harald harrison "
    "harry haruki harvey hector heinrich helmut herbert herman hiroshi horace howard hubert "
    "humphrey iain ibrahim igor ignacio ismail jaime jamal jan janos jasper javier jens jerome "
    "jesper jo joachim joao joaquin joel jon joris jorge josef jude jules julian jurgen karim "
    "kaspar kasper kenji kent kieran kit klaus knut kofi konrad kurt kwame lachlan lambert laszlo "
    "laurence laurent leif len lennart leonard leopold leroy leslie lester levon lewis lloyd "
    "lorenzo lothar lucas lucian ludwig luke lyle magnus malcolm manfred manuel marc marcel "
    "marcus mario marshall marvin massimo mathias mats matthias maurice max maxwell mehmet mel "
    "melvin merlin mervyn miles mohamed mohammed monty morgan morris mortimer moses murray "
    "mustafa myles neville nico niels nikolai nils norman octavio ola olaf oliver olivier olof "
    "orlando orson oswald pablo paddy pascal percy perry petr philippe pieter pietro piotr "
    "preston rainer rajesh ralf ramon raoul rashid raul ravi reginald rene reuben rex ricardo "
    "rick ricky rob roberto rod rodney rodrigo roland rolf roman romeo rowan rudolf rufus rupert "
    "sanjay santiago saul sebastian sergei sergio seth seymour shane shaun sid sidney siegfried "
    "sigmund sinclair stan stanislav stanley stefan stellan sten stewart sunil sylvester tadeusz "
    "tariq terence terrance thaddeus tobias toby todd tommy tor torsten travis tristan troy "
    "ulrich ulysses uwe valentin vaughan vernon viktor vince virgil vito vladimir waldo wallace "
    "warren werner wilbur wilfred wilhelm willem willie winston wolf wolfgang xavier yannick "
    "yusuf yves zachary zack zeb "
    "adebayo ahmad aidan alastair aleksandr alexandre alexei alfred anand anatoly antoine antti "
    "archibald arjun arkady arun asif aurelia barney benny bertha bilal bogdan bohdan bongani "
    "boyd bradley brett callum carlton cathal chinedu chuck chukwuemeka cian claudio clayton cody "
    "cormac curtis cyrus dai daisuke daljit damon darragh darrell darryl daryl denis diarmuid "
    "dino dmitry don dorian doug dragan duane eamonn eirik eli eliot elliott emeka emile emmett "
    "eoin ernie ewen ezekiel faisal fergal finbar finlay fintan fionn forrest frederick garry "
    "gennady gerry gert giorgi giorgos girish goran graeme gregor grzegorz guillermo hamid hamza "
    "hari harish harpreet hendrik henri henrik hussein hywel imran irfan iwan jaden jake jakob "
    "jakub jared jarmo jarrod jayden jed jeffery jeremiah jermaine jimmy jiri joey johan johannes "
    "johnathan johnnie jonah jonathon joost josh jukka kagiso kamal kareem kelvin kenny kev "
    "khalid krishna krzysztof kumar kurtis kwabena lamar leonardo leonid levan lionel lonnie "
    "louie lowell lucien lukasz maarten mahmoud maisie malachy malik manoj marlon marty mathew "
    "matti mehdi michal micheal mick mikhail mikkel mikko milos milton mitch mitchell mohamad "
    "mohammad mordecai morten muhammad mukesh murdo mustapha mykola narendra nate nathaniel neal "
    "niall nicolas nikhil nuno olu olumide oluwaseun osman owain oyvind padraig pankaj pawel "
    "pekka percival pete phil philipp pierce piet pradeep prakash pranav quentin radek raheem raj "
    "rajiv ramesh randall randolph rasmus ravinder ray reece reggie richie rigoberto rishi rohan "
    "ronan roscoe ross ruairi rudy russ rutger sachin saeed sahil salim salvador salvatore samir "
    "sanjeev santosh segun sergey shahid shiv simeon sipho soren spencer steffan stephan suleiman "
    "suraj suresh syed tadhg tahir taras tendai terrence thabo themba thierry timmy timo tobin "
    "tomasz tyrone umar usman vaclav valery vasile vaughn venkat vijay vikram vincenzo vinny "
    "vinod vivek vusi walid waseem wendell wojciech yash yevgeny yiannis yuri zac zach zachariah "
    "zahid zak zbigniew zdenek zoran "
)
_WOMEN = (
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty "
    "margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah "
    "stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma "
    "nicole helen samantha katherine christine debra rachel carolyn janet catherine maria heather "
    "diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith "
    "megan andrea cheryl jacqueline martha gloria teresa ann sara madison frances kathryn janice "
    "jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly "
    "isabella theresa diana natalie brittany charlotte marie kayla alexis lori jane claire annie "
    "valerie tracy katie kate wendy gail fiona alison gillian ada cleo esi hana ines nora clara "
    "vera irene agnes edith ellen ida ingrid greta astrid freya maeve niamh siobhan orla aisha "
    "fatima leila yasmin priya anita sunita lucia elena sofia carmen rosa marta ana paula beatriz "
    "chloe zoe lily ivy hazel violet daisy rose pearl ruby esther naomi miriam leah hannah eve "
    "eva iris june mabel halina tessa tanya nina olga mina lena wanda petra tamsin bryony moira "
    "mei gwen yusra thandi marguerite adele agatha alma amalia amina anneke annika antonia aoife "
    "april ariana asha audrey aurora ava beth bianca birgit bonnie bridget brigid carla carolina "
    "cecilia celia chiara christa ciara colette cora cordelia daphne deirdre delia della dolores "
    "dora edna effie eileen elaine eleanor elise eliza ella elsa elsie emilia enid erica erin "
    "ernestine esme estelle eugenia eunice evelina faith fatou fay felicity fern flora florence "
    "francesca frankie frida gabriela gemma genevieve georgia georgina geraldine gerda gertrude "
    "gina ginny giulia gladys guadalupe gwendolyn hattie hedda hedwig helena helga henrietta "
    "hermione hilary hilda holly honor hope imelda imogen indira ingeborg inge irma isabel isla "
    "ivana jana jasmine jemima jenny jill joanna joanne jocelyn johanna josephine josie joy "
    "juanita juliana juliet kamala kari karin katarina katja kay keiko kerstin kirsten kirsty "
    "kristin lara larissa latoya leonora leona leonie letitia lidia liesel lilian linnea liv "
    "livia lois lorna lorraine lottie louisa louise lucille lucinda lucy luisa lydia lynn "
    "madeleine magda maggie maia malala mara margarita margery margot mariam marian marianne "
    "marina marion marjorie marlene matilda maud maura maureen mavis meera melanie melinda mercy "
    "mia michaela mildred milena millicent millie mimi minnie mirabel mirjam molly mona monica "
    "morag muriel myra myrtle nadia nadine naima nan natasha nell nellie nerys nettie ngozi "
    "nicola noemi nuala odette ottilie patience paulina penelope penny petronella philippa phoebe "
    "phyllis pippa polly portia prudence raquel renata renee rhoda rhonda rita roberta romy "
    "rosalind rosamund rosemary rosie roxana rukhsana sabine sabrina sadie sally selma shabnam "
    "sheila shirin sian sibyl sigrid silvia simone sinead sonia sophie stella sue sunniva suzanne "
    "svetlana sybil sylvia tamara tara tatiana thelma theodora tilda tilly trudy una unity ursula "
    "valentina vanessa vivian vivienne wilhelmina wilma winifred xenia ximena yara yolanda yvette "
    "yvonne zainab zara zelda zofia zora "
    "agnieszka aileen aino aisling alana alexandra alicia alyssa amara amelia anika anja anke "
    "annabel annabelle anneliese anouk anthea anushka ayesha azadeh beatrice becky bernadette "
    "bethany bhavna brandi bridie brittney bronwyn brooke caitlin camilla camille candice cara "
    "carly carrie cassandra cassie cathy chantal charlene chelsea chipo christie christy cindy "
    "clarissa claudia colleen connie davina dawn deepa efua eilidh elisa elisabeth ellie erika "
    "esmeralda ester ethel evie fatma femke flavia fleur fran funmilayo gabrielle galina glenda "
    "grainne gwendoline haley harriet hege heidi helene helmi hollie ifeoma inga isabelle isobel "
    "jacquelyn jacqui jade jamila janelle janette janine jasmin jayne jeanette jeanne jelena "
    "jenna jennie jess jillian joanie jodie jolene juliette justine kaisa kasia katarzyna kathy "
    "katrina kayleigh keeley keira keisha kendra keshia khadija kimberley kristina kylie lakshmi "
    "latisha leanne lene lerato lia lila lili lina lindiwe lola loretta lotte lowri lucile "
    "ludmila lupe lynda lynette lynne maddie madeline malgorzata mandy marcia mariana maribel "
    "maricel marissa marjory martina maryam mattie maxine maya meena meredith mette mila mindy "
    "monique nadya natalia neha nicolette nikki nisha nita nomvula noreen norma oksana olena "
    "oonagh palesa pam patti patty paulette peggy preeti priscilla priyanka rachael ragnhild "
    "ramona rania rashida rekha rhian rhiannon rhona rochelle rocio roisin rosalie rosanna "
    "rosaria roseanne roxanne sabina safiya salma sanne saoirse saskia scarlett selena selina "
    "serena shabana shanice shanta shauna sheena shelley sheri sherry shona shreya simona snezana "
    "sonya sorcha susanna susannah susie suzie tabitha talia tamika tania tanisha tasha tegan "
    "terri thandiwe thomasina tiffany tina tonya tricia trina trish uma usha valeria vicki vicky "
    "vikki winnie winona yasmine yolande zahra zeynep zola "
)
_EITHER = (
    "kit alex sam robin jordan taylor casey morgan charlie frankie jamie leslie kim pat chris "
    "terry jesse riley quinn drew lee val max nicky jo ash ari rowan ellis kerry tracy stacey "
    "ashley cameron dana dale robbie billie bobbie andy ronnie stevie toni gene jean rene sasha "
    "sandy shay sidney sydney skyler tyler blake avery cary carey courtney devon evelyn francis "
    "gale glenn hilary hollis jackie jody kelly kelsey lindsay lindsey lynn marion mel merle "
    "micky noel paris parker reese regan rory shannon shelby teddy tracey vivian wynne joss jules "
    "ira jan jaime lou addison aubrey bailey emerson finley harley hayden justice kai kendall "
    "lane logan micah peyton phoenix remy river sage skye dominique gabriel angel guadalupe nat "
    "akira ayo bernie beverley chandra darcy derry enda freddie georgie jay jessie kerri "
    "kristen laurie lesley mickey naoise niki nikita nolan ollie pascale robyn sacha sammy shawn "
    "stacy whitney yuki remi "
)
"""First names of either: they tell a person, and not which pronoun is theirs."""
FIRST_NAMES: Mapping[str, str] = {
    **dict.fromkeys(_MEN.split(), "m"),
    **dict.fromkeys(_WOMEN.split(), "f"),
    **dict.fromkeys(_EITHER.split(), ""),
}
# Capitalised at the head of a sentence, never part of a name.
NOT_NAMES = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | SUBORDINATORS
    | AUXILIARIES
    | ADVERBS
    | frozenset(SUBJECT_PRONOUNS)
    | frozenset(DAYS)
    | frozenset(MONTHS)
    | wordset(
        "not yes everyone everything nobody no-one someone somebody anyone who what why how "
        "which according next federal because following prior here well never i’m i’ve i’d i’ll "
        "it’s he’s she’s they’re we’re there’s that’s what’s don’t didn’t can’t none nothing "
        "neither either asked speaking writing describing recalling replying responding pressed "
        "told reached contacted such much more less least many everybody please let let’s maybe "
        "perhaps when him her them me us mine hers theirs said did does do is are was were if "
        "then those whoever"
    )
)
HEDGES = wordset(
    "may might could appears appear seems seem possibly probably perhaps likely unlikely "
    "apparently believe believes believed think thinks thought guess suppose allegedly "
    "reportedly maybe"
)
