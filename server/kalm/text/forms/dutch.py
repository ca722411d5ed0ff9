"""Dutch: verbs by conjugation, everything else by plural and adjective endings."""

from dataclasses import dataclass
from functools import lru_cache

from kalm.text.forms.irregulars import Irregulars, IrregularVerb
from kalm.text.forms.model import Forms
from kalm.text.forms.spelling import VOWELS, before_vowel, close, syllables, verb_like

_HARD = ("t", "k", "f", "s", "ch", "p", "x", "sh", "c")
"""Root endings after which the past is -te and the participle -t: 't kofschip, plus loans."""

_SPLIT_WITH_INFINITIVE = ("te", "moeten", "kunnen", "mogen", "gaan", "had moeten", "had kunnen")
_SPLIT_WITH_PARTICIPLE = ("heb", "hebt", "heeft", "hebben", "had", "hadden")


@dataclass(frozen=True, slots=True)
class Conjugation:
    """The finite and non-finite forms of one verb. For a separable verb they are those of its base."""

    infinitive: str
    """Also every plural of the present."""
    stems: tuple[str, ...]
    """*ik* leg, the imperative, and what stands before *je*."""
    present: tuple[str, ...]
    """The other persons of the singular: legt."""
    past: tuple[str, ...]
    """legde, legden; greep, grepen."""
    participles: tuple[str, ...]
    ge: tuple[str, ...] = ()
    """What Flemish *ge* takes and *u* does not: gaaft, hadt, zijt."""
    particle: str = ""
    """The part that loosens: *uit* of uitleggen."""

    @property
    def finite(self) -> tuple[str, ...]:
        """Every finite form, the infinitive's look-alike (the plural) included, without those of *ge*."""
        return (self.infinitive, *self.stems, *self.present, *self.past)


def is_verb(word: str, irregulars: Irregulars) -> bool:
    """Whether ``word`` (folded) is taken for an infinitive."""
    if word in irregulars.verbs:
        return True
    if word in irregulars.not_verbs:
        return False
    if word.endswith("en"):
        return syllables(word) > 1 or verb_like(word)
    return (
        word.endswith(("aan", "ien", "oen", "zijn"))
        and _irregular(_last_base(word, irregulars), irregulars) is not None
    )


def _last_base(word: str, irregulars: Irregulars) -> str:
    beginning = _beginning(word, irregulars)
    return word[len(beginning) :] if beginning else word


def _irregular(word: str, irregulars: Irregulars) -> IrregularVerb | None:
    """The table's line for ``word`` or for the verb that is left without its prefixes."""
    while word:
        found = irregulars.verbs.get(word)
        if found is not None:
            return found
        beginning = _beginning(word, irregulars)
        if not beginning:
            return None
        word = word[len(beginning) :]
    return None


def _beginning(word: str, irregulars: Irregulars) -> str:
    """The prefix or loose particle of ``word``, or an empty string."""
    return _particle(word, irregulars) or _prefix(word, irregulars)


def _prefix(word: str, irregulars: Irregulars) -> str:
    """The beginning of ``word`` that never loosens and replaces *ge-* in the participle."""
    if word in irregulars.whole:
        return ""
    fixed = irregulars.inseparable.get(word)
    if fixed is not None:
        return fixed
    for prefix in irregulars.prefixes:
        if word.startswith(prefix):
            base = word[len(prefix) :]
            if base in irregulars.verbs or verb_like(base):
                return prefix
    return ""


def _particle(word: str, irregulars: Irregulars) -> str:
    """The beginning of ``word`` that loosens: *uit* of uitleggen."""
    if word in irregulars.separable:
        return irregulars.separable[word]
    if word in irregulars.whole or word in irregulars.inseparable or word in irregulars.verbs:
        return ""
    for particle in irregulars.particles.get(word[:1], ()):
        if word.startswith(particle):
            base = word[len(particle) :]
            if base in irregulars.verbs:
                return particle
            if verb_like(base) and not (particle in _LOAN_LIKE and _is_loan(base, irregulars)):
                return particle
    return ""


