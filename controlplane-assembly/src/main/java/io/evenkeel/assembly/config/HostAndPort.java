package io.evenkeel.assembly.config;

import java.util.regex.Pattern;

/**
 * One address of a server.
 *
 * @param host a name or an address, IPv6 without its brackets
 */
record HostAndPort(String host, int port) {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z_.-]+)(?::([0-9]{1,5}))?");

    static HostAndPort parse(String text, int defaultPort) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it names no host");
        }
        if (text.indexOf(',') >= 0) {
            throw new IllegalArgumentException("it names more than one host");
        }
        var address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new IllegalArgumentException(
                    "its host and port are not of the form host:port, with IPv6 in brackets");
        }
        var host = address.group(1);
        int port = address.group(2) == null ? defaultPort : Integer.parseInt(address.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("its port is not between 1 and 65535");
        }
        return new HostAndPort(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }
}
