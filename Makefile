# One environment for everything, made from the lock: no package outside it is ever used.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test faults check run lock docs format

demo: $(STAMP) ## the local Slack page, the seeded AWS account and the bot, until Ctrl-C
	@$(BIN)/python -m sandbox $(ARGS)

test: $(STAMP) ## every test; the browser tests where Chromium is installed
	$(BIN)/pytest -n auto --dist loadfile

faults: $(STAMP) ## every fault at its full length and number: outages of ten minutes, hundreds of kills; an hour or two
	SRE_FAULTS=long $(BIN)/pytest -n auto tests/faults tests/e2e/test_deliveries.py

check: $(STAMP) ## lint, format, types, import rules, documents against code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/docs

run: $(STAMP) ## the bot as in production, configured by the environment
	$(BIN)/sre-agent serve

docs: $(STAMP) ## write the generated tables and the manifest again
	$(BIN)/python -m bot.docs

format: $(STAMP) ## sort imports and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMP) ## resolve the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes \
	  --upgrade --no-header --no-annotate --quiet -o requirements.lock

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/uv || ($(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet "$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements.lock)")
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@
