"""Background work: rows of one table, each claimed by one process."""
