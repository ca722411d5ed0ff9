"""Named finders in code for identifiers, contact data and secrets.

Two thresholds: a rule speaks from ``FIRE`` on and may stop a post from ``SURE`` on; below ``POSSIBLE`` nothing is
reported. How evidence becomes confidence stands in ``scoring``.
"""

from kalm.detectors.hit import FIRE, POSSIBLE, SURE, Detector, Hit, Surroundings
from kalm.detectors.normalised import own_values
from kalm.detectors.registry import DETECTORS, NAMES, detect

__all__ = ["DETECTORS", "FIRE", "NAMES", "POSSIBLE", "SURE", "Detector", "Hit", "Surroundings", "detect", "own_values"]
