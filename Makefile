# Two commands: `make run` and `make test`. Each sets up whatever is missing and nothing else has to be typed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE # each of many processes would compile all its libraries anew, for seconds

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /|/' | awk -F'|' '{ printf "make %-19s %s\n", $$1, $$2 }'

set-up: ## environment and assets, without starting anything
	@for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
		if [ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
		then exec "$$python" equityplan/install.py; fi; \
	done; \
	echo "equityplan needs Python 3.11, 3.12 or 3.13; python3 here is: $$(python3 --version 2>&1)."; \
	echo "Install one of them, or name it: make PYTHON=/path/to/python3.12 run"; exit 1

run: set-up ## everything on this machine: http://127.0.0.1:8000 (PORT, HOST, EQP_HOME, EQP_DEMO=0)
	@exec $(PY) -m equityplan.supervisor

test: set-up ## the tests, without the long tier (at most 8 minutes)
	@exec $(PY) -m pytest -n 2 --dist loadgroup -m "not slow and not browser" $(ARGS)

test-all: test ## all tests: those, then the long tier and the real browser (at most 40 minutes)
	@exec $(PY) -m pytest -n 3 --dist loadgroup -m "slow or browser" $(ARGS) # a third works while browsers and killed services are waited for

check: set-up ## lint, format, types, contracts, templates; edits nothing, tells all
	@export EQP_SECRET_KEY=only-for-checks EQP_SEALING_KEY=$$(printf %064d 0) EQP_PSEUDONYM_KEY=$$(printf %064d 0); failed=""; \
	$(PY) -m equityplan.check_sources || failed="$$failed files"; \
	$(PY) -m ruff check . || failed="$$failed lint"; \
	$(PY) -m ruff format --check --quiet . || failed="$$failed format"; \
	$(PY) -m mypy || failed="$$failed types"; \
	$(PY) -c "from importlinter.cli import lint_imports_command as go; go()" || failed="$$failed contracts"; \
	$(PY) -m djlint templates --lint --quiet || failed="$$failed templates"; \
	$(PY) manage.py check --fail-level WARNING || failed="$$failed django"; \
	if [ -n "$$failed" ]; then echo "make check: not right:$$failed"; exit 1; fi; echo "make check: all right"

fix: set-up ## let the tools mend what they can
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: set-up ## measured times and ratios; writes bench.json
	@exec $(PY) manage.py bench $(ARGS)

simulate-intervals: set-up ## how often intervals hold the truth, in invented schools (DRAWS, SEED)
	@exec $(PY) -m bench.simulate_intervals --draws $(or $(DRAWS),4000) --seed $(or $(SEED),1)

soak: set-up ## 1,000 faults while people send files (hours); writes soak.jsonl and soak.txt (FAULTS, SEED, LEDGER)
	@$(PY) -m tests.faults.run --faults $(or $(FAULTS),1000) --seed $(or $(SEED),1) \
		--ledger $(or $(LEDGER),soak.jsonl) $(ARGS)

.PHONY: help set-up run test test-all check fix bench simulate-intervals soak
