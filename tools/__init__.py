"""Small programs for whoever works on Kalm."""
