"""Pages and papers behind a link, for whoever has it: nothing here needs a password."""
