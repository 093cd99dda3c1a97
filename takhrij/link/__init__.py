"""Claims to links: which documents are copies, which reports share an origin, which claims tell one happening."""
