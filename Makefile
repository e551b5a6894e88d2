# The go command alone can do everything that this file does.

GO ?= go

# The race detector needs a C compiler; without one the tests run all the same.
CC_FOUND := $(shell command -v $(firstword $(CC) cc) 2>/dev/null)
RACE     := $(if $(CC_FOUND),-race)

# Tests that run only in part under the race detector, because whole runs of the suite would take too long.
UNWATCHED = BusyHostPasses|StylePasses|EveryMust|RightServerPasses|DefaultRunChangesNothing|ProxyChangesNothing|MutantsAreFailed|MutantsNameChecksThatPass|TestProgram|TestSurvivor

# Long tests in one goroutine, where the race detector has nothing to find.
ALONE     = TestMutatedDocuments|TestDescriptionsJudgeAsTheSchemas|TestRightDocuments|TestFilesAreSchemas

# Packages whose tests rewrite files with -update.
WRITERS   = ./cmd/sysadm-bench/internal/page ./conformance ./conformance/internal/coverage ./conformance/internal/difference ./conformance/internal/mutant ./fakeiocage ./fakeiocage/fidelity ./schemas ./server

# Race builds sleep a second at exit unless told otherwise; scripts start many processes.
export GORACE = atexit_sleep_ms=10

.PHONY: all bench build test chromium race unit lint cross conformance linters contract update properties fuzz install uninstall clean help

all: build test ## build, then test

