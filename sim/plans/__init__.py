"""Response plans: triggers and the actions they start."""
