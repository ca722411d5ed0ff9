"""Phrases compiled: a tree becomes a regular expression on `Document.normal`, gated by a fixed word.

The gate is a set of fixed pieces of which every match holds at least one. All gates of all rules go into one
automaton, so that a phrase costs nothing in a draft that has none of its pieces.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from kalm.rules.frequency import frequency
from kalm.rules.notation import (
    Either,
    Form,
    Gap,
    Listed,
    Node,
    Not,
    NotationError,
    Optional,
    Sequence,
    Several,
    Special,
    Word,
    parse,
)
from kalm.text.fillers import MARK, fillers
from kalm.text.forms import Forms

MARKS = frozenset((".", ",", ";", ":", "!", "?", "...", "(", ")", '"', "-", "/"))
_NUMBER_WORDS = {
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "en": "one two three four five six seven eight nine ten eleven twelve",
}
_plain_word = r" (?!(?:\.\.\.|[.,;:!?()\"\n])(?: |$))\S+"
_plain_word_or_comma = r" (?!(?:\.\.\.|[.;:!?()\"\n])(?: |$))\S+"
_letters = r"[^\s]*"
_PREFIX_WEIGHT = 2.0
_MARK_WEIGHT = 60.0
NEEDS = 3
"""Further parts of a phrase that are looked for before its expression is tried."""

SEVERAL = 4
"""How often `(a|b)+` may repeat."""

NESTING = 6
"""How deep lists may name lists."""


class EmptyListError(Exception):
    """A list of the policy that has no entries: the phrase that needs it is silent."""


class Phrase:
    """One compiled phrase.

    ``gate`` holds pieces of `Document.normal`, each with its surrounding spaces, of which every match has one;
    ``needs`` holds sets of words of which the sentence of every match has at least one each.
    """

    __slots__ = ("_pattern", "expression", "gate", "needs", "source")

    def __init__(
        self, source: str, expression: str, gate: frozenset[str], needs: tuple[frozenset[str], ...] = ()
    ) -> None:
        self.source = source
        self.expression = expression
        self.gate = gate
        self.needs = needs
        self._pattern: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first needed; every group in it is a name (see `<name>`)."""
        if self._pattern is None:
            self._pattern = re.compile(self.expression)
        return self._pattern


class _Compiled:
    """Expression of one node with its gate and what the gate costs (occurrences per thousand words)."""

    __slots__ = ("cost", "expression", "gate", "others")

    def __init__(
        self,
        expression: str,
        gate: frozenset[str] | None,
        cost: float,
        others: tuple[tuple[float, frozenset[str]], ...] = (),
    ) -> None:
        self.expression = expression
        self.gate = gate
        self.cost = cost
        self.others = others
        """Gates of the other parts that a match must have, each with its cost."""


