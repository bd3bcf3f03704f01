# make            set up, build the graph of the sample, ask one saved query, draw the page
# make test       set up and run every test, those with a browser and a database server too
# make check      style, types, ontology and queries; changes nothing
# make bench      ratios of speed, each measured within one run
# make parses TREEBANKS=… VECTORS=… ANNOTATIONS=…   parse reports with a slow parser, for the pipelines to learn from
# make models TREEBANKS=… VECTORS=… ANNOTATIONS=…   train the language pipelines and the reader again
# make clean      remove what was built (not .venv)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := sample
.PHONY: sample setup test check parses models bench clean

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
STORE ?= kg.store
PAGE ?= campaign.html
QUERY ?= captures
PARSES ?= parses
INSTALL = PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
  $(BIN)/python -m pip install --quiet --editable

sample: $(READY)
	@$(BIN)/kg build --store $(STORE)
	@echo
	@echo "kg query $(QUERY)"
	@$(BIN)/kg query $(QUERY) --store $(STORE)
	@echo
	@$(BIN)/kg graph --store $(STORE) -o $(PAGE)
	@echo "The graph stands in $(STORE), its page in file://$(CURDIR)/$(PAGE)"
	@echo "Ask more of it with $(BIN)/kg query, and $(BIN)/kg --help"

setup: $(READY)

$(READY): pyproject.toml constraints.txt kg/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "campaign-kg needs Python 3.11 or later; name one with make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || tools/system_packages.sh python3-venv
	@echo "setting up .venv"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(INSTALL) ".[dev]"
	@touch $@

test: $(READY)
	@tools/system_packages.sh chromium virtuoso-t
	@$(BIN)/python -m pytest $(ARGS)

check: $(READY)
	@failed=(); \
	step() { "$${@:2}" || failed+=("$$1"); }; \
	step "ruff check" $(BIN)/ruff check --quiet kg tests bench; \
	step "ruff format" $(BIN)/ruff format --quiet --check kg tests bench; \
	step "mypy" $(BIN)/mypy --no-error-summary; \
	step "kg check" $(BIN)/kg check --model; \
	if (( $${#failed[@]} )); then (IFS=,; echo "make check: failed: $${failed[*]}" >&2); exit 1; fi; \
	echo "make check: style, types, ontology and queries hold"

parses: $(READY)
	@[ -n "$(TREEBANKS)" ] && [ -n "$(VECTORS)" ] && [ -n "$(ANNOTATIONS)" ] || \
	  { echo "say where the data is: make parses TREEBANKS=folder VECTORS=folder ANNOTATIONS=folder" >&2; exit 1; }
	@$(INSTALL) ".[dev,teacher]"
	@$(BIN)/python -m kg.language.teacher "$(TREEBANKS)" "$(VECTORS)" $(PARSES) \
	  "$(ANNOTATIONS)/documents" training/documents --held-out tests/held_out.txt \
	  $(if $(ENCODER),--encoder "$(ENCODER)")

models: $(READY)
	@[ -n "$(TREEBANKS)$(ANNOTATIONS)" ] || \
	  { echo "say where the data is: make models TREEBANKS=folder VECTORS=folder ANNOTATIONS=folder" >&2; exit 1; }
	@[ -z "$(TREEBANKS)" ] || [ -n "$(VECTORS)" ] || { echo "the pipelines need VECTORS=folder too" >&2; exit 1; }
	@[ -z "$(TREEBANKS)" ] || [ -e "$(PARSES)" ] || \
	  echo "no $(PARSES) (make parses): the pipelines learn from the treebanks alone, and less well" >&2
	@[ -z "$(TREEBANKS)" ] || $(INSTALL) ".[dev,teacher]"
	@[ -z "$(TREEBANKS)" ] || $(BIN)/python -m kg.language.train "$(TREEBANKS)" "$(VECTORS)" \
	  $(if $(wildcard $(PARSES)),--parsed $(PARSES))
	@[ -z "$(TREEBANKS)" ] || $(BIN)/python -m kg.language.train_parser "$(TREEBANKS)" \
	  $(if $(wildcard $(PARSES)),--parsed $(PARSES))
	@[ -z "$(TREEBANKS)" ] || $(BIN)/python -m kg.language.make_small_words "$(TREEBANKS)" training/documents
	@[ -z "$(ANNOTATIONS)" ] || $(BIN)/python -m kg.extract.train \
	  "$(ANNOTATIONS)" training --weights 4 1 --held-out tests/held_out.txt

bench: $(READY)
	@tools/system_packages.sh chromium
	@$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf build dist $(STORE) $(PAGE) .mypy_cache .ruff_cache .pytest_cache
	find kg tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
