"""How long the trips of couriers take, where orders are handed over on the way, and how far it is."""
