package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the ports for clients are secured, where their scheme is {@code https}; and what this server shows and trusts when it
 * calls other servers of its store.
 *
 * @param trustedCaFile whose certificates are taken; where given, clients have to show one, as in etcd
 * @param peerTrustedCaFile whose certificates are taken of other servers; without it those that are taken of clients
 * @param clientCertAuth whether clients have to show a certificate that this machine trusts, without such a file
 * @param cipherSuites by their names in the TLS standards, those of TLS 1.2 and below; empty for the usual ones
 */
public record TlsConfig(
        Optional<Path> certFile,
        Optional<Path> keyFile,
        Optional<Path> trustedCaFile,
        Optional<Path> peerTrustedCaFile,
        boolean clientCertAuth,
        List<String> cipherSuites,
        TlsVersion minVersion) {

    static final String FILE_ALLOWED = "a file in PEM form";
    static final String BOTH_ALLOWED = "a file in PEM form, with --cert-file and --key-file given together";
    static final String NEEDED = "https:// only together with --cert-file and --key-file";
    static final String CLIENT_CERT_AUTH_ALLOWED = "true or false; true needs --cert-file";

    public TlsConfig {
        cipherSuites = List.copyOf(cipherSuites);
        boolean together = certFile.isPresent() == keyFile.isPresent();
        String lonely = certFile.isPresent() ? "cert-file" : "key-file";
        require(together, lonely, certFile.or(() -> keyFile).map(Path::toString).orElse(""), BOTH_ALLOWED);
        require(certFile.isPresent() || !clientCertAuth, "client-cert-auth", clientCertAuth, CLIENT_CERT_AUTH_ALLOWED);
    }

    /** Whether clients have to show a certificate. */
    public boolean asksForCertificates() {
        return clientCertAuth || trustedCaFile.isPresent();
    }
}
