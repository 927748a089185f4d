"""Which tests of this folder there are."""

from __future__ import annotations

from tests.imports.desk import SEED_PAGE

# The real page that the project was begun with names real people, so it is handed out apart
# from the code. Where it is not beside the checkout, its tests are left out, not skipped.
collect_ignore = [] if SEED_PAGE.exists() else ["test_seed_page.py"]
