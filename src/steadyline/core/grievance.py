"""
What a problem is, and whether a noted one is fit to be read back.

A model picks clauses out of the customer's words, and now and then a wish, a question, thanks, or a thing that is
well. To read such a clause back as a grievance would grate. What plainly is none is told by its exact words; in doubt
the model is believed.
"""

import re

_ASK = "(?:ask|check|see|change|find out|confirm|book|update)"
_WISHES = re.compile(
    r"^(?:i|we)(?:'d|'m|'ll| would| was| am| will)? (?:just |only |really |also |calling to |ringing to )*"
    rf"(?:want|wanted|wanna|like to|love to|wonder|wondering|hope|hoping|appreciate|understand|{_ASK})\b"
)
_ASKS = re.compile(
    r"^(?:(?:can|could|would|will|may|shall) (?:i|we|you)|please|is it possible|do you|are you|is there|"
    r"is it|"
    r"(?:what|when|where|who|which|how(?: long| much| many| soon)?)(?:'s| is| are| do| does| can| should| will))\b"
)
_ORDERS = re.compile(
    r"^(?:(?:well|yeah|yes|and|so) )*you (?:can|could|may|might|need to|have to|better|had better|ought to)"
    r"(?: (?:just|all|start by|damn well))* "
    r"(?:find|get|give|send|start|put|fix|sort|tell|explain|help|call|ring|pay|refund|empty|come|take|bring|cancel|look|try)"
    r"\b"
)
"""What somebody wants done, put as an order: "you can find my package"."""
_ANSWERS = re.compile(r"\bis (?:how|what|who|why|when|where)$")
"""An answer to the agent's "how can I help?": "you can find my package is how"."""
_WHO_SAYS = re.compile(r"^(?:(?:and|but|then|so) )*(?:\w+ ){1,3}(?:says?|said|tells?|told)(?: (?:me|us|that))?$")
"""Who said something, and not what: "the boy tells"."""
_LACKS_ITS_END = re.compile(r"\b(?:the|an?|my|your|our|their|and|or|but|because|until|into|than|since about)$")
_THANKS = re.compile(
    r"^(?:(?:no|yes|yeah|okay|oh) )?(?:thanks?|thank you|sorry|i'm sorry|no problem|no worries|fair enough)\b"
)
_IS_WELL = re.compile(
    r"\b(?:it|that|this|everything|all|which|i|they|we)(?:'s|'m|'re| is| am| are| was| works| sounds| looks)? "
    r"(?:all |just |really |very |working )*(?:fine|good|great|okay|ok|perfect|lovely|well|sorted|alright|happy|"
    r"all right|included|covered|guaranteed)(?: now| thanks| with that)?$"
)
_AMISS = re.compile(r"\b(?:not|no|never|nobody|nothing|still|again|wrong|broken|without|cannot|but|\w+n't)\b")

_QUOTES = re.compile(r"^(?:(?:we|i)(?:'ll| will)\b|(?:oh )?we(?:'re| are) (?:looking|working|doing)\b)")
"""What somebody told them, in that person's words: "we'll call you back by Friday"."""
_OWN_SLIP = re.compile(
    r"^(?:i|i've|i have)(?: (?:just|accidentally|stupidly|somehow|only))* (?:typed|mistyped|misread|misspelt|"
    r"misspelled|forgot|forgotten|lost|mislaid|missed|dropped|broke|broken|deleted|spilled|spilt|locked myself|messed|"
    r"made a mistake|put in the wrong|entered the wrong|picked the wrong|chose the wrong|booked the wrong|"
    r"ordered the wrong|sent)\b"
)