# On Linux a copy of a program starts a sixth faster than the linker's own output: the page cache holds the
# linker's output in single pages, and a copy in larger pieces.
build: ## build the programs into bin/
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/ ./cmd/...
	@cd bin && for program in $(notdir $(wildcard cmd/*)); do cp $$program $$program.copy && mv $$program.copy $$program; done

# Tests wait more than they work, so the compiler works beside them, and gives way to them. What lint compiles they
# share, so it comes first.
test: lint chromium ## everything: house rules, unit tests and scripts under the race detector, cross builds
	@$(MAKE) --no-print-directory --jobs 2 race cross

chromium: ## install the browser that the HTML report is tested in, where that can be done
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy chromium; } || \
	echo "chromium is not here and cannot be installed: the HTML report is not tested in a browser"

# lint has vetted already. The tests of the server wait longest, so they begin first. Tests without the detector are
# compiled with the flags of build and lint, to share their cache, and run in parallel, because they wait more than they
# work.
race: build ## unit tests and scripts under the race detector
	@$(if $(RACE),,echo "no C compiler found: the tests run without the race detector")
	$(GO) test $(RACE) -vet=off $(if $(RACE),-skip '$(ALONE)') -timeout 30m ./server ./...
	$(if $(RACE),CGO_ENABLED=0 $(GO) test -trimpath -vet=off -parallel 4 -timeout 30m ./conformance/... ./schemas -run '$(UNWATCHED)|$(ALONE)')

unit: ## the same without the race detector
	$(GO) test -timeout 30m ./...

lint: ## formatting, vet, a tidy module
	@files=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$files" ] || { echo "not formatted: $$files"; exit 1; }
	CGO_ENABLED=0 $(GO) vet -trimpath ./...
	$(GO) mod tidy -diff

# No file is for one kind of machine alone, so each system is vetted on one. What is only to be compiled is not
# optimized and leaves its garbage, which takes a third less; what build and lint have compiled is in the cache.
UNOPTIMIZED = -trimpath '-gcflags=all=-N -l'

cross: export CGO_ENABLED = 0
cross: export GOGC = 400
cross: ## compile for every supported system, and vet what is for one system alone
	@for system in linux darwin freebsd; do \
		echo "building for $$system"; export GOOS=$$system GOFLAGS="$(UNOPTIMIZED)"; \
		GOARCH=arm64 nice $(GO) build -o /dev/null ./cmd/... || exit 1; \
		[ $$system != $$($(GO) env GOHOSTOS) ] || GOFLAGS=-trimpath; \
		export GOARCH=amd64; \
		nice $(GO) build -o /dev/null ./cmd/... && nice $(GO) vet ./... || exit 1; \
	done

conformance: build ## judge the simulated host under every edition and compat, in a new order each time
	bin/sysadm-conformance run --edition all --no-skips --shuffle on
	bin/sysadm-conformance run --edition all --compat reference --shuffle on

# Public judges of API descriptions, and a generator of types with its compiler, from npm; no script of theirs is run.
NPM      ?= .npm
LINTERS   = @redocly/cli@2.77.0 @stoplight/spectral-cli@6.16.3 @stoplight/prism-cli@5.14.2 openapi-typescript@7.13.0 typescript@5.9.3

linters:
	npm install --prefix $(NPM) --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $(LINTERS)

contract: linters ## have public linters, a generator and a validating proxy judge the OpenAPI and AsyncAPI documents (needs npm)
	SYSADM_NPM=$(abspath $(NPM)) CGO_ENABLED=0 $(GO) test -trimpath -vet=off -count=1 ./schemas ./cmd/sysadm-sim -run 'Public(Linters|Generators)|Prism'

bench: build ## compare the programs with their floors in 2 minutes; FULL=1: in 10, and write docs/performance.md
	bin/sysadm-bench --bin bin $(if $(FULL),--form full --page docs/performance.md --json docs/performance.json --earlier docs/performance-before.json)

mutants: build ## judge wrong servers: every one must be failed
	bin/sysadm-conformance mutants

update: ## rewrite golden files and generated documents
	$(GO) test $(WRITERS) -update

# Packages with property tests.
drawing   = $(GO) list -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | awk '/pgregory.net.rapid/ {print $$1}'

properties: ## draw three thousand cases for each property, where make test draws a hundred
	$(GO) test -timeout 60m $$($(drawing)) -rapid.checks 3000

fuzz: ## a minute for each fuzz target
	@$(GO) test ./... -list '^Fuzz' | awk '/^Fuzz/ {f[n++]=$$1} /^ok/ {for (i=0;i<n;i++) print $$2, f[i]; n=0}' | \
	while read -r package target; do $(GO) test $$package -run '^$$' -fuzz "^$$target$$" -fuzztime 60s || exit 1; done

# Installing: a package is staged with DESTDIR. The server alone is installed:
# the imitated iocage has no place on a host that serves.
PREFIX  ?= /usr/local
OS      ?= $(shell uname -s)
SERVER  ?= bin/sysadm-server
MANDIR  ?= $(PREFIX)/$(if $(filter FreeBSD,$(OS)),,share/)man
ETC     ?= $(if $(filter /usr,$(PREFIX)),,$(PREFIX))/etc
etc      = $(DESTDIR)$(ETC)
fill     = sed 's|%%PREFIX%%|$(PREFIX)|g; s|%%ETC%%|$(ETC)|g'

bin/sysadm-server: build

# What is installed for another system is built for that system.
ifneq ($(OS),$(shell uname -s))
install: export GOOS ?= $(shell echo $(OS) | tr A-Z a-z)
endif

install: $(SERVER) ## install the server, its manual and its service files: PREFIX, DESTDIR
	install -d $(DESTDIR)$(PREFIX)/sbin $(etc) $(DESTDIR)$(MANDIR)/man8
	install -m 755 $(SERVER) $(DESTDIR)$(PREFIX)/sbin/sysadm-server
	install -m 644 dist/sysadm.conf.sample $(etc)/sysadm.conf.sample
	[ -e $(etc)/sysadm.conf ] || install -m 644 dist/sysadm.conf.sample $(etc)/sysadm.conf
	$(fill) dist/sysadm-server.8 > $(DESTDIR)$(MANDIR)/man8/sysadm-server.8
	$(MAKE) install-$(OS)

install-FreeBSD:
	install -d $(etc)/rc.d $(etc)/newsyslog.conf.d
	$(fill) dist/freebsd/sysadm.in > $(etc)/rc.d/sysadm
	chmod 555 $(etc)/rc.d/sysadm
	$(fill) dist/freebsd/newsyslog.conf.in > $(etc)/newsyslog.conf.d/sysadm.conf

install-Linux:
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(PREFIX)/lib/sysusers.d $(DESTDIR)/etc/logrotate.d
	$(fill) dist/linux/sysadm.service.in > $(DESTDIR)$(PREFIX)/lib/systemd/system/sysadm.service
	install -m 644 dist/linux/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/sysadm.conf
	install -m 644 dist/linux/logrotate.conf $(DESTDIR)/etc/logrotate.d/sysadm

# Other systems have the program and its manual.
install-%: ;

uninstall: ## remove what install installed; configuration, users, certificate and state stay
	rm -f $(DESTDIR)$(PREFIX)/sbin/sysadm-server $(DESTDIR)$(MANDIR)/man8/sysadm-server.8
	rm -f $(etc)/sysadm.conf.sample $(etc)/rc.d/sysadm $(etc)/newsyslog.conf.d/sysadm.conf
	rm -f $(DESTDIR)$(PREFIX)/lib/systemd/system/sysadm.service $(DESTDIR)$(PREFIX)/lib/sysusers.d/sysadm.conf
	rm -f $(DESTDIR)/etc/logrotate.d/sysadm

clean: ## remove what was built and installed here
	rm -rf bin $(NPM)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
