"""Remembering between runs what is ours: the ledger, and the places it may lie in."""

from reconciler.ledger.branch import remote_of
from reconciler.ledger.choose import choose_store, vanishes
from reconciler.ledger.git import GitStore
from reconciler.ledger.ledger import LedgerBook, open_ledger
from reconciler.ledger.stores import FileStore, MemoryStore, Store

__all__ = [
    "FileStore",
    "GitStore",
    "LedgerBook",
    "MemoryStore",
    "Store",
    "choose_store",
    "open_ledger",
    "remote_of",
    "vanishes",
]
