"""What became of projects in a quarter or a fiscal year."""
