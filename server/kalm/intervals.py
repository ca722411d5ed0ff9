"""How sure a share is, seen how few it was counted on."""

from math import sqrt

Z95 = 1.959963984540054
"""Standard normal quantile for 95 % two-sided."""


def wilson(hits: int, of: int) -> tuple[float, float] | None:
    """95 % confidence interval of the share ``hits / of``; None when nothing was counted.

    Wilson's score interval (Wilson 1927, Journal of the American Statistical Association 22, 209-212): unlike
    the normal approximation it holds for small counts and shares near 0 and 1.
    """
    if of == 0:
        return None
    share, spread = hits / of, Z95 * Z95 / of
    centre = share + spread / 2
    margin = Z95 * sqrt(share * (1 - share) / of + spread / (4 * of))
    low, high = (centre - margin) / (1 + spread), (centre + margin) / (1 + spread)
    return max(0.0, round(low, 4)), min(1.0, round(high, 4))
