"""Quality against references: a gate whose floors only rise, and tables by outlet and day."""
