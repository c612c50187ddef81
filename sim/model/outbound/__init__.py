"""From complete orders to customers' hands: stations, couriers, pickup, returns."""
