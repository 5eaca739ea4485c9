package io.evenkeel.assembly.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;

/**
 * An address clients connect to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address, IPv6 without its brackets
 */
public record ClientUrl(String scheme, String host, int port) implements ListenUrl {

    /** Whether it is for TLS. */
    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** Reads {@code scheme://host:port} and nothing more, since a path or a user would have no effect. */
    static ClientUrl parse(String text) {
        var uri = toUri(text);
        var scheme = uri.getScheme();
        if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("its scheme is not http or https");
        }
        var host = uri.getHost();
        if (host == null || uri.getPort() < 0 || uri.getPort() > 65_535 || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("it is not of the form scheme://host:port");
        }
        var path = uri.getRawPath();
        if (!(path.isEmpty() || path.equals("/")) || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("it has more than scheme, host and port");
        }
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new ClientUrl(scheme, bare, uri.getPort());
    }

    /** Reads one or more addresses, separated by commas as etcd separates them. */
    static List<ClientUrl> parseAll(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(ClientUrl::parse)
                .toList();
    }

    private static URI toUri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is not a URL", e);
        }
    }

    @Override
    public String toString() {
        return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
