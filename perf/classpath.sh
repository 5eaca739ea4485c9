# Sourced by the scripts beside it with $root set. Builds this module and what it needs, and sets JDK_HOME and $classpath.

. "$root/.mvn/find-jdk.sh"
find_jdk || exit 1
"$root/mvnw" -q -B -ntp -P launcher -pl perf -am process-classes >&2

classpath="$root/perf/target/launcher/classes"
for jar in "$root"/perf/target/launcher/lib/*.jar; do
    classpath="$classpath:$jar"
done
