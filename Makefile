# The few commands of a newcomer, in front of the CMake presets (CMakePresets.json says what each build is).
#
#   make           the program and the libraries, in build/release/
#   make demo      set up, build, plan the reference case into out/, say where the report is
#   make test      set up, build with and without sanitizers, run every test; ends with "N passed, N failed"
#   make bench     measure speed and quality against published results (and peers, after bench/setup)
#   make fuzz      fuzz every parser for FUZZ_SECONDS each (600)
#   make brute     siting against enumeration on BRUTE tiny scenarios (20000)
#   make look      the report of make demo in a browser without a network: pictures in out/look/, axe-core, keyboard
#   make install   program, libraries, headers, man pages under PREFIX (/usr/local); DESTDIR is honoured
#   make format    clang-format every source file
#   make man       docs/man/ again, from the program's own help
#
# CONFIGURE passes more to CMake, e.g. CONFIGURE=-DMLG_WERROR=OFF for a compiler that warns more than ours.

PREFIX ?= /usr/local
FUZZ_SECONDS ?= 600
DEMO_SECONDS ?= 20
BRUTE ?= 20000
CONFIGURE ?=
PROGRAM = build/release/maillage
LIBRARIES = maillage_core maillage_static maillage_shared

.PHONY: all build demo test bench fuzz brute look install format man clean

all:
	@scripts/setup --dry-run build
	@$(MAKE) --no-print-directory build

build: build/release/build.ninja
	cmake --build build/release --target maillage $(LIBRARIES)

build/release/build.ninja:
	cmake --preset release -DMLG_TESTS=OFF $(CONFIGURE)

demo:
	@scripts/setup build
	@$(MAKE) --no-print-directory build
	$(PROGRAM) plan examples/auvergne-rhone-alpes -o out/ -t $(DEMO_SECONDS)
	@echo "The report is out/report.html: open it in a browser (it needs no network)."

test:
	@CONFIGURE="$(CONFIGURE)" scripts/test

bench:
	@CONFIGURE="$(CONFIGURE)" scripts/bench

fuzz:
	@FUZZ_SECONDS="$(FUZZ_SECONDS)" CONFIGURE="$(CONFIGURE)" scripts/fuzz

brute:
	@scripts/setup build test
	cmake --preset release -DMLG_TESTS=ON $(CONFIGURE) >/dev/null
	cmake --build build/release --target test_siting_brute test_siting_conflict
	MAILLAGE_BRUTE=$(BRUTE) build/release/tests/test_siting_brute
	MAILLAGE_BRUTE=$(BRUTE) build/release/tests/test_siting_conflict

look:
	@scripts/setup look
	@scripts/look out/report.html out/look
	@$(PROGRAM) report examples/auvergne-rhone-alpes out/plan.json --lang fr -o out/look/report.fr.html
	@tests/look/run out/report.html out/look/report.fr.html

install: all
	cmake --install build/release --prefix $(PREFIX)

format:
	@scripts/setup format
	find include src tests tools -name '*.[ch]' -print0 | xargs -0 clang-format -i

man: build
	@mkdir -p docs/man/fr
	$(PROGRAM) --man --lang en >docs/man/maillage.1
	$(PROGRAM) --man --lang fr >docs/man/fr/maillage.1

clean:
	rm -rf build out
