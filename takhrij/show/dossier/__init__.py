"""Dossiers to hand on: one case, or some of its events, as HTML, PDF, DOCX or Markdown; every line cited."""

from takhrij.show.dossier.html import web_address
from takhrij.show.dossier.making import dossiers, made, render, written
from takhrij.show.dossier.wish import FORMATS, Format, Wish, made_by

__all__ = ["FORMATS", "Format", "Wish", "dossiers", "made", "made_by", "render", "web_address", "written"]
