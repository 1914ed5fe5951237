# The same commands for people and for CI. `make` alone lists them.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run build fmt lint test it conformance interop inspector e2e screenshots bench attacks two-tasks fuzz reproducible clean

JDK := $(shell bin/find-jdk 2>/dev/null)
MVN := JAVA_HOME=$(JDK) ./mvnw -B
FUZZ_SECONDS ?= 60

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

run: ## Start the gateway without sign-in; ARGS="--upstream name=url" adds to it
	./gateway serve --auth none $(ARGS)

build: ## Build the fat jar, without tests
	$(MVN) -q -Dmaven.test.skip=true package

fmt: ## Format the sources
	$(MVN) -q spotless:apply

lint: ## Check format, compiler warnings, Error Prone and NullAway
	$(MVN) -q spotless:check test-compile

test: ## Run all Java tests, the coverage gate and the SBOM
	$(MVN) verify

it: ## Run the tests against real processes and sockets only
	$(MVN) -Dtest='*IT' -Djacoco.skip=true -Dsurefire.failIfNoSpecifiedTests=false test

conformance: build ## Count conformance scenarios directly and through the gateway (Node)
	conformance/run

inspector: build ## Ask through the gateway with the MCP Inspector, over both transports (Node 22.19 or newer)
	conformance/inspector

interop: build ## Run the SDK clients over each capability, directly and through the gateway (Node, Python, Go)
	interop/run

e2e: build ## Sign in end to end: at an OpenID provider from npm, and in Chromium (Node)
	e2e/run

screenshots: build ## Take a picture of each page into docs/images (Node, Chromium)
	e2e/run --screenshots

bench: build ## Measure against a bare reverse proxy and print one table
	bench/run

attacks: ## Try each way in that must fail, one line each
	bin/attacks

two-tasks: ## Kill one of two tasks under load, and stop one gracefully: what becomes of sessions and calls
	bin/two-tasks

fuzz: ## Fuzz the parsers for FUZZ_SECONDS each (60)
	bin/fuzz $(FUZZ_SECONDS)

reproducible: ## Build twice and compare the jars
	bin/reproducible

clean: ## Delete what was built
	$(MVN) -q clean
