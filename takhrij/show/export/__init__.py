"""What leaves a case as files for others: one module a format."""
