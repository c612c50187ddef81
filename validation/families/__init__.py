"""What several models have in common: one kind of world with its measures, used by one file a model."""
