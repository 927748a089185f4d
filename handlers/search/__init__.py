"""Finding projects and units by words, however they are typed."""
