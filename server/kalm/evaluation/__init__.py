"""How well Kalm hears: many records at once, scored against what a person marked."""
