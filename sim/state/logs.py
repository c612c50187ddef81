"""Tables that the parts of the engine only append to: visits, trips, jobs and the like."""

from sim.state import columns
from sim.state.columns import TableColumns

REQUESTS: TableColumns = {
    "time": columns.time("ordered"),
    "site": columns.name("site", "for which site", "i2"),
    "sku": columns.name("sku", "what"),
    "units": columns.number("what a site ordered to restock; below 0: taken back from a source", "units"),
}
VISITS: TableColumns = {
    "resource": columns.name("resource", "station", "i2"),
    "order": columns.row("orders", "who"),
    "arrived": columns.time("joined the queue"),
    "started": columns.time("service began; NaN with a `finished` = left unserved"),
    "finished": columns.time("left the station: served, out of patience, or turned away (then equal to `arrived`)"),
}
TRIPS: TableColumns = {
    "resource": columns.name("resource", "courier pool or lane", "i2"),
    "zone": columns.number("zone served, -1 = none", dtype="i4"),
    "departed": columns.time("left"),
    "back": columns.time("free again"),
    "orders": columns.number("orders carried", dtype="i4"),
    "units": columns.number("goods carried", "units"),
    "km": columns.number("driven", "kilometres"),
    "cost": columns.number("cost", "yuan"),
    "grams": columns.number("CO2", "grams"),
}
DEPARTURES: TableColumns = {
    "resource": columns.name("resource", "lane with a timetable whose vehicles hold only so much", "i2"),
    "time": columns.time("due to leave, with goods or without"),
    "units": columns.number("aboard", "units"),
    "holds": columns.number("could have been carried; 0 = nothing could leave, or a backup asleep", "units"),
}
STOPS: TableColumns = {
    "trip": columns.row("trips", "trip of couriers who drive from door to door"),
    "order": columns.row("orders", "who was called on"),
    "number": columns.number("position of the stop in the trip, 0 = first", dtype="i4"),
    "km": columns.number("driven to it from the stop before, or from the site", "kilometres"),
}
JOBS: TableColumns = {
    "resource": columns.name("resource", "factory line, or an item of a supplier", "i2"),
    "work_order": columns.number("work order, -1 = at a supplier", dtype="i4"),
    "sku": columns.name("sku", "what is made"),
    "lot": columns.row("lots", "lot it fills, once it is done"),
    "setup": columns.time("set-up began; equal to `started` when there is none"),
    "started": columns.time("production began"),
    "finished": columns.time("done"),
    "good": columns.number("good output", "units"),
    "bad": columns.number("rejected output", "units"),
}
CAPACITY: TableColumns = {
    "resource": columns.name("resource", "which", "i2"),
    "time": columns.time("from this minute on"),
    "servers": columns.number("servers, couriers or lines on duty; of a supplier's item, the share of its capacity"),
}
GROUPS: TableColumns = {
    "product": columns.name("product", "what the group buys"),
    "community": columns.name("community", "whose"),
    "opened": columns.time("opened"),
    "closes": columns.time("last minute to join"),
    "size": columns.number("orders it needs", dtype="i4"),
    "joined": columns.number("orders that joined", dtype="i4"),
    "formed": columns.time("formed"),
}
