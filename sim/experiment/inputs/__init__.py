"""What a study is made of, from files: worlds, scenarios, policy sets, and what people call what is in them."""
