package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.SharedServers;

/** The servers that the API servers of a control plane ask. */
sealed interface Serving {

    /** Where they are. */
    String url();

    /** Under which prefix the keys of this control plane are there. */
    String prefix(Names names);

    /** One beside each controller, which no other asks. */
    record Beside(Connection connection) implements Serving {

        @Override
        public String url() {
            return "http://127.0.0.1:" + Ports.ETCD;
        }

        @Override
        public String prefix(Names names) {
            return "registry";
        }
    }

    /**
     * Those of the DataStore, which other control planes ask too. They serve one key space, so that the prefix is the control
     * plane's own.
     *
     * @param authority by which they and the API servers know each other
     */
    record Shared(SharedServers servers, Signer authority) implements Serving {

        @Override
        public String url() {
            return "https://" + servers.dnsName(servers.name()) + ":" + Ports.ETCD;
        }

        @Override
        public String prefix(Names names) {
            return names.controllers();
        }
    }
}
