"""What management reads: one result object, many formats."""
