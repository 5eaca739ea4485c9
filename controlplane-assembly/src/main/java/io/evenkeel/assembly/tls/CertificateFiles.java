package io.evenkeel.assembly.tls;

import io.evenkeel.assembly.config.TlsConfig;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate, key and trusted certificates that the files hold, also after they have changed: handshakes from a second
 * later on use what is there then. A change that makes no sense is logged, and what was before goes on.
 */
public final class CertificateFiles implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(CertificateFiles.class);
    private static final long CHECK_MILLIS = 1_000;

    private final TlsConfig config;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager trust;
    private final AdvancedTlsX509TrustManager trustInPeers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());
    private String loaded;

    private CertificateFiles(TlsConfig config) throws GeneralSecurityException {
        this.config = config;
        this.trust = AdvancedTlsX509TrustManager.newBuilder().build();
        this.trustInPeers = AdvancedTlsX509TrustManager.newBuilder().build();
        this.loaded = fingerprint();
    }

    /**
     * Reads the files, and again whenever they change.
     *
     * @throws BadCertificateException when one is not what it should be
     */
    public static CertificateFiles open(TlsConfig config) {
        try {
            var files = new CertificateFiles(config);
            files.load();
            var _ = files.timer.scheduleWithFixedDelay(
                    files::loadIfChanged, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
            return files;
        } catch (GeneralSecurityException | IOException e) {
            throw new BadCertificateException("the certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private void load() throws GeneralSecurityException, IOException {
        if (config.certFile().isPresent() && config.keyFile().isPresent()) {
            X509Certificate[] chain = PemFiles.certificates(config.certFile().get());
            PrivateKey key = PemFiles.key(config.keyFile().get());
            if (!PemFiles.belongTogether(chain[0], key)) {
                throw new BadCertificateException(
                        "the key in " + config.keyFile().get() + " is not that of the certificate in "
                                + config.certFile().get());
            }
            keys.updateIdentityCredentials(chain, key);
        }
        load(trust, config.trustedCaFile());
        load(trustInPeers, config.peerTrustedCaFile().or(config::trustedCaFile));
    }

    /** Without a file, what this machine trusts. */
    private static void load(AdvancedTlsX509TrustManager manager, Optional<Path> file)
            throws GeneralSecurityException, IOException {
        if (file.isPresent()) {
            manager.updateTrustCredentials(PemFiles.certificates(file.get()));
        } else {
            manager.useSystemDefaultTrustCerts();
        }
    }

    private void loadIfChanged() {
        try {
            String found = fingerprint();
            if (!found.equals(loaded)) {
                loaded = found;
                load();
                logger.info("Certificates have changed: using those that are in the files now");
            }
        } catch (BadCertificateException | GeneralSecurityException | IOException e) {
            logger.warn(
                    "Certificates have changed, but cannot be used; going on with those before: {}", e.getMessage());
        }
    }

    /** By content: what Kubernetes mounts changes behind links that stay as they are. */
    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream.of(config.certFile(), config.keyFile(), config.trustedCaFile(), config.peerTrustedCaFile())
                    .flatMap(file -> file.stream())
                    .forEach((Path file) -> digest.update(PemFiles.read(file)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    X509KeyManager keys() {
        return keys;
    }

    X509TrustManager trust() {
        return trust;
    }

    X509TrustManager trustInPeers() {
        return trustInPeers;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
