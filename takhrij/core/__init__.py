"""Records, ids, errors and protocols that every room of Takhrij shares. Imports nothing of Takhrij."""

__version__ = "0.1.0"
