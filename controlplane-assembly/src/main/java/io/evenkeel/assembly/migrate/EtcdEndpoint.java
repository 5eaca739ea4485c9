package io.evenkeel.assembly.migrate;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach a server that speaks etcd's API.
 *
 * @param url {@code http://host:port} or {@code https://host:port}
 * @param login for a server with authentication
 * @param trusted certificates to trust instead of those that this machine trusts
 * @param own what to show a server that asks for a certificate
 */
public record EtcdEndpoint(URI url, Optional<Login> login, Optional<Path> trusted, Optional<KeyPairFiles> own) {

    /** @param passwordFile whose first line is the password */
    public record Login(String user, Path passwordFile) {}

    /** A certificate and its key, both in PEM form. */
    public record KeyPairFiles(Path certificate, Path key) {}

    public EtcdEndpoint {
        boolean isSecure = "https".equals(url.getScheme());
        if (!isSecure && !"http".equals(url.getScheme())) {
            throw new IllegalArgumentException("its scheme is neither http nor https");
        }
        if (url.getHost() == null || url.getPort() < 1) {
            throw new IllegalArgumentException("it is not of the form http://host:port, with one host");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException("user and password are given by options");
        }
        if (!url.getRawPath().isEmpty() && !url.getRawPath().equals("/")) {
            throw new IllegalArgumentException("it has a path");
        }
        if (!isSecure && (trusted.isPresent() || own.isPresent())) {
            throw new IllegalArgumentException("certificates go with https only");
        }
    }

    boolean isSecure() {
        return "https".equals(url.getScheme());
    }
}
