# The verbs. `make check` before every commit, `make ci` for everything.
.PHONY: help run check fmt test test-postgres openapi lint fuzz deny ci

help: ## What there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## The server with demonstration data, at http://127.0.0.1:8080
	cargo run --release

check: ## Format and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

fmt: ## Format the code
	cargo fmt --all

test: ## All tests, on SQLite
	cargo test --workspace --locked

test-postgres: ## The same on a private PostgreSQL
	.ci/run test-postgres

openapi: ## Write openapi/openapi.json anew
	cargo run --package openapi

lint: ## Hold the API's description against the rules, and the Compose file against its schema
	.ci/lint-openapi
	.ci/check-compose

fuzz: ## Generated requests against a running server
	cargo build --bin torg
	.ci/fuzz-api

deny: ## Licences, bans and sources of the dependencies
	.ci/deny

ci: ## Everything, as in continuous integration
	.ci/run
