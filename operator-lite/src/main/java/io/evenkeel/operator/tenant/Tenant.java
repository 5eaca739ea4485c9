package io.evenkeel.operator.tenant;

/**
 * What a control plane has, or is to have, on a database server.
 *
 * @param database any name that the server's limits allow; quoted wherever it is used
 * @param login likewise
 */
public record Tenant(Owner owner, String database, String login) {

    public Tenant {
        check("database", database);
        check("login", login);
    }

    private static void check(String what, String name) {
        if (name.isBlank() || !name.strip().equals(name)) {
            throw new IllegalArgumentException(
                    "the name of a " + what + " is not empty and has no spaces around it: '" + name + "'");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name of a " + what + " has no control characters");
        }
    }
}
