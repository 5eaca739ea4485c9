package io.evenkeel.sql;

import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.MemberRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The servers of one store in a SQL database, all times being the database's. */
final class SqlMemberRegistry implements MemberRegistry {

    private static final String URL_SEPARATOR = ",";

    private final Dialect dialect;
    private final String now;
    private final String alive;
    private final int store;
    private final Connections connections;

    SqlMemberRegistry(Dialect dialect, int store, Connections connections) {
        this.dialect = dialect;
        this.now = dialect.nowMillis();
        this.alive = alive(now);
        this.store = store;
        this.connections = connections;
    }

    /** Seen in the time to come, as only a clock that was set back can have it, says nothing of now. */
    private static String alive(String now) {
        return "seen_at between %1$s - %2$d and %1$s + %2$d".formatted(now, LIFETIME.toMillis());
    }

    @Override
    public List<Member> beat(Member self) {
        return connections.lend(connection -> {
            if (!renew(connection, self)) {
                join(connection, self);
                tellMembersChanged(connection);
            }
            return live(connection, dialect, store);
        });
    }

    private boolean renew(Connection connection, Member self) throws SQLException {
        String sql = "update evenkeel_replica set seen_at = " + now
                + " where store = ? and member_id = ? and client_urls = ? and name = ? and " + alive;
        try (PreparedStatement renew = connection.prepareStatement(sql)) {
            renew.setInt(1, store);
            renew.setLong(2, self.id());
            renew.setString(3, String.join(URL_SEPARATOR, self.clientUrls()));
            renew.setString(4, self.name());
            return renew.executeUpdate() == 1;
        }
    }

    /** Joins, and takes off the list whoever is dead: so it stays as short as the most that were ever alive at once. */
    private void join(Connection connection, Member self) throws SQLException {
        String delete = "delete from evenkeel_replica where store = ? and (member_id = ? or not (" + alive + "))";
        try (PreparedStatement dead = connection.prepareStatement(delete)) {
            dead.setInt(1, store);
            dead.setLong(2, self.id());
            dead.executeUpdate();
        }
        String insert = dialect.unlessThere("insert into evenkeel_replica"
                + " (store, member_id, name, client_urls, joined_at, seen_at) values (?, ?, ?, ?, " + now + ", " + now
                + ") ");
        try (PreparedStatement join = connection.prepareStatement(insert)) {
            join.setInt(1, store);
            join.setLong(2, self.id());
            join.setString(3, self.name());
            join.setString(4, String.join(URL_SEPARATOR, self.clientUrls()));
            join.executeUpdate();
        }
    }

    /** The members that are alive, those first that joined first. */
    static List<Member> live(Connection connection, Dialect dialect, int store) throws SQLException {
        String sql = "select member_id, name, client_urls from evenkeel_replica where store = ? and "
                + alive(dialect.nowMillis()) + " order by joined_at, member_id";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, store);
            List<Member> members = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    members.add(new Member(rows.getLong(1), rows.getString(2), urls(rows.getString(3))));
                }
            }
            return members;
        }
    }

    private static List<String> urls(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(URL_SEPARATOR, -1));
    }

    @Override
    public void leave(long id) {
        connections.lend(connection -> {
            boolean left;
            try (PreparedStatement leave =
                    connection.prepareStatement("delete from evenkeel_replica where store = ? and member_id = ?")) {
                leave.setInt(1, store);
                leave.setLong(2, id);
                left = leave.executeUpdate() == 1;
            }
            tellMembersChanged(connection);
            return left;
        });
    }

    private void tellMembersChanged(Connection connection) throws SQLException {
        Optional<String> tell = dialect.tellMembersChanged();
        if (tell.isPresent()) {
            try (PreparedStatement query = connection.prepareStatement(tell.get())) {
                query.setInt(1, store);
                query.execute();
            }
        }
    }
}
