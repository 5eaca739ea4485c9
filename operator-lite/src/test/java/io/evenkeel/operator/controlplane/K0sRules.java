package io.evenkeel.operator.controlplane;

import static java.util.Map.entry;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What k0s accepts as its configuration, in our words, of the fields that we write: its decoder refuses fields that it does not know, and
 * its validation values that make no sense. From k0s's {@code pkg/apis/k0s/v1beta1}.
 */
final class K0sRules {

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[(.+)]|([^:]+)):[1-9][0-9]{0,4}");
    private static final Pattern RANGE = Pattern.compile("(.+)/[0-9]{1,3}");

    /** Maps whose keys are not k0s's. */
    private static final Set<String> FREE = Set.of("spec.api.extraArgs");

    private static final Map<String, Predicate<Object>> FIELDS = Map.ofEntries(
            entry("apiVersion", "k0s.k0sproject.io/v1beta1"::equals),
            entry("kind", "ClusterConfig"::equals),
            entry("metadata.name", "k0s"::equals),
            entry("spec.api.externalAddress", K0sRules::isHostAndPort),
            entry("spec.api.port", K0sRules::isPort),
            entry("spec.api.sans[]", K0sRules::isHost),
            entry("spec.api.extraArgs.*", String.class::isInstance),
            entry("spec.konnectivity.agentPort", K0sRules::isPort),
            entry("spec.konnectivity.externalAddress", K0sRules::isHostAndPort),
            entry("spec.network.provider", List.of("kuberouter", "calico", "custom")::contains),
            entry("spec.network.podCIDR", K0sRules::isRange),
            entry("spec.network.serviceCIDR", K0sRules::isRange),
            entry("spec.network.clusterDomain", K0sRules::isName),
            entry("spec.storage.type", List.of("etcd", "kine")::contains),
            entry("spec.storage.etcd.externalCluster.endpoints[]", K0sRules::isText),
            entry("spec.storage.etcd.externalCluster.etcdPrefix", K0sRules::isText),
            entry("spec.storage.etcd.externalCluster.caFile", K0sRules::isText),
            entry("spec.storage.etcd.externalCluster.clientCertFile", K0sRules::isText),
            entry("spec.storage.etcd.externalCluster.clientKeyFile", K0sRules::isText),
            entry("spec.featureGates[].name", K0sRules::isText),
            entry("spec.featureGates[].enabled", Boolean.class::isInstance),
            entry("spec.telemetry.enabled", Boolean.class::isInstance));

    /** Those without which k0s refuses an external etcd, or would take another. */
    private static final List<String> REQUIRED = List.of(
            "apiVersion",
            "kind",
            "spec.storage.type",
            "spec.storage.etcd.externalCluster.endpoints[]",
            "spec.storage.etcd.externalCluster.etcdPrefix");

    /** Of these all or none. */
    private static final List<String> TLS_FILES = List.of(
            "spec.storage.etcd.externalCluster.caFile",
            "spec.storage.etcd.externalCluster.clientCertFile",
            "spec.storage.etcd.externalCluster.clientKeyFile");

    private final List<String> violations = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private K0sRules() {}

    /** What is wrong with a configuration: fields with what they hold, and the names of those that are missing. */
    static List<String> violations(String yaml) {
        var rules = new K0sRules();
        rules.check("", Serialization.unmarshal(yaml, Map.class));
        REQUIRED.stream().filter(field -> !rules.seen.contains(field)).forEach(rules.violations::add);
        if (TLS_FILES.stream().anyMatch(rules.seen::contains)) {
            TLS_FILES.stream().filter(field -> !rules.seen.contains(field)).forEach(rules.violations::add);
        }
        return rules.violations;
    }

    private void check(String path, Object value) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, below) -> check(below(path, String.valueOf(key)), below));
            case List<?> list -> {
                if (new HashSet<>(list).size() < list.size()) {
                    violations.add(path + " has something twice: " + list);
                }
                list.forEach(below -> check(path + "[]", below));
            }
            default -> {
                seen.add(path);
                if (!FIELDS.getOrDefault(path, _ -> false).test(value)) {
                    violations.add(path + ": " + value);
                }
            }
        }
    }

    private static String below(String path, String key) {
        String name = FREE.contains(path) ? "*" : key;
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isText(Object value) {
        return value instanceof String text && !text.isEmpty();
    }

    private static boolean isPort(Object value) {
        return value instanceof Integer port && port > 0 && port < 65_536;
    }

    private static boolean isName(Object value) {
        return value instanceof String text && NAME.matcher(text).matches();
    }

    private static boolean isHost(Object value) {
        return isName(value) || isAddress(value);
    }

    /** The last colon is the one before the port, so an address that has some itself has to be in brackets. */
    private static boolean isHostAndPort(Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        Matcher parts = HOST_AND_PORT.matcher(text);
        return parts.matches() && (parts.group(1) != null ? isAddress(parts.group(1)) : isName(parts.group(2)));
    }

    private static boolean isRange(Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        Matcher parts = RANGE.matcher(text);
        return parts.matches() && isAddress(parts.group(1));
    }

    private static boolean isAddress(Object value) {
        try {
            return value instanceof String text
                    && !InetAddress.ofLiteral(text).getHostAddress().isEmpty();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
