"""Getting pages from the network, only for addresses that a user named: guarded, polite, and told in full."""

from takhrij.fetch.fetcher import Fetched, Fetcher, Terms
from takhrij.fetch.guard import Guard

__all__ = ["Fetched", "Fetcher", "Guard", "Terms"]
