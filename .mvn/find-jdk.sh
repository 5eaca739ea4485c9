# Sourced by mvnw and evenkeel. find_jdk sets JDK_HOME to the first JDK 25 or newer among the places where JDKs are
# usually installed, on PATH or not; otherwise it says what to install and returns 1.

# What a system starts as a service may have no HOME.
if [ -z "${HOME-}" ]; then
    HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d : -f 6)
fi

jdk_major() {
    # From the JDK's own "release" file, which costs no start of a JVM.
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || :
}

jdk_candidates() {
    if [ -n "${JAVA_HOME-}" ]; then echo "$JAVA_HOME"; fi
    if javac=$(command -v javac); then dirname "$(dirname "$(readlink -f "$javac")")"; fi
    # JAVA_HOME_25_X64, JAVA_25_HOME, JAVA25_HOME, JDK25_HOME, JDK_25 and the like
    env | sed -n 's/^\(JAVA\|JDK\)_*\(HOME\)*_*[0-9][0-9A-Za-z_]*=\(\/.*\)/\3/p'
    if [ -x /usr/libexec/java_home ]; then /usr/libexec/java_home -v 25+ 2>/dev/null || :; fi
    for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /opt/*jdk* /opt/java/* /opt/jdk/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.gradle/jdks/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.jenv/versions/* "$HOME"/.jbang/cache/jdks/*; do
        if [ -d "$home" ]; then echo "$home"; fi
    done
}

find_jdk() {
    JDK_HOME=$(jdk_candidates | while IFS= read -r home; do
        major=$(jdk_major "$home")
        if [ "${major:-0}" -ge 25 ] && [ -x "$home/bin/javac" ]; then
            echo "$home"
            break
        fi
    done)
    if [ -z "$JDK_HOME" ]; then
        echo "evenkeel needs a JDK 25 or newer, and none was found." >&2
        echo "Install one (Debian, Ubuntu: openjdk-25-jdk-headless; Fedora: java-25-openjdk-devel; macOS: brew install" >&2
        echo "openjdk@25; anywhere: sdk install java 25-tem), or set JAVA_HOME to where it is." >&2
        return 1
    fi
}
