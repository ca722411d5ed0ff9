"""Kalm reads a draft before it is posted and says, calmly, what a careful colleague would say."""

__version__ = "0.1.0"
