"""A tokeniser cut to Dutch and English: most of the base's 250,000 pieces belong to other languages.

Kept are the pieces that the corpus uses, all single letters of Europe's Latin script, digits, punctuation,
symbols and emoji, and then the likeliest pieces of the words in simplemma's Dutch and English dictionaries, up to a
limit. A word whose piece is gone falls apart into smaller ones.
"""

import unicodedata
from collections.abc import Iterable

import numpy as np
import simplemma.strategies
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from training.base import Base

LIMIT = 18_900
"""Pieces at most: each costs some 460 bytes, and model and vocabulary together stay below 30 MB."""
SPECIAL = 4
"""`<s>`, `<pad>`, `</s>`, `<unk>` come first."""
MARK = "▁"
KINDS = ("P", "S", "N")
"""Unicode's punctuation, symbols and numbers."""
LAST_LETTER, LAST_SIGN, EMOJI = 0x17F, 0x2C00, 0x1F000
"""Where Latin Extended-A, the signs that Europe uses, and before emoji the other scripts end."""


def tokeniser(pieces: list[str], scores: list[float]) -> Tokenizer:
    """A Unigram tokeniser over these pieces, splitting text as the base does."""
    built = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3, byte_fallback=False))
    built.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    built.pre_tokenizer = pre_tokenizers.Metaspace(replacement=MARK, prepend_scheme="always")
    built.decoder = decoders.Metaspace(replacement=MARK, prepend_scheme="always")
    return built


def cut(base: Base, texts: Iterable[str], limit: int = LIMIT) -> NDArray[np.int64]:
    """Rows of the base's vocabulary that stay, in order; all pieces of ``texts``, which are those of the corpus, do."""
    whole = tokeniser(base.pieces, base.scores)
    keep = set(range(SPECIAL))
    for encoding in whole.encode_batch_fast(list(texts), add_special_tokens=False):
        keep.update(encoding.ids)
    keep.update(row for row, piece in enumerate(base.pieces) if _single(piece))
    wanted: set[int] = set()
    for language in ("nl", "en"):
        words = sorted(_dictionary(language))
        for encoding in whole.encode_batch_fast(words, add_special_tokens=False):
            wanted.update(encoding.ids)
    likeliest = sorted(wanted - keep, key=lambda row: -base.scores[row])
    keep.update(likeliest[: max(0, limit - len(keep))])
    return np.array(sorted(keep), np.int64)


def _single(piece: str) -> bool:
    bare = piece.removeprefix(MARK)
    if len(bare) != 1:
        return not bare
    if ord(bare) >= EMOJI:
        return True
    return ord(bare) <= LAST_LETTER or (unicodedata.category(bare)[0] in KINDS and ord(bare) < LAST_SIGN)


def _dictionary(language: str) -> Iterable[str]:
    return list(simplemma.strategies.DefaultDictionaryFactory().get_dictionary(language))
