# The same commands for people and for CI. `make` alone lists them; long recipes are scripts in bin/.
SHELL := bash
.DEFAULT_GOAL := help

JDK := $(shell bin/find-jdk 2>/dev/null)
MVN := JAVA_HOME=$(JDK) ./mvnw -B
FUZZ_SECONDS ?= 60

# Nothing here is a file, whatever stands in the directory.
.PHONY: $(shell sed -n 's/^\([a-z0-9-]*\):.*\#\# .*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { print "\n" substr($$0, 5) } /^[a-z0-9-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Essential: the containers of docker-compose.yml, see docs/docker.md

quick-start: ## Everything from nothing: .env, image, start, and what to do next
	@bin/stack quick-start

build: ## Build the image
	@bin/build-image

rebuild: ## Build the image without a cache
	@bin/build-image --no-cache

up: ## Start, and wait until everything is healthy
	@bin/stack up

down: ## Stop and remove the containers
	@bin/stack down

tasks: ## Add a REST service whose operations are tools, see examples/tasks
	@bin/stack tasks

restart: ## Start the gateway anew, with what .env says now
	@bin/stack restart

logs: ## Follow the gateway's log; SERVICE=localstack another one, FOLLOW=no ends at once
	@bin/stack logs

status: ## Say what runs here, and in AWS once pipeline/deploy-aws has deployed
	@bin/stack status

prod-build: ## Build the image of a commit, from a checkout without changes
	@bin/build-image --clean

prod-up: ## Start the gateway alone, with real AWS and sign-in (docker-compose.prod.yml)
	@bin/stack prod-up

##@ AWS: LocalStack, or what .env names

aws-validate: ## Check credentials, table and key
	@bin/stack-aws validate

aws-list-profiles: ## List the profiles in ~/.aws
	@bin/stack-aws list-profiles

aws-account-info: ## Say whose credentials they are
	@bin/stack-aws account-info

aws-test: ## Do with table and key what the gateway does
	@bin/stack-aws test

##@ Monitoring: what runs

health: ## Ask the health checks
	@bin/stack health

stats: ## Show processor and memory of the containers
	@bin/stack stats

inspect: ## Ask through the MCP Inspector (Node); METHOD=tools/list
	@bin/stack inspect

tools-list: ## List the tools, as the signed-in PERSON sees them
	@bin/stack tools-list

metrics: ## Print the metrics; FILTER=mcp_gateway some of them
	@bin/stack metrics

monitoring: ## Start Prometheus with alerts, and Grafana with a dashboard, see docs/monitoring.md
	@bin/stack monitoring

##@ Data

backup: ## Write all records, encrypted as they are, to FILE (backups/...)
	@bin/stack backup

restore: ## Put FILE in place of what the store has; FORCE=1 if it is not empty
	@bin/stack restore

##@ Development

run: ## Start the gateway from the sources without sign-in; ARGS="--upstream name=url" adds to it
	./gateway serve --auth none $(ARGS)

dev: ## The same with sign-in, and start it anew when a source changes
	@bin/dev $(ARGS)

shell: ## Open a shell beside the gateway, in its namespaces; CMD='...' runs one command
	@bin/stack shell

jar: ## Build the fat jar, without tests
	$(MVN) -q -Dmaven.test.skip=true package

tokens: ## Count the tokens of every provider's list of tools; ARGS="--config FILE" counts yours as well
	./gateway tokens $(ARGS)

fmt: ## Format the sources
	$(MVN) -q spotless:apply

lint: ## Check format, compiler warnings, Error Prone and NullAway
	$(MVN) -q spotless:check test-compile

test: ## Run all Java tests, the coverage gate and the SBOM
	$(MVN) verify

test-aws: ## Run the tests of the AWS store and of the tools for AWS against LocalStack, in containers of their own
	$(MVN) -q -Dtest='LocalStack*Test' -Djacoco.skip=true test

it: ## Run the tests against real processes and sockets only
	$(MVN) -Dtest='*IT' -Djacoco.skip=true -Dsurefire.failIfNoSpecifiedTests=false test

test-google: jar ## Run the tests of Google's tools: against its discovery documents (pip) and an emulator (Node)
	@bin/google-discovery
	GOOGLE_DISCOVERY=required $(MVN) -q -Dtest='**/provider/google/**/*Test,Google*Test' -Djacoco.skip=true test
	e2e/run google.test.js

test-openapi: ## Run the tests of REST services, over public OpenAPI documents too (npm, pip, Go)
	@bin/openapi-corpus
	$(MVN) -q -Dtest='OpenApi*Test,Request*Test,Service*Test,Task*Test' -Djacoco.skip=true -Dsurefire.failIfNoSpecifiedTests=false test

test-make: ## Run each of these targets that needs no AWS account, against a running stack
	@bin/test-make

##@ Checks that count

conformance: jar ## Count conformance scenarios directly and through the gateway (Node)
	conformance/run

inspector: jar ## Ask through the gateway with the MCP Inspector, over both transports (Node 22.19 or newer)
	conformance/inspector

interop: jar ## Run the SDK clients over each capability, directly and through the gateway (Node, Python, Go)
	interop/run

e2e: jar ## Sign in end to end: at an OpenID provider from npm, and in Chromium (Node)
	e2e/run

screenshots: jar ## Take a picture of each page into docs/images (Node, Chromium)
	e2e/run --screenshots

bench: jar ## Measure against a bare reverse proxy and print one table
	bench/run

attacks: ## Try each way in that must fail, one line each
	bin/attacks

two-tasks: ## Kill one of two tasks under load, and stop one gracefully: what becomes of sessions and calls
	bin/two-tasks

rolling: ## Replace both gateways of the profile ha under load: what becomes of calls, sessions, writes and streams
	bin/rolling

schemathesis: jar ## Try the HTTP API against its OpenAPI document, with and without sign-in (Python)
	bin/schemathesis

test-monitoring: ## Run every query of the dashboard and every alert against a real Prometheus
	@deploy/compose/monitoring/test

test-helm: ## Check the Helm chart with helm and kubeconform (Go)
	@deploy/helm/test/run

fuzz: ## Fuzz the parsers for FUZZ_SECONDS each (60)
	bin/fuzz $(FUZZ_SECONDS)

reproducible: ## Build twice and compare the jars
	bin/reproducible

##@ Pipeline: each phase has --help; ARGS=--dry-run shows what it would do

app: ## Test the program and show that it answers
	pipeline/app all $(ARGS)

test-app: ## Only its tests
	pipeline/app test $(ARGS)

catalog: ## Push the image into the registry ECR_REGISTRY
	pipeline/catalog-push push $(ARGS)

test-build: ## Test the image
	pipeline/build-docker test $(ARGS)

deploy: ## Deploy to AWS
	pipeline/deploy-aws deploy $(ARGS)

test-deploy: ## Test the deployment
	pipeline/deploy-aws test $(ARGS)

full: ## All phases, up to the first that fails
	pipeline/full $(ARGS)

destroy: ## Take the deployment down
	pipeline/deploy-aws destroy $(ARGS)

##@ Cleaning

clean: ## Delete what was built from the sources
	$(MVN) -q clean
	rm -rf .pipeline .stack

clean-images: ## Remove the images of the gateway
	@bin/stack-clean images

clean-all: ## All of it: containers, volumes, images, what was built; .env and backups stay
	@bin/stack-clean all
	$(MVN) -q clean
	rm -rf .pipeline .stack
