"""The command line: parse, call, print. `main` is the entry point; imports stay light until a command runs."""

from takhrij.cli.app import main

__all__ = ["main"]
