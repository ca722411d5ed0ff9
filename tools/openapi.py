"""Prints the OpenAPI document: `python -m tools.openapi`. The extension's types are made from it."""

import sys

import orjson

from kalm.api.app import create_app
from kalm.api.openapi import document
from kalm.config import read
from kalm.inforce import InForce


def main() -> int:
    """Print it, without loading any rules."""
    made = document(create_app(read({}), InForce(None)))
    sys.stdout.buffer.write(orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return 0


if __name__ == "__main__":
    sys.exit(main())
