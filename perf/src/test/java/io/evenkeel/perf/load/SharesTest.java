package io.evenkeel.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharesTest {

    /** Nothing listens there; a connection is made by its first call only. */
    private static final List<Integer> TWO_SERVERS = List.of(1, 2);

    private final List<Connection> connections = Connection.open(TWO_SERVERS, 4);

    @AfterEach
    void disconnect() {
        connections.forEach(Connection::close);
    }

    @Test
    void areOneWhenEveryClientIsAnsweredAsOften() {
        answered(0, 20);
        answered(1, 10);
        answered(2, 10);
        answered(3, 10);

        assertThat(Shares.of(connections, 5)).containsExactly(1.0, 1.0);
    }

    @Test
    void areLessForAServerThatAnswersItsClientsLessOften() {
        answered(0, 15);
        answered(2, 15);
        answered(1, 10);

        assertThat(Shares.of(connections, 4)).containsExactly(1.5, 0.5);
    }

    @Test
    void areNoneWhereAServerHasNoClient() {
        answered(0, 15);

        assertThat(Shares.of(connections, 1)).isEmpty();
    }

    @Test
    void connectionsCannotBeUneven() {
        assertThatThrownBy(() -> Connection.open(TWO_SERVERS, 3)).hasMessageContaining("evenly");
    }

    private void answered(int connection, int times) {
        for (int i = 0; i < times; i++) {
            connections.get(connection).latencies().record(1);
        }
    }
}
