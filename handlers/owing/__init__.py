"""What a person still owes, in one message: said by the clock, or with the answer to a draft."""
