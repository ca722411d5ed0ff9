"""A file that somebody sends, kept in memory only.

Werkzeug puts what is larger than 500 kB of a form into a temporary file; so a file does not come as a form here,
but as the whole body of the request, read from the server's own stream.
"""

import io

from kalm.api.body import raw

LIMIT = 20 * 1024 * 1024
"""Bytes of an upload; larger files go by the command line."""


def raw_upload(limit: int = LIMIT) -> io.BytesIO:
    """The body of the current request as a file in memory; never touch ``request.files`` or ``request.form`` beside
    it. Raises `Problem`: 413 for one over ``limit`` bytes, 400 for one that is cut short."""
    return io.BytesIO(raw(limit))
