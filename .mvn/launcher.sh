# Sourced by evenkeel and docker/stages/jars with $root set, after find-jdk.sh. Builds the server's jars where they are missing
# or older than their sources.

target="$root/controlplane-assembly/target/launcher"
stamp="$target/built"

jars_are_stale() {
    [ -f "$stamp" ] || return 0
    for module in mvcc watch-engine storage-sql etcd-api controlplane-assembly; do
        changed=$(find "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" -newer "$stamp" 2>/dev/null | head -n 1)
        [ -z "$changed" ] || return 0
    done
    return 1
}

build_jars() {
    echo "evenkeel: building (takes a few minutes when libraries have to be downloaded first)" >&2
    rm -rf "$target/lib" "$stamp"
    mkdir -p "$target"
    # Taken before the build, so that what is edited meanwhile is built the next time.
    touch "$target/started"
    "$root/mvnw" -q -B -ntp -P launcher -pl controlplane-assembly -am process-classes >&2
    mv "$target/started" "$stamp"
}

# Always in the same order: a cache is good for one class path.
jars() {
    LC_ALL=C ls "$target"/evenkeel-controlplane-assembly-*.jar "$target"/lib/*.jar
}
