package io.evenkeel.e2e.charts;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of series: those that expressions ask for, and those that a page for Prometheus has. */
final class Series {

    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\bby \\([^)]*\\)");
    private static final Pattern NAMES =
            Pattern.compile("\\b(?:custom|etcd|events|evenkeel|grpc|jvm|process|reconciliations|system)_\\w+");

    private Series() {}

    /** All that are asked for in this text. */
    static Set<String> in(String text) {
        return NAMES.matcher(LABELS.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> in(Collection<String> expressions) {
        return in(String.join("\n", expressions));
    }

    /** All that this page has, line by line. */
    static Set<String> of(Collection<String> page) {
        return page.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }
}
