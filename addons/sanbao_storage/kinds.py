"""What is checked in a warehouse, and the rule that asks for it."""

FIRE = "fire"
PEST = "pest"
ENVIRONMENT = "environment"
KINDS = [
    (FIRE, "Safety equipment"),
    (PEST, "Pests and damp"),
    (ENVIRONMENT, "Temperature and humidity"),
]
RULES = {FIRE: "STK-24", PEST: "STK-27", ENVIRONMENT: "STK-28"}
# The kinds of obligations about what was found.
ACTIONS = {
    FIRE: "STK-24-action",
    PEST: "STK-27-action",
    ENVIRONMENT: "STK-28-action",
}
# What of a place the storage of sensitive products depends on.
CONDITIONS = (PEST, ENVIRONMENT)
