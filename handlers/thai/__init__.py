"""Reading and writing Thai as officers type it. The tables in `tests/thai` are the reference."""
