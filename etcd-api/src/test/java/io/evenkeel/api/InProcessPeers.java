package io.evenkeel.api;

import io.evenkeel.api.peer.PeerChannel;
import io.evenkeel.api.peer.Peers;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.util.concurrent.Executor;

/**
 * Other servers in this process, which advertise their names.
 *
 * @param thread writes to all of them
 */
record InProcessPeers(Executor thread) implements Peers {

    @Override
    public PeerChannel open(String url) {
        return new PeerChannel(InProcessChannelBuilder.forName(url).build(), thread);
    }
}
