"""What a word can be, one bit each. A word that can be several things carries several bits."""

from itertools import count

_bits = count()


def _bit() -> int:
    return 1 << next(_bits)


# Marks, and words with a fixed job.
COMMA = _bit()
STOP = _bit()
"""; : . ! ? and the like: what follows stands apart."""
SOFT = _bit()
"""( ) -: they interrupt, yet the clause may go on behind them."""
ASK = _bit()
NEG = _bit()
COORD = _bit()
SUB = _bit()
MAYBE_SUB = _bit()
"""Opens a subordinate clause in some places only: dat, nu, toen; that, as, so."""
REL = _bit()
WH = _bit()
TO = _bit()
PREP = _bit()
DET = _bit()
ADV = _bit()
INTERJ = _bit()

# Persons.
FIRST = _bit()
FIRST_ONE = _bit()
"""ik; I."""
SECOND = _bit()
"""Second person as subject and nothing else: jij, gij, ge."""
YOU = _bit()
"""Second person, as subject or object: u, je, jullie; you."""
THIRD = _bit()
VEILED = _bit()
"""*men*: the customer, where it blames."""
DEMO = _bit()
"""dat, dit, die, deze; that, this: a subject, a determiner, or a fronted object."""
OBJECT = _bit()
"""Object of any person: hem, mij, zich; us, me, them."""
MANY = _bit()
"""A subject that takes a plural verb for certain: wij, ze."""
OURS = _bit()
"""Possessive of the first person."""

# Verbs.
FINITE = _bit()
"""Finite, whatever surrounds it: heeft, belt, legde; is, went."""
BASE = _bit()
"""Infinitive or plural of the present: bellen; call."""
STEM = _bit()
"""Dutch: ik bel, bel!, bel je; English: unused."""
PARTICIPLE = _bit()
ENDS_T = _bit()
"""Dutch present in -t that the stem lacks: before *je* it never stands."""
AUX = _bit()
CLUSTER = _bit()
"""May govern a bare infinitive or participle at the end of a clause."""
MODAL = _bit()
"""Infinitive of a modal in a counterfactual: had … moeten."""
HAD = _bit()
WOULD = _bit()
WAS = _bit()
PAST_MODAL = _bit()
PERFECT = _bit()
BEEN = _bit()
WITH_YOU = _bit()
WITHOUT_YOU = _bit()
PASSIVE = _bit()
SAY = _bit()
DEED = _bit()
WONDERS = _bit()
ASKS = _bit()
IMPERATIVE = _bit()
DROPPED = _bit()
"""Begins a sentence whose *ik* was left out: ben, heb; hope."""
CAUSE = _bit()
"""English: takes an object and a bare verb: let you know, help you find."""

# Nouns and adverbs that matter.
AGENT = _bit()
ADDRESS = _bit()
CUSTOMER = _bit()
TIME = _bit()
BARE = _bit()
NOUN = _bit()
"""Common noun, needed only where a verb looks the same."""
THEN = _bit()
BETTER = _bit()
CONDITION = _bit()
CONDITION_YOU = _bit()
CONDITION_NOUN = _bit()
MAY_CONDITION = _bit()
ONLY = _bit()
STING = _bit()
STING_LAST = _bit()
ELLIPTIC = _bit()
HORTATIVE = _bit()

RHETORICAL = _bit()
"""First word of a phrase that asks to sting."""
ATTRIBUTION = _bit()
"""First word of a phrase by which the customer speaks: volgens u."""

PUNCTUATION = COMMA | STOP | SOFT
NOMINATIVE = FIRST | SECOND
PERSON = FIRST | SECOND | YOU
VERB = FINITE | BASE | STEM
