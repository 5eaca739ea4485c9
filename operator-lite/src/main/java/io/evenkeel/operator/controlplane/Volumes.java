package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.datastore.Connection;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.List;

/** What a controller's containers mount. Nothing in it outlives the pod: the state is in the database. */
final class Volumes {

    static final String DATA = "data";
    static final String PKI = "pki";
    static final String RUN = "run";
    static final String TMP = "tmp";
    static final String CONFIG = "config";
    static final String IDENTITY = "identity";
    static final String DATABASE = "database";
    static final String DATABASE_AUTHORITY = "database-authority";
    static final String SERVER_CERTIFICATE = "certificate";

    /** As k0s would make them itself: certificates for everybody in the pod, keys for those that k0s gives them to. */
    private static final int CERTIFICATE_MODE = 0644;

    private static final int KEY_MODE = 0640;

    private Volumes() {}

    static List<Volume> of(Names names, Serving serving) {
        var volumes = new ArrayList<Volume>();
        for (String name : List.of(DATA, PKI, RUN, TMP)) {
            volumes.add(new VolumeBuilder()
                    .withName(name)
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .build());
        }
        volumes.add(new VolumeBuilder()
                .withName(CONFIG)
                .withNewConfigMap()
                .withName(names.configuration())
                .endConfigMap()
                .build());
        volumes.add(identity(names));
        volumes.addAll(
                switch (serving) {
                    case Serving.Beside(Connection connection) -> ofServer(connection, names.serverCertificate());
                    case Serving.Shared _ -> List.of(certificate(names.serverCertificate()));
                });
        return volumes;
    }

    /**
     * What our server's container mounts.
     *
     * @param certificate the Secret's name
     */
    static List<Volume> ofServer(Connection connection, String certificate) {
        var volumes = new ArrayList<Volume>();
        volumes.add(secret(DATABASE, connection.secret(), connection.passwordKey(), "password"));
        volumes.add(certificate(certificate));
        if (connection.authority() != null) {
            volumes.add(secret(
                    DATABASE_AUTHORITY,
                    connection.authority().name(),
                    connection.authority().key(),
                    "ca.crt"));
        }
        return volumes;
    }

    /** Readable by everybody in the pod: k0s's API server has a user of its own. */
    private static Volume certificate(String secret) {
        return new VolumeBuilder()
                .withName(SERVER_CERTIFICATE)
                .withNewSecret()
                .withSecretName(secret)
                .endSecret()
                .build();
    }

    private static Volume secret(String volume, String secret, String key, String file) {
        return new VolumeBuilder()
                .withName(volume)
                .withNewSecret()
                .withSecretName(secret)
                .addNewItem()
                .withKey(key)
                .withPath(file)
                .endItem()
                .endSecret()
                .build();
    }

    /** The files that make k0s the same cluster everywhere, under k0s's names. */
    private static Volume identity(Names names) {
        return new VolumeBuilder()
                .withName(IDENTITY)
                .withNewProjected()
                .withSources(
                        projection(names, Identity.AUTHORITY, "ca.crt", "ca.key"),
                        projection(names, Identity.SERVICE_ACCOUNTS, "sa.pub", "sa.key"),
                        projection(names, Identity.FRONT_PROXY, "front-proxy-ca.crt", "front-proxy-ca.key"))
                .endProjected()
                .build();
    }

    private static VolumeProjection projection(Names names, Identity identity, String certificate, String key) {
        return new VolumeProjectionBuilder()
                .withNewSecret()
                .withName(identity.secretName(names.controllers()))
                .withItems(
                        new KeyToPathBuilder()
                                .withKey("tls.crt")
                                .withPath(certificate)
                                .withMode(CERTIFICATE_MODE)
                                .build(),
                        new KeyToPathBuilder()
                                .withKey("tls.key")
                                .withPath(key)
                                .withMode(KEY_MODE)
                                .build())
                .endSecret()
                .build();
    }
}
