"""The reader: a small transformer that hears what no phrase list can."""