_DEFINES = re.compile(r"^(?:(?:and|so|well) )*(?:by|when i say) .*\bi mean\b|\bi mean$")
_AND_SO = "^(?:(?:and|so|well|because|cause|cos) )?"
_OFTEN = "(?: (?:just|only|also|usually|always|normally|mostly|both|do))*"
_FAMILY = (
    "my (?:wife|husband|partner|boyfriend|girlfriend|son|daughter|kids|children|"
    "mum|mom|mother|dad|father|sister|brother)"
)
_HOW_THEY_LIVE = re.compile(
    rf"{_AND_SO}(?:(?:i|we){_OFTEN} (?:work|live|study|teach|run|own|rent|commute|use)"
    rf"|{_FAMILY}{_OFTEN} (?:works?|lives?|study|studies))\b"
)
_WHO_THEY_ARE = re.compile(
    rf"{_AND_SO}(?:i'm|i am|we're|we are|{_FAMILY}(?:'s| is)) (?:an?|the) "
    r"(?:(?:old|young|single|loyal|retired|working|paying|long-time|new|registered|self-employed|night) )*"
    r"(?:nurse|doctor|teacher|driver|carer|chef|builder|freelancer|designer|lawyer|writer|student|mum|mom|mother|father|"
    r"dad|parent|customer|pensioner|tenant|account holder)\b"
)
_SECOND_CLAUSE = re.compile(
    r"[,;:.]|\b(?:and|but|so|because|cause|cos|when|while|that|which|who|since|until|if|with|without)\b"
)

_SWEARING = re.compile(
    r"\b(?:(?:mother)?fuck(?:ing|in'?)|bloody|goddamn(?:ed)?|damn(?:ed)?|effing|fecking|frigging|freaking|sodding|flipping)\s+",
    re.IGNORECASE,
)
_FOUL = re.compile(
    r"\b(?:\w*fuck\w*|\w*shit\w*|bastards?|bitch(?:es)?|arse\w*|ass|assholes?|piss\w*|crap\w*|wank\w*|twats?|cunts?|"
    r"idiots?|morons?|thie(?:f|ves)|robb\w+|liars?|crooks?|clowns?)\b"
)


_CALLED = re.compile(
    r"^(?:(?:dude|bro|mate|man|sir|ma'am|madam|miss|love|buddy|pal|lady|listen|look), *"
    r"|(?:dude|bro|sir|ma'am) (?=(?:you|i|my|they|we|your)\b))",
    re.IGNORECASE,
)
_ADDS_FORCE = re.compile(
    r"(?:,? (?:i am telling you|i'm telling you|i tell you|let me tell you|i swear(?: to god)?)"
    r"|, (?:you know|innit|honestly|mate|dude|bro))(?=[.!?]*$)",
    re.IGNORECASE,
)
_HESITATES = re.compile(r", (?:what|um|uh|er|erm|like|you know), ?", re.IGNORECASE)


def clean(text: str) -> str:
    """``text`` without what only lends it force or gains time: swear words, whom it is said to, "what," and "um"."""
    return _ADDS_FORCE.sub("", _HESITATES.sub(" ", _CALLED.sub("", _SWEARING.sub("", text))))


def is_whole(text: str) -> bool:
    """Whether ``text`` plainly lacks nothing at its end, as "they sent it to my" and "the boy tells" do."""
    plain = _plain(text)
    return not _LACKS_ITS_END.search(plain) and not _WHO_SAYS.search(plain)


def is_none(text: str) -> bool:
    """Whether ``text`` plainly tells of no problem: how somebody lives ("I work from home"), or what a word means."""
    plain = _plain(text)
    if _DEFINES.search(plain):
        return True
    life = _HOW_THEY_LIVE.search(plain) or _WHO_THEY_ARE.search(plain)
    return life is not None and not _AMISS.search(plain) and not _SECOND_CLAUSE.search(plain, life.end())


def is_own_slip(text: str) -> bool:
    """Whether the customer tells of a slip of their own, for which nobody else need be sorry."""
    return bool(_OWN_SLIP.search(_plain(text)))


def _plain(text: str) -> str:
    return " ".join(clean(text).lower().replace("\u2019", "'").split()).strip(" .,!;:?")


def is_one(text: str) -> bool:
    """Whether ``text``, a clause of the customer's, tells of something amiss in words that an agent can say."""
    plain = _plain(text)
    if not is_whole(text):
        return False
    if any(said.search(plain) for said in (_FOUL, _THANKS, _ASKS, _QUOTES, _ANSWERS)):
        return False
    return bool(_AMISS.search(plain)) or not any(said.search(plain) for said in (_WISHES, _ORDERS, _IS_WELL))
