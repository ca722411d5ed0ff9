"""What kind of message a draft answers: the label found against the label a person gave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kalm.intervals import wilson


@dataclass(frozen=True, slots=True)
class Judged:
    """One message of the public. ``distress`` is None where nobody judged it."""

    gold: str
    found: str
    gold_distress: bool | None = None
    found_distress: bool = False


def score(messages: Sequence[Judged]) -> dict[str, Any] | None:
    """Accuracy, macro F1 over the labels that occur, and precision and recall of noticed distress.

    None without messages.
    """
    if not messages:
        return None
    right = sum(message.found == message.gold for message in messages)
    labels = {label: _one(messages, label) for label in sorted({message.gold for message in messages})}
    judged = [message for message in messages if message.gold_distress is not None]
    return {
        "messages": len(messages),
        "right": right,
        "accuracy": round(right / len(messages), 4),
        "accuracy_interval": wilson(right, len(messages)),
        "macro_f1": round(sum(each["f1"] for each in labels.values()) / len(labels), 4),
        "labels": labels,
        "distress": _distress(judged) if judged else None,
    }


def _one(messages: Sequence[Judged], label: str) -> dict[str, Any]:
    gold = sum(message.gold == label for message in messages)
    found = sum(message.found == label for message in messages)
    right = sum(message.gold == label == message.found for message in messages)
    mistaken = Counter(message.found for message in messages if message.gold == label != message.found)
    return {
        "gold": gold,
        "found": found,
        "right": right,
        "f1": round(2 * right / (gold + found), 4),
        "taken_for": dict(mistaken.most_common()),
    }


def _distress(messages: Sequence[Judged]) -> dict[str, int]:
    return {
        "gold": sum(bool(message.gold_distress) for message in messages),
        "found": sum(message.found_distress for message in messages),
        "right": sum(bool(message.gold_distress) and message.found_distress for message in messages),
    }
