MVN = ./mvnw -B -ntp

.PHONY: arm64 backup bench check connections controllers e2e edge fix footprint growth it jmh kubernetes licenses lists nodes reclaim sim soak test upstream

check: ## format, compile with Error Prone, unit and architecture tests
	$(MVN) verify -DskipITs

fix: ## repair the format
	$(MVN) spotless:apply

it: ## integration tests: databases, real clients, processes
	$(MVN) verify -DskipUnitTests

test: ## everything: check and it
	$(MVN) verify

e2e: ## two API servers on two servers, with as many objects as one looks for in earnest: make e2e OBJECTS=500 CRDS=50
	$(MVN) -pl e2e -am verify -DskipUnitTests -Dit.test='*TwoApiServersIT' -Dfailsafe.failIfNoSpecifiedTests=false \
		-Devenkeel.kubernetes.objects=$(or $(OBJECTS),500) -Devenkeel.kubernetes.crds=$(or $(CRDS),50)

upstream: ## the tests of a kube-apiserver's storage and etcd's own, against evenkeel
	@./evenkeel version
	$(MVN) -q test -pl e2e -am -Dtest=UpstreamTestsRun -Dsurefire.failIfNoSpecifiedTests=false
	@cat e2e/target/upstream-kubernetes.md e2e/target/upstream-etcd.md

controllers: ## all but one of so many controllers are killed, and all upgraded, under load: make controllers N=1,2,3,4,6 SEED=1
	$(MVN) -pl e2e -am verify -DskipUnitTests -Dit.test=ControllersIT,UpgradeRun -Dfailsafe.failIfNoSpecifiedTests=false \
		-Devenkeel.controllers=$(if $(N),$(N),1,2,3,4,6) -Devenkeel.controllers.seed=$(or $(SEED),1)

backup: ## a control plane and its database are lost and come back, with Velero's real server
	$(MVN) -pl e2e -am verify -DskipUnitTests -Dit.test=VeleroRun -Dfailsafe.failIfNoSpecifiedTests=false

lists: ## how long an API server takes for a consistent list, beside etcd: make lists ROUNDS=200
	$(MVN) -q test -pl e2e -am -Dtest=ConsistentListRun -Dsurefire.failIfNoSpecifiedTests=false \
		-Devenkeel.lists.rounds=$(or $(ROUNDS),200)
	@cat e2e/target/consistent-lists.md

kubernetes: ## a control plane at work, beside etcd and kine: make kubernetes CONTENDERS=etcd,sqlite,postgres,light,mariadb,kine PODS=1000 ROUNDS=3 AGAIN=3
	@./evenkeel version
	$(MVN) -q test -pl e2e -am -Dtest=KubernetesComparisonRun -Dsurefire.failIfNoSpecifiedTests=false \
		$(if $(CONTENDERS),-Devenkeel.kubernetes.contenders=$(CONTENDERS)) \
		-Devenkeel.kubernetes.pods=$(or $(PODS),1000) -Devenkeel.kubernetes.rounds=$(or $(ROUNDS),3) \
		-Devenkeel.kubernetes.again=$(or $(AGAIN),3)
	@cat e2e/target/kubernetes-comparison.md

nodes: ## two servers under many nodes: make nodes NODES=200 PODS=2000 MINUTES=10
	@./evenkeel version
	$(MVN) -q test -pl e2e -am -Dtest=NodesRun -Dsurefire.failIfNoSpecifiedTests=false \
		-Devenkeel.nodes=$(or $(NODES),200) -Devenkeel.pods=$(or $(PODS),2000) \
		-Devenkeel.nodes.minutes=$(or $(MINUTES),10)
	@cat e2e/target/nodes.md

licenses: ## check the licenses of libraries, and list those that are in the images
	$(MVN) -q -pl controlplane-assembly,operator-lite -am generate-test-resources
	for module in controlplane-assembly operator-lite; do \
		mkdir -p $$module/src/main/resources/META-INF && \
		cp $$module/target/licenses/THIRD-PARTY.txt $$module/src/main/resources/META-INF/; done

bench: ## beside etcd: make bench ONLY=update,get CLIENTS=100 BACKEND=postgres SERVERS="etcd*3,evenkeel*3" (docs/performance.md)
	@perf/bench "only=$(ONLY)" "clients=$(CLIENTS)" "rounds=$(ROUNDS)" "seconds=$(SECONDS)" "warmup=$(WARMUP)" \
		"backend=$(BACKEND)" "value_bytes=$(VALUE_BYTES)" "servers=$(SERVERS)" "jfr=$(JFR)" \
		"far_ms=$(FAR_MS)" "rate=$(RATE)" "watchers=$(WATCHERS)"

connections: ## memory and pings with 2 000 connections, 5 000 watches and lists of 100 MB: make connections CONNECTIONS=2000
	$(MVN) -q test -pl e2e -am -Dtest=ConnectionsRun -Dsurefire.failIfNoSpecifiedTests=false \
		-Devenkeel.connections=$(or $(CONNECTIONS),2000)
	@cat e2e/target/connections.md

arm64: ## the server's image for arm64, made and run where processors are others: make arm64 FOLDER=target/arm64
	docker/arm64 $(or $(FOLDER),target/arm64) "$$(e2e/tools/build etcdctl)"

edge: ## what a small server takes under an API server: make edge OPTIONS="-Xmx64m -XX:+UseSerialGC" OBJECTS=5000
	@./evenkeel version
	$(MVN) -q test -pl e2e -am -Dtest=EdgeRun -Dsurefire.failIfNoSpecifiedTests=false \
		$(if $(OPTIONS),"-Devenkeel.edge.options=$(OPTIONS)") -Devenkeel.edge.objects=$(or $(OBJECTS),5000)
	@cat e2e/target/edge.md

footprint: ## what an operator takes with so many control planes at rest: make footprint PLANES=1,20,100 REST=330
	$(MVN) -q test -pl e2e -am -Dtest=FootprintRun -Dsurefire.failIfNoSpecifiedTests=false \
		-Devenkeel.footprint.planes=$(if $(PLANES),$(PLANES),1,20,100) -Devenkeel.footprint.rest=$(or $(REST),330)
	@cat e2e/target/footprint.md

reclaim: ## what a writer notices while SQLite's file shrinks: make reclaim MIB=400
	$(MVN) -q test -pl e2e -am -Dtest=ReclaimRun -Dsurefire.failIfNoSpecifiedTests=false \
		-Devenkeel.reclaim.mib=$(or $(MIB),400)
	@cat e2e/target/reclaim.md

growth: ## table and index sizes under constant overwriting: make growth MINUTES=60
	$(MVN) -q test -pl e2e -am -Dtest=GrowthRun -Dsurefire.failIfNoSpecifiedTests=false \
		-Devenkeel.growth.minutes=$(or $(MINUTES),60)
	@cat e2e/target/growth.md

sim: ## whole replicas, simulated: make sim SEED=0 RUNS=10000
	$(MVN) -q test -pl etcd-api -am -Dtest=ReplicaSimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Devenkeel.sim.seed=$(or $(SEED),0) -Devenkeel.sim.runs=$(or $(RUNS),10000)

soak: ## faults at random, a report in e2e/target/soak: make soak MINUTES=60
	$(MVN) -pl e2e -am verify -DskipUnitTests -Dit.test=SoakRun -Dfailsafe.failIfNoSpecifiedTests=false \
		-Devenkeel.soak.minutes=$(or $(MINUTES),60)

jmh: ## microbenchmarks: make jmh BENCH="WriteBenchmark -prof gc"
	@perf/jmh $(BENCH)
