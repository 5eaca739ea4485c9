package io.evenkeel.assembly.http;

import java.nio.charset.StandardCharsets;

/** What an HTTP client is answered. */
record HttpAnswer(int status, String contentType, String body) {

    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int UNAVAILABLE = 503;

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    static HttpAnswer text(int status, String text) {
        return new HttpAnswer(status, TEXT, text);
    }

    /** The body as it is sent. */
    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
