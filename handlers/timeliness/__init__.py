"""When a month's report is wanted, until when it is taken, and what became of it."""
