"""Who is the sentence about? Its clauses, each with subject, mood, polarity and whose words they are.

Whether a phrase is kind or unkind depends on its subject: *wij hebben het niet goed begrepen* owns up,
*u heeft het niet goed begrepen* blames. Rules ask here before they fire.
"""

from collections.abc import Sequence
from dataclasses import replace

from kalm.text.clauses import dutch, english
from kalm.text.clauses.grammar import Grammar, load_grammar
from kalm.text.clauses.model import MOODS, SUBJECTS, Clause
from kalm.text.clauses.reading import finish

__all__ = ["MOODS", "SUBJECTS", "Clause", "Grammar", "clauses", "load_grammar"]


_LANGUAGES = {"nl": dutch, "en": english}


def clauses(words: Sequence[str], grammar: Grammar, quoted_words: frozenset[int] = frozenset()) -> tuple[Clause, ...]:
    """The clauses of one sentence, in order, together covering all its words.

    ``words`` are normalised (lower case, no accents, contractions opened), punctuation marks apart.
    ``quoted_words`` are indices of words that repeat the customer. Takes time linear in the length.
    """
    words = list(words)
    if not words:
        return ()
    if '"' in words:
        return _without_quotation_marks(words, grammar, quoted_words)
    tags = grammar.tag(words)
    language = _LANGUAGES[grammar.language]
    parts = language.read(words, tags)
    finish(words, tags, parts, grammar, quoted_words, language.stings)
    return tuple(
        [
            Clause(
                part.start,
                part.end,
                part.subject,
                part.mood,
                part.negated,
                part.counterfactual,
                part.conditional,
                part.quoted,
            )
            for part in parts
        ]
    )


def _without_quotation_marks(
    words: Sequence[str], grammar: Grammar, quoted_words: frozenset[int]
) -> tuple[Clause, ...]:
    """Quotation marks say nothing about the grammar: read the words between them, then count the marks again."""
    kept = [index for index, word in enumerate(words) if word != '"']
    quoted = frozenset(place for place, index in enumerate(kept) if index in quoted_words)
    found = clauses([words[index] for index in kept], grammar, quoted)
    if not found:
        return (Clause(0, len(words), "none", "statement", False, False, False, False),)
    ends = [*(kept[clause.start] for clause in found[1:]), len(words)]
    starts = [0, *ends[:-1]]
    return tuple(replace(clause, start=start, end=end) for clause, start, end in zip(found, starts, ends, strict=True))
