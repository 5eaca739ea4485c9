MVN = ./mvnw -B -ntp

.PHONY: check fix it test

check: ## format, compile with Error Prone, unit and architecture tests
	$(MVN) verify -DskipITs

fix: ## repair the format
	$(MVN) spotless:apply

it: ## integration tests: databases, real clients, processes
	$(MVN) verify -DskipUnitTests

test: ## everything: check and it
	$(MVN) verify
