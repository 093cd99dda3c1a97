"""Accounts of a case: who may sign in, with what, how often one may try, and for how long it holds."""
