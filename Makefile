# Two commands do everything, set-up included: `make demo` and `make test`.

.PHONY: demo test docs setup clean

demo: setup
	.venv/bin/tutelage run examples/calculus.yaml

test: setup
	sh scripts/check.sh

docs: setup
	sh scripts/docs.sh

setup:
	@sh scripts/setup.sh

clean:
	rm -rf .venv build dist
