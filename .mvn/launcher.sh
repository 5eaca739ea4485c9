# Sourced by evenkeel and docker/stages/jars with $root set, after find-jdk.sh. Builds the jars of $module, the server's or the
# operator's, where they are missing or older than their sources.

case $module in
    controlplane-assembly) modules="mvcc watch-engine storage-sql etcd-api controlplane-assembly" ;;
    operator-lite) modules=operator-lite ;;
esac
target="$root/$module/target/launcher"
stamp="$target/built"

jars_are_stale() {
    [ -f "$stamp" ] || return 0
    for part in $modules; do
        changed=$(find "$root/pom.xml" "$root/$part/pom.xml" "$root/$part/src/main" -newer "$stamp" 2>/dev/null | head -n 1)
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
    "$root/mvnw" -q -B -ntp -P launcher -pl "$module" -am process-classes >&2
    mv "$target/started" "$stamp"
}

# Always in the same order: a cache is good for one class path.
jars() {
    LC_ALL=C ls "$target/evenkeel-$module"-*.jar "$target"/lib/*.jar
}
