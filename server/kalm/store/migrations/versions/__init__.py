"""One change of the tables a file, in the order that each names."""
