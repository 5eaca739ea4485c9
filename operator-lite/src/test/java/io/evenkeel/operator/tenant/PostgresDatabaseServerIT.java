package io.evenkeel.operator.tenant;

import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.LoginPassword;
import java.sql.SQLException;
import java.util.Map;

final class PostgresDatabaseServerIT extends DatabaseServerContract {

    @Override
    LoginsServer database() {
        return PostgresWithLogins.running();
    }

    @Override
    DatabaseServer of(AdminAccess access) {
        return DatabaseServer.postgres(access);
    }

    @Override
    Map<String, String> trusting(String certificates) {
        return TrustedAuthorities.parameters(certificates);
    }

    @Override
    String untrusted() {
        return "SSL error";
    }

    @Override
    String otherHost() {
        return "could not be verified";
    }

    @Override
    DatastoreSettings datastore(Tenant tenant, TenantPassword password) {
        AdminAccess access = database().admin();
        return new DatastoreSettings.Postgres(
                access.host(),
                access.port(),
                tenant.database(),
                tenant.login(),
                new LoginPassword.Known(password.secret()),
                Map.of(),
                DatastoreSettings.Options.DEFAULTS);
    }

    @Override
    String quoted(String name) {
        return Quoted.postgres(name);
    }

    @Override
    String letIn(String login, String quotedDatabase) {
        return "grant connect on database " + quotedDatabase + " to " + Quoted.postgres(login);
    }

    @Override
    void takeRights(Tenant tenant) throws SQLException {
        database()
                .asRoot(
                        "revoke all on database " + Quoted.postgres(tenant.database()) + " from "
                                + Quoted.postgres(tenant.login()),
                        "grant connect on database " + Quoted.postgres(tenant.database()) + " to public");
    }
}
