package io.evenkeel.operator.tenant;

import java.nio.charset.StandardCharsets;

/**
 * How long names may be on a database server, in bytes of UTF-8.
 *
 * @param database no more than the server itself allows, which cuts a longer one off, or refuses it
 * @param login likewise
 */
public record NameLimits(int database, int login) {

    /** What PostgreSQL keeps of an identifier. */
    static final NameLimits POSTGRES = new NameLimits(63, 63);

    /**
     * MySQL has 64 for a database, but also for what rights are given on, where each {@code _} is written as two letters;
     * names that are made have up to three. MariaDB allows more of a login, but what fits both can move.
     */
    static final NameLimits MYSQL = new NameLimits(61, 32);

    /** Names for what belongs to this control plane: the same each time, and no other control plane's. */
    public Tenant tenantFor(Owner owner) {
        String name = "evenkeel_" + owner.namespace() + "_" + owner.name();
        return new Tenant(owner, StableName.within(database, name), StableName.within(login, name));
    }

    /** @throws IllegalArgumentException when a name is too long for the server */
    void check(Tenant tenant) {
        check("database", tenant.database(), database);
        check("login", tenant.login(), login);
    }

    private static void check(String what, String name, int limit) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > limit) {
            throw new IllegalArgumentException("the name of the " + what + " '" + name + "' has " + length
                    + " bytes; at most " + limit + " are allowed");
        }
    }
}
