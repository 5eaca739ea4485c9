package io.evenkeel.operator.tenant;

/** What becomes of a tenant's attempt to use its database. */
enum LoginState {
    READY,
    WRONG_PASSWORD,
    MISSING_RIGHTS
}
