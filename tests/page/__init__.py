"""The self-check page in a real browser."""
