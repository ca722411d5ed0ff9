"""Training of the reader: JAX code that turns the corpus into ``server/kalm/reader/model``.

Nothing that serves drafts imports this package; it needs the extra ``[train]``.
"""
