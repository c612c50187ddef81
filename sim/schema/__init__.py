"""What people write: YAML, tables, and the strict models that check them."""
