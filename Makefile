# Nothing here that the go command alone could not do.

GO ?= go

# The race detector needs a C compiler; without one the tests run all the same.
CC_FOUND := $(shell command -v $(firstword $(CC) cc) 2>/dev/null)
RACE     := $(if $(CC_FOUND),-race)

# Race builds sleep a second at exit unless told otherwise; scripts start many processes.
export GORACE = atexit_sleep_ms=10

.PHONY: all build test race unit lint cross conformance update fuzz clean help

all: build test ## build, then test

build: ## build the four programs into bin/
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/ ./cmd/...

test: lint race cross ## everything: house rules, unit tests and scripts under the race detector, cross builds

race: build ## unit tests and scripts under the race detector
	@$(if $(RACE),,echo "no C compiler found: the tests run without the race detector")
	$(GO) test $(RACE) -timeout 30m ./...

unit: ## the same without the race detector
	$(GO) test -timeout 30m ./...

lint: ## formatting, vet, a tidy module
	@files=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$files" ] || { echo "not formatted: $$files"; exit 1; }
	$(GO) vet ./...
	$(GO) mod tidy -diff

cross: ## compile for every supported system, without cgo
	@for system in linux darwin freebsd; do for machine in amd64 arm64; do \
		echo "building for $$system/$$machine"; \
		CGO_ENABLED=0 GOOS=$$system GOARCH=$$machine $(GO) build -o /dev/null ./cmd/... || exit 1; \
		CGO_ENABLED=0 GOOS=$$system GOARCH=$$machine $(GO) vet ./... || exit 1; \
	done; done

conformance: build ## judge the simulated host under every edition, in both ways of answering
	bin/sysadm-conformance run --edition all --no-skips
	bin/sysadm-conformance run --edition all --compat reference

update: ## rewrite golden files and generated documents
	$(GO) test ./conformance ./fakeiocage ./schemas ./server -update

fuzz: ## a minute for each fuzz target
	@$(GO) test ./... -list '^Fuzz' | awk '/^Fuzz/ {f[n++]=$$1} /^ok/ {for (i=0;i<n;i++) print $$2, f[i]; n=0}' | \
	while read -r package target; do $(GO) test $$package -run '^$$' -fuzz "^$$target$$" -fuzztime 60s || exit 1; done

clean: ## remove bin/
	rm -rf bin

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
