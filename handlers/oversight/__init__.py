"""What supervisors see of the units below them, and what they do about it."""