_LOAN_LIKE = ("in", "op", "af", "na", "vol", "om")
"""Particles that loan words in *-eren* merely begin with: informeren, opereren."""
_SHORT = 2


def _is_loan(base: str, irregulars: Irregulars) -> bool:
    return base.endswith("eren") and syllables(base) > _SHORT and base not in irregulars.unstressed


@lru_cache(maxsize=16384)
def conjugate(word: str, irregulars: Irregulars) -> Conjugation:
    """The conjugation of the infinitive ``word`` (folded), which `is_verb`."""
    particle = _particle(word, irregulars)
    base = _unparted(word[len(particle) :], irregulars)
    if not particle:
        return base
    return Conjugation(base.infinitive, base.stems, base.present, base.past, base.participles, base.ge, particle)


def _unparted(word: str, irregulars: Irregulars) -> Conjugation:
    """The conjugation of a verb whose beginning does not loosen: be-nadelen is no na-delen."""
    entry = irregulars.verbs.get(word)
    if entry is None:
        prefix = _prefix(word, irregulars)
        return _prefixed(prefix, word[len(prefix) :], irregulars) if prefix else _weak(word, irregulars)
    stems = entry.stems if entry.stems is not None else (_stem(word, irregulars),)
    present = entry.present if entry.present is not None else tuple(_with_t(stem) for stem in stems[:1])
    return Conjugation(word, stems, present, entry.past, entry.participle, entry.ge + _ge_past(entry.past))


