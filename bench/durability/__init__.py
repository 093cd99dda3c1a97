"""Whether a case outlives what happens to the machine under it."""
