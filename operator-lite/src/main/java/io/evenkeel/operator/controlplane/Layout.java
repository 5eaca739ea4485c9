package io.evenkeel.operator.controlplane;

import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** Where things are in the file systems of a controller's containers. */
final class Layout {

    static final String K0S_DATA = "/var/lib/k0s";
    static final String K0S_PKI = K0S_DATA + "/pki";
    static final String K0S_CONFIG = "/etc/k0s";
    static final String IDENTITY = "/etc/evenkeel/identity";
    static final String DATABASE = "/etc/evenkeel/database";
    static final String DATABASE_AUTHORITY = "/etc/evenkeel/database-authority";
    static final String SERVER_CERTIFICATE = "/etc/evenkeel/certificate";

    private Layout() {}

    static VolumeMount mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }

    static VolumeMount mountReadOnly(String volume, String path) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }
}
