"""What an organisation learns from its counts and disputes: about rules, never about people."""

from kalm.learning.digest import digest
from kalm.learning.retirement import Retirement, retirements
from kalm.learning.trends import Outcome, Trend, Trends, trends

__all__ = ["Outcome", "Retirement", "Trend", "Trends", "digest", "retirements", "trends"]
