MVN = ./mvnw -B -ntp

.PHONY: bench check fix it jmh test

check: ## format, compile with Error Prone, unit and architecture tests
	$(MVN) verify -DskipITs

fix: ## repair the format
	$(MVN) spotless:apply

it: ## integration tests: databases, real clients, processes
	$(MVN) verify -DskipUnitTests

test: ## everything: check and it
	$(MVN) verify

bench: ## beside etcd: make bench ONLY=update,get CLIENTS=100 BACKEND=postgres SERVERS="etcd*3,evenkeel*3" (docs/performance.md)
	@perf/bench "only=$(ONLY)" "clients=$(CLIENTS)" "rounds=$(ROUNDS)" "seconds=$(SECONDS)" "warmup=$(WARMUP)" \
		"backend=$(BACKEND)" "value_bytes=$(VALUE_BYTES)" "servers=$(SERVERS)" "jfr=$(JFR)" \
		"far_ms=$(FAR_MS)" "rate=$(RATE)" "watchers=$(WATCHERS)"

jmh: ## microbenchmarks: make jmh BENCH="WriteBenchmark -prof gc"
	@perf/jmh $(BENCH)
