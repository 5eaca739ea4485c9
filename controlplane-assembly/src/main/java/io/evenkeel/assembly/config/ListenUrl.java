package io.evenkeel.assembly.config;

import java.util.Arrays;
import java.util.List;

/** An address to listen on for clients: a port, or a socket in the file system. */
public sealed interface ListenUrl permits ClientUrl, SocketUrl {

    /** Reads one or more addresses, separated by commas as etcd separates them. */
    static List<ListenUrl> parseAll(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(ListenUrl::parse)
                .toList();
    }

    private static ListenUrl parse(String text) {
        return text.startsWith(SocketUrl.SCHEME) ? SocketUrl.parse(text) : ClientUrl.parse(text);
    }
}
