"""The application as one object, which the command reference is made of."""

from takhrij.cli.app import build

app = build()
