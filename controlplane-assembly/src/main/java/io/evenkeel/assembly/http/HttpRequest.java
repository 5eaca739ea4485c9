package io.evenkeel.assembly.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client asks: a method, a path, and the values of each name in the query. */
record HttpRequest(String method, String path, Map<String, List<String>> query) {

    /**
     * @param target the path and what follows, as it was sent
     * @throws IllegalArgumentException when the query is not properly encoded
     */
    static HttpRequest of(String method, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        var query = new LinkedHashMap<String, List<String>>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.computeIfAbsent(decoded(name), absent -> new ArrayList<>())
                        .add(decoded(value));
            }
        }
        return new HttpRequest(method, path, query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    boolean has(String name) {
        return query.containsKey(name);
    }

    List<String> all(String name) {
        return query.getOrDefault(name, List.of());
    }
}
