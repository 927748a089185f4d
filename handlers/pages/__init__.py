"""What the pages behind a link show, as values: read out of the record for one look."""
