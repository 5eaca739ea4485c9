package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.util.regex.Pattern;

/**
 * Where the durable state is.
 *
 * @param store name of the key space within the database; several servers' key spaces may share one database
 */
public record DatastoreConfig(DatastoreUrl url, String store, DdlPolicy ddl) {

    static final String STORE_ALLOWED = "1 to 63 of a-z, A-Z, 0-9, dot, dash and underscore";
    private static final Pattern STORE = Pattern.compile("[a-zA-Z0-9._-]{1,63}");

    public DatastoreConfig {
        require(STORE.matcher(store).matches(), "store", store, STORE_ALLOWED);
    }
}
