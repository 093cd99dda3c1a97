"""Who is whom: the namings of persons joined to entities, within a document and over the documents of a case."""

from takhrij.link.persons.entities import entities
from takhrij.link.persons.ordinary import given_names

__all__ = ["entities", "given_names"]
