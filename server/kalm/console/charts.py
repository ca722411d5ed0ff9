"""Small charts, drawn on the server: an inline SVG of bars, one a week. The numbers stand in a table beside it."""

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT = 240, 56
GAP = 4


def bars(counts: Sequence[int], mondays: Sequence[dt.date], title: str, most: int | None = None) -> Markup:
    """A bar for each week. ``most`` is the top of the scale, so that charts beside each other can be compared;
    default: the highest bar. ``title`` is what a screen reader says."""
    top = max(most or max(counts, default=0), 1)
    step = WIDTH / max(len(counts), 1)
    drawn = Markup().join(
        Markup('<rect x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>').format(
            round(index * step, 1),
            round(HEIGHT - max(count / top * HEIGHT, 1 if count else 0), 1),
            round(step - GAP, 1),
            round(max(count / top * HEIGHT, 1 if count else 0), 1),
            monday.isoformat(),
            count,
        )
        for index, (count, monday) in enumerate(zip(counts, mondays, strict=True))
    )
    return Markup(
        '<svg class="bars" viewBox="0 0 {0} {1}" role="img" aria-label="{2}" preserveAspectRatio="none">'
        '{3}<line x1="0" y1="{1}" x2="{0}" y2="{1}"/></svg>'
    ).format(WIDTH, HEIGHT, title, drawn)
