"""From evidence to confidence: format, checksum and context together, never one alone.

| evidence | points |
| --- | --- |
| a word that announces this kind, within five words | +2 |
| the checksum passes | +1 |
| a characteristic way of writing (``85.07.30-033.28``) | +1 or +2 |
| the reader or another person is in the sentence | +1 |
| a word that announces another kind stands nearer | −2 |
| a unit, currency, version, ISBN … beside it | −2 |
| spoken of as an example | −2 |
| repeated from the other's words | −1 |

Identifiers of high risk fire at two points, number types without a checksum at three.
"""

from dataclasses import dataclass

_LADDER = (0.15, 0.4, 0.7, 0.85, 0.95)


def confidence(points: int, fire: int = 2) -> float:
    """Confidence of so many points where ``fire`` points are enough to speak.

    Exactly enough gives 0.7, one more 0.85, one less 0.4, two less 0.15.
    """
    return _LADDER[max(-2, min(2, points - fire)) + 2]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the text around a value says."""

    label: bool = False
    """A word that announces the wanted kind is near, and none of another kind is nearer."""
    rival: bool = False
    """A word that announces another kind is nearest."""
    second: bool = False
    """The sentence speaks to the reader."""
    person: bool = False
    """The sentence speaks of a named or otherwise particular person."""
    unit: bool = False
    example: bool = False
    quoted: bool = False

    def points(self, *, checked: bool = False, shape: int = 0) -> int:
        """The sum of the table above."""
        points = shape + checked
        points += 2 * self.label - 2 * self.rival
        points += self.second or self.person
        # "Bijvoorbeeld: mevrouw Claeys, …" is no invented example: somebody is named.
        points -= 2 * self.unit + 2 * (self.example and not self.person) + self.quoted
        return points
