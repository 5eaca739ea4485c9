package io.evenkeel.e2e.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tls.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks one API server over HTTP, as an administrator. What is lost on the way is not repeated. */
public final class ApiClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final Map<String, String> headers;
    private final HttpClient http;

    /** What came back, the body as it was. */
    record Answer(int status, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }
    }

    /** @param certificates a file with whatever the server's certificate may be proven by */
    ApiClient(String url, String token, Path certificates) {
        this.url = url;
        this.headers = Map.of("Authorization", "Bearer " + token);
        this.http = HttpClient.newBuilder()
                .sslContext(context(certificates, new KeyManager[0]))
                .build();
    }

    /**
     * One whose certificate says who it is.
     *
     * @param certificates as in the other
     */
    ApiClient(String url, Authority.Issued own, Path certificates) {
        this.url = url;
        this.headers = Map.of();
        this.http = HttpClient.newBuilder()
                .sslContext(context(certificates, keyManagers(own)))
                .build();
    }

    /** Whether its {@code /readyz} says so. */
    public boolean isReady() {
        try {
            return get("/readyz").status() == HttpURLConnection.HTTP_OK;
        } catch (IOException gone) {
            return false;
        }
    }

    Answer get(String path) throws IOException {
        return send("GET", path, "application/json", "");
    }

    Answer post(String path, String body) throws IOException {
        return send("POST", path, "application/json", body);
    }

    Answer mergePatch(String path, String body) throws IOException {
        return send("PATCH", path, "application/merge-patch+json", body);
    }

    Answer delete(String path) throws IOException {
        return send("DELETE", path, "application/json", "");
    }

    private Answer send(String method, String path, String type, String body) throws IOException {
        HttpRequest request = request(path)
                .timeout(LIMIT)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = exchange(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** The lines of an answer as they come, for as long as they do. */
    HttpResponse<Stream<String>> lines(String path) throws IOException {
        return exchange(request(path).build(), HttpResponse.BodyHandlers.ofLines());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        headers.forEach(request::header);
        return request;
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static SSLContext context(Path certificates, KeyManager[] own) {
        try (InputStream in = Files.newInputStream(certificates)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("certificate-" + trusted.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("cannot trust " + certificates, e);
        }
    }

    private static KeyManager[] keyManagers(Authority.Issued own) {
        try {
            char[] noPassword = {};
            KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, null);
            keys.setKeyEntry("own", own.key(), noPassword, new Certificate[] {own.certificate()});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, noPassword);
            return managers.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("cannot use " + own.certificateFile(), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