class PhraseCompiler:
    """Compiles the phrases of one language, with its lists and its form table."""

    def __init__(
        self,
        language: str,
        lists: Mapping[str, tuple[str, ...]],
        forms: Callable[[str], Forms],
        known: dict[str, "Phrase"] | None = None,
    ) -> None:
        self.language = language
        self.lists = lists
        self.forms = forms
        self._listed = cache(self._compile_list)
        self._formed = cache(self._compile_form)
        self._worded = cache(self._word)
        self._phrases: dict[str, Phrase] = {} if known is None else known
        self._depth = 0
        self.fillers = fillers(language)
        self.filler = rf"(?: {MARK}\S+)?"

    def compile(self, source: str, *, gated: bool = True) -> Phrase:
        """Compile one phrase. Without ``gated`` it may do without a fixed word: it is tried wherever it is asked for.

        Raises `NotationError` where it cannot be read or has no fixed word at all, `EmptyListError` where it
        needs a list without entries.
        """
        known = self._phrases.get(source)
        if known is None or (gated and not known.gate):
            compiled = self._sequence(parse(source, self.language))
            if gated and not compiled.gate:
                raise NotationError("needs at least one word that is not optional", 0)
            known = self._phrases[source] = Phrase(
                source, compiled.expression + "(?= )", compiled.gate or frozenset(), self._needs(compiled)
            )
        return known

    def _needs(self, compiled: _Compiled) -> tuple[frozenset[str], ...]:
        """The rarest other parts of a phrase, each as the words of which the sentence must have one."""
        needs: list[frozenset[str]] = []
        for _, gate in sorted(compiled.others, key=lambda other: other[0]):
            words = {self._rarest(piece) for piece in gate}
            if None not in words and gate != compiled.gate:
                needs.append(frozenset(word for word in words if word is not None))
        return tuple(needs[:NEEDS])

    def _rarest(self, piece: str) -> str | None:
        """The rarest whole word of a piece, or None where the piece is only part of a word."""
        if not (piece.startswith(" ") and piece.endswith(" ")):
            return None
        return min((word.strip(MARK) for word in piece.split()), key=lambda word: frequency(word, self.language))

    def _node(self, node: Node) -> _Compiled:
        match node:
            case Word():
                return self._worded(node)
            case Form(lemma):
                return self._formed(lemma)
            case Listed(name):
                return self._listed(name)
            case Gap(most, wide):
                step = _plain_word_or_comma if wide else _plain_word
                return _Compiled(rf"(?:{step}){{0,{most}}}?", None, 0)
            case Special(kind):
                return self._special(kind)
            case Not(inner):
                return _Compiled(rf"(?!{self.filler}{self._node(inner).expression}(?= ))", None, 0)
            case Optional(inner):
                possible = self._possible((Sequence((inner,)),))
                return _Compiled(f"(?:{possible[0].expression})?" if possible else "", None, 0)
            case Several(inner):
                one = self._node(inner)
                again = f"(?:{self.filler}{one.expression}){{0,{SEVERAL - 1}}}"
                return _Compiled(one.expression + again, one.gate, one.cost)
            case Either(options):
                return self._either(self._possible(options))
            case Sequence():
                return self._sequence(node)

    def _word(self, word: Word) -> _Compiled:
        if word.prefix or word.suffix:
            escaped = re.escape(word.text)
            expression = f" {MARK}?" + (_letters if word.suffix else "") + escaped + (_letters if word.prefix else "")
            piece = ("" if word.suffix else " ") + word.text + ("" if word.prefix else " ")
            return _Compiled(expression, frozenset((piece,)), _PREFIX_WEIGHT)
        cost = _MARK_WEIGHT if word.text in MARKS else frequency(word.text, self.language)
        text = self._marked(word.text)
        return _Compiled(" " + re.escape(text), frozenset((f" {text} ",)), cost)

    def _marked(self, word: str) -> str:
        """A word as it stands in `Document.normal`."""
        return MARK + word if word in self.fillers else word

    def _special(self, kind: str) -> _Compiled:
        if kind == "start":
            return _Compiled(r"(?<=\n)", None, 0)
        if kind == "end":
            return _Compiled(r"(?=(?: (?:\.\.\.|[.!?]))? \n)", None, 0)
        if kind == "number":
            words = "|".join(_NUMBER_WORDS[self.language[:2]].split())
            return _Compiled(rf" (?:\d[\d.,:/]*%?|{words})", None, 0)
        if kind == "any":
            return _Compiled(_plain_word, None, 0)
        return _Compiled(r" (\w\S*)", None, 0)

    def _either(self, options: list[_Compiled]) -> _Compiled:
        if not options:
            raise EmptyListError
        expression = options[0].expression if len(options) == 1 else None
        gates = [option.gate for option in options]
        known = None if any(gate is None for gate in gates) else frozenset().union(*(gate or () for gate in gates))
        joined = expression or "(?:" + "|".join(option.expression for option in options) + ")"
        return _Compiled(joined, known, sum(option.cost for option in options))

    def _sequence(self, sequence: Sequence) -> _Compiled:
        parts: list[str] = []
        best: _Compiled | None = None
        gates: list[tuple[float, frozenset[str]]] = []
        after_gap = True
        for item in sequence.items:
            compiled = self._node(item)
            takes_filler = not (
                after_gap or isinstance(item, Gap | Special | Not) or (isinstance(item, Word) and item.text in MARKS)
            )
            if takes_filler or (isinstance(item, Special) and item.kind in ("number", "name", "any") and not after_gap):
                if isinstance(item, Optional):
                    inner = compiled.expression.removesuffix("?")
                    parts.append(f"(?:{self.filler}{inner})?" if inner else "")
                else:
                    parts.append(self.filler + compiled.expression)
            else:
                parts.append(compiled.expression)
            after_gap = isinstance(item, Gap) or (isinstance(item, Special) and item.kind == "start")
            if compiled.gate:
                gates.append((compiled.cost, compiled.gate))
            if compiled.gate and (best is None or best.gate is None or compiled.cost < best.cost):
                best = compiled
        others = tuple(gate for gate in gates if best is None or gate[1] is not best.gate)
        return _Compiled("".join(parts), best.gate if best else None, best.cost if best else 0, others)

    def _compile_list(self, name: str) -> _Compiled:
        entries = self.lists.get(name)
        if entries is None:
            raise NotationError(f"unknown list ${name}", 0)
        if self._depth >= NESTING:
            raise NotationError(f"list ${name} names itself, or lists nest deeper than {NESTING}", 0)
        self._depth += 1
        try:
            options = self._possible([parse(entry, self.language) for entry in entries])
        finally:
            self._depth -= 1
        return self._either(options)

    def _possible(self, options: Iterable[Sequence]) -> list[_Compiled]:
        """The options compiled, without those that need a list of the policy that has no entries."""
        compiled: list[_Compiled] = []
        for option in options:
            try:
                if option.items:
                    compiled.append(self._sequence(option))
            except EmptyListError:
                continue
        return compiled

    def _compile_form(self, lemma: str) -> _Compiled:
        forms = self.forms(lemma)
        words = sorted(map(self._marked, forms.words))
        options = [_Compiled(" " + re.escape(word), None, 0) for word in words]
        gate = {f" {word} " for word in words}
        cost = sum(frequency(word, self.language) for word in forms.words)
        for phrase in forms.phrases:
            parts = [self._marked(part) for part in phrase.split()]
            options.append(_Compiled("".join(" " + re.escape(part) for part in parts), None, 0))
            gate.add(f" {' '.join(parts)} ")
        if forms.separated is not None:
            stems = frozenset(map(self._marked, forms.separated[0]))
            particle = self._marked(forms.separated[1])
            joined = "|".join(re.escape(stem) for stem in sorted(stems))
            options.append(_Compiled(rf" (?:{joined})(?= )(?:{_plain_word}){{0,8}}? {re.escape(particle)}", None, 0))
            by_stem = sum(frequency(stem.strip(MARK), self.language) for stem in stems)
            by_particle = frequency(particle.strip(MARK), self.language)
            gate |= {f" {particle} "} if by_particle < by_stem else {f" {stem} " for stem in stems}
            cost += min(by_stem, by_particle)
        return _Compiled("(?:" + "|".join(option.expression for option in options) + ")", frozenset(gate), cost)
