# One line each; the logic lives in tools/*.py. `make help` lists the targets.
.DEFAULT_GOAL := check
PY := .venv/bin/python

.PHONY: help setup run check fix test sim days bytes screens bench docs lock
help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'
setup: ## make .venv from the lock files
	@python3 tools/setup.py
run: setup ## set everything up and run the main job
	@$(PY) tools/run.py
check: setup ## format, lint, types, house rules, unit, vectors, properties
	@$(PY) tools/check.py
fix: setup ## format and mend what can be mended by itself
	@$(PY) tools/check.py --fix
test: ## set everything up and run every test
	@python3 tools/setup.py --peers
	@$(PY) tools/test.py
sim: setup ## the simulation alone: make sim SEED=7
	@$(PY) tools/test.py --only simulation --seed "$(SEED)"
days: setup ## a thousand generated clean days through every rule: make days DAYS=1000
	@$(PY) tools/clean_days.py --days "$(or $(DAYS),1000)"
bytes: setup ## every byte of a bundle of 300 entries changed once, each refused where it is
	@$(PY) tools/every_byte.py --processes 2
screens: ## pictures of every screen of the app: make screens OUT=folder
	@python3 tools/setup.py --peers
	@$(PY) tools/screens.py "$(or $(OUT),build/screens)"
bench: setup ## the project's own benchmarks, as ratios
	@$(PY) -m bench
docs: setup ## write the generated reference pages anew
	@$(PY) tools/docs.py
lock: setup ## write the lock files anew from requirements/*.in
	@$(PY) tools/lock.py
