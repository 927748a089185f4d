"""Papers made out of the record: pictures, and files in every form of the exports."""