def _prefixed(prefix: str, base: str, irregulars: Irregulars) -> Conjugation:
    conjugation = _unparted(base, irregulars)

    def joined(forms: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(prefix + form for form in forms)

    bare = conjugation.participles
    if base in irregulars.verbs or not _prefix(base, irregulars):
        bare = tuple(form.removeprefix("ge") for form in bare)
    return Conjugation(
        prefix + conjugation.infinitive,
        joined(conjugation.stems),
        joined(conjugation.present),
        joined(conjugation.past),
        joined(bare),
        joined(conjugation.ge),
    )


def _weak(word: str, irregulars: Irregulars) -> Conjugation:
    root = word[:-2]
    stem = _stem(word, irregulars)
    hard = root.endswith(_HARD) or stem.endswith("ke")
    past = stem + ("te" if hard else "de")
    ending = "t" if hard else "d"
    participle = "ge" + (stem if stem.endswith(ending) else stem + ending)
    pasts = (past, past + "n")
    return Conjugation(word, (stem,), (_with_t(stem),), pasts, (participle,), (past + "t",))


def _stem(word: str, irregulars: Irregulars) -> str:
    known = irregulars.stems.get(word)
    if known is not None:
        return known
    root = word[:-2] if word.endswith("en") else word[:-1]
    return close(root, long=_stressed(word, root, irregulars))


def _stressed(word: str, root: str, irregulars: Irregulars) -> bool:
    """Whether the last syllable before *-en* bears stress, so that its single vowel is long: delen, not wandelen."""
    if root[-2:-1] != "e" or root[-1:] not in "lmnr" or syllables(root[len(_prefix(word, irregulars)) :]) < _SHORT:
        return True
    return root[-1] == "r" and word not in irregulars.unstressed


def _with_t(stem: str) -> str:
    return stem if stem.endswith("t") else stem + "t"


def _ge_past(past: tuple[str, ...]) -> tuple[str, ...]:
    """*ge gaaft*, *ge hadt*: from the plural of the past."""
    return tuple(_with_t(close(form[:-2])) for form in past if form.endswith("en"))


def dutch_forms(word: str, irregulars: Irregulars, flemish: bool) -> Forms:
    """Every form of the folded ``word``; those of *ge* only where ``flemish``."""
    if is_verb(word, irregulars):
        return _verb_forms(conjugate(word, irregulars), flemish)
    return Forms(frozenset(_nominal_forms(word, irregulars)))


def _verb_forms(verb: Conjugation, flemish: bool) -> Forms:
    subjunctive = (verb.infinitive[:-1],) if verb.infinitive.endswith("en") else ()
    finite = frozenset((*verb.finite, *subjunctive, *(verb.ge if flemish else ())))
    particle = verb.particle
    ongoing = verb.infinitive + "d"
    words = {particle + form for form in finite}
    words.update((particle + ongoing, particle + ongoing + "e"))
    loan = any(stem.endswith("e") for stem in verb.stems)
    for participle in verb.participles:
        words.add(particle + participle)
        if not participle.endswith("en"):
            # geprate, but geupdatete: there the last vowel is mute.
            roots = (participle,) if loan and participle.endswith(("et", "ed")) else before_vowel(participle)
            words.update(particle + root + "e" for root in roots)
    if not particle:
        return Forms(frozenset(words))
    phrases = [f"{particle} {between} {verb.infinitive}" for between in _SPLIT_WITH_INFINITIVE]
    phrases += [f"{particle} {have} {done}" for done in verb.participles for have in _SPLIT_WITH_PARTICIPLE]
    return Forms(frozenset(words), tuple(phrases), (finite, particle))


_ONLY_NOUN = ("ing", "heid", "teit", "ie", "isme", "aar", "eur", "ment", "schap", "nis", "sel", "ist", "age")
_ONLY_ADJECTIVE = ("lijk", "ig", "isch", "baar", "zaam", "loos", "achtig", "eus")


def _nominal_forms(word: str, irregulars: Irregulars) -> set[str]:
    """The word with its plurals and its adjective forms. What part of speech it is, nobody has said."""
    found = {word}
    if len(word) < _SHORTEST:
        return found
    adjective = irregulars.adjectives.get(word)
    if adjective is not None:
        return found | set(adjective)
    plurals = _irregular_plurals(word, irregulars)
    if plurals:
        return found | plurals
    if not word.endswith(_ONLY_NOUN):
        found |= _adjective(word)
    if not word.endswith(_ONLY_ADJECTIVE):
        found |= _plurals(word)
    return found


_SHORTEST = 3


def _adjective(word: str) -> set[str]:
    """Inflected, comparative and superlative: boos, boze, bozer, bozere, boost, booste."""
    if word[-1] in "aeiouy":
        return set()
    found = {root + "e" for root in before_vowel(word)}
    more = [word + "der"] if word.endswith("r") else [root + "er" for root in before_vowel(word)]
    most = word + "t" if word.endswith("s") else word + "st"
    found.update(more)
    found.update(form + "e" for form in more)
    found.update((most, most + "e"))
    return found


def _irregular_plurals(word: str, irregulars: Irregulars) -> set[str]:
    """What the table says of the word or of its last part: verslag as slag."""
    for tail in range(len(word) - 2):
        known = irregulars.plurals.get(word[tail:])
        if known is not None:
            return {word[:tail] + form for form in known}
    return set()


def _plurals(word: str) -> set[str]:
    last = word[-1]
    if last in "aiouy" and not word.endswith(("ie", "oe", "ui", "ei", "ou", "eau")):
        return {word + "'s", word + "s"}
    if word.endswith("heid"):
        return {word[:-4] + "heden"}
    if word.endswith("ie"):
        return {word + "s", word + "n", word + "en"}
    if last == "e" and not word.endswith(("ee", "oe")):
        return {word + "s", word + "n"}
    found = {word + "s"} if last != "s" else set()
    if word.endswith(("el", "em", "en")) and word[-3] not in VOWELS and syllables(word) > 1:
        return found
    found.update(root + "en" for root in before_vowel(word))
    if word.endswith(("nis", "us", "es", "is")) and syllables(word) > 1:
        found.add(word + "sen")
    return found
