"""Measuring: scores of extracted claims against references, and agreement between coders."""
