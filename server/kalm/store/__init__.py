"""The store: policies, people, what they decided and how often rules spoke. Never a draft.

SQLite in one file by default, PostgreSQL to grow. One module of queries a subject; tables are in `kalm.store.tables`.
"""

from kalm.store.base import Store, StoreUnavailableError

__all__ = ["Store", "StoreUnavailableError"]
