"""What all tests share."""

from hypothesis import HealthCheck, settings

# The machine is shared, so an example's time says nothing; where time matters a test measures it itself.
settings.register_profile("kalm", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("kalm")
