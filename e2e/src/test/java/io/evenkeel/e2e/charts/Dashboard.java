package io.evenkeel.e2e.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tools.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What people watch a chart's programs with: the files of its dashboard and its alerts, before Helm. */
record Dashboard(List<String> expressions) {

    /** Of the operator's chart: asks servers beside controllers, and not the operators. */
    private static final Predicate<String> ASKS_SERVERS = expression -> expression.contains("$tenant");

    Dashboard {
        expressions = List.copyOf(expressions);
    }

    static Dashboard of(String chart) {
        try {
            JsonNode dashboard =
                    new ObjectMapper().readTree(file(chart, "dashboard.json").toFile());
            List<String> expressions = new ArrayList<>();
            for (JsonNode panel : dashboard.at("/panels")) {
                for (JsonNode target : panel.path("targets")) {
                    expressions.add(target.at("/expr").asText());
                }
            }
            return new Dashboard(expressions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the operator's, what it asks the servers beside controllers. */
    static Dashboard ofPlanes() {
        return new Dashboard(of("evenkeel-operator").expressions().stream()
                .filter(ASKS_SERVERS)
                .toList());
    }

    /** Of the operator's, what it asks operators. */
    static Dashboard ofOperators() {
        return new Dashboard(of("evenkeel-operator").expressions().stream()
                .filter(ASKS_SERVERS.negate())
                .toList());
    }

    /** Rules of alerts, with words where labels are put in. */
    static String alerts(String chart, String name) {
        try {
            return Files.readString(file(chart, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String chart, String name) {
        return Repository.root()
                .resolve("charts")
                .resolve(chart)
                .resolve("files")
                .resolve(name);
    }

    /** Each as a rule that records it, with Grafana's variables put in. */
    String asRules() {
        var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("  - record: panel:%d\n    expr: >-\n      %s\n"
                    .formatted(i, expressions.get(i).replace("$__rate_interval", "5m")));
        }
        return rules.toString();
    }
}
