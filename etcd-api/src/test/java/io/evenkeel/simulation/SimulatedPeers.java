package io.evenkeel.simulation;

import io.evenkeel.api.peer.PeerChannel;
import io.evenkeel.api.peer.Peers;

/** How a replica reaches the others: every connection has a thread of its own, as it may have in a server. */
record SimulatedPeers(Replica self, SimulatedNetwork network) implements Peers {

    @Override
    public PeerChannel open(String url) {
        return new PeerChannel(network.channel(self, url), self.newThread());
    }
}
