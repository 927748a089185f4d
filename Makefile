# Everything a fresh machine needs is made by the targets themselves:
# a small environment with the installer in it (.tools), and the project's own (.venv).

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8080

# An office's network often has a certificate of its own, which only the system knows.
export UV_SYSTEM_CERTS := 1
# Where this is set, every process would compile anew all that it imports: more than a second each.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test check format bench lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: .venv/.ready ## set up, fill a sample database, serve the try-out chat at http://127.0.0.1:8080
	@$(BIN)/python -m bot sample
	@PORT=$(PORT) $(BIN)/python -m bot all

test: .venv/.ready ## set up and run every test, on SQLite and on a real PostgreSQL
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

check: .venv/.ready ## format, lint, types and import rules, in seconds
	@$(BIN)/ruff format --check -q . || (echo "run 'make format'"; exit 1)
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/.ready ## write the formatting that 'make check' asks for
	@$(BIN)/ruff format -q .
	@$(BIN)/ruff check -q --fix .

bench: .venv/.ready ## measure, and write docs/benchmarks.md
	@$(BIN)/python -m bench $(ARGS)

lock: .tools/.ready ## resolve the dependencies anew, with hashes
	@for kind in "" "-dev"; do \
	  .tools/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --custom-compile-command "make lock" $$( [ -n "$$kind" ] && echo --group dev -c requirements.txt ) \
	    pyproject.toml -o requirements$$kind.txt; done
	@.tools/bin/uv --version | cut -d' ' -f2 | sed 's/^/uv==/' | .tools/bin/uv pip compile -q --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" - -o requirements-tools.txt

clean: ## remove what the targets made; data/ stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.tools/.ready: requirements-tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv --clear .tools
	@.tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-tools.txt
	@touch $@

.venv/.ready: .tools/.ready requirements-dev.txt pyproject.toml
	@[ -x $(BIN)/python ] || .tools/bin/uv venv -q --python $(PYTHON) .venv
	@.tools/bin/uv pip sync -q --python $(BIN)/python --require-hashes requirements-dev.txt
	@.tools/bin/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@
