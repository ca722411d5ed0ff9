"""How fast Kalm is: ratios against a named reference measured in the same run, absolute figures beside the load."""
