"""What an organisation decided. Until a store exists there is one policy: the built-in one, version 0."""

from kalm.policy.resolved import BUILT_IN, STOP_BY_DEFAULT, ResolvedPolicy

__all__ = ["BUILT_IN", "STOP_BY_DEFAULT", "ResolvedPolicy"]
