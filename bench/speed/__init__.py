"""How fast and how large extraction is."""
