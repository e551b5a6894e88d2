# Nothing here that the go command alone could not do.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS  = -s -w -X main.version=$(VERSION)

# Race builds sleep a second at exit unless told otherwise; scripts start many processes.
export GORACE = atexit_sleep_ms=10

.PHONY: all build test race unit lint cross conformance update fuzz clean help

all: build test ## build, then test

build: ## build the four programs into bin/
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/ ./cmd/...

test: lint race cross ## everything: house rules, unit tests and scripts under the race detector, cross builds

unit: ## unit tests and scripts, without the race detector
	$(GO) test ./...

race: build ## the same under the race detector
	$(GO) test -race ./...

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

conformance: build ## judge the simulated host under every edition
	bin/sysadm-conformance run --edition all

update: ## rewrite golden files and generated documents
	$(GO) generate ./...
	$(GO) test ./... -update

fuzz: ## a minute for each fuzz target
	@$(GO) test ./... -list '^Fuzz' | awk '/^Fuzz/ {f[n++]=$$1} /^ok/ {for (i=0;i<n;i++) print $$2, f[i]; n=0}' | \
	while read -r package target; do $(GO) test $$package -run '^$$' -fuzz "^$$target$$" -fuzztime 60s || exit 1; done

clean: ## remove bin/
	rm -rf bin

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
