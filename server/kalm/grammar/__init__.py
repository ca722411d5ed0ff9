"""Grammar and spelling: a LanguageTool server beside the engine, owned, asked and filtered.

What is slow or foreign sits beside the engine, with a time budget; a late guest never delays the table, a dead
one is named and survived. One module a job: `languagetool` finds or installs it, `server` is its process,
`keeper` owns that process, `whereabouts` tells others where it listens, `client` and `checker` ask it,
`noise` and `findings` decide what of its answer a writer gets to read.

This module imports only what is pure, so that whoever reads drafts does not load a network.
"""

from kalm.grammar.values import Answer, Match, State

__all__ = ["Answer", "Match", "State"]
