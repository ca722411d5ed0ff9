"""Ruleset × Document × Context → findings. A function: no clock, no files after loading, nothing kept."""
