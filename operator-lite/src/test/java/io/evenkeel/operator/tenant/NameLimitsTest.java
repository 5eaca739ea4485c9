package io.evenkeel.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameLimitsTest {

    private static final Owner SHORT = new Owner("team", "prod", "uid-1");
    private static final Owner LONG = new Owner("platform-engineering", "production-eu-central-1.example.org", "uid-1");

    @Test
    void namesAfterTheControlPlane() {
        assertThat(NameLimits.POSTGRES.tenantFor(SHORT))
                .isEqualTo(new Tenant(SHORT, "evenkeel_team_prod", "evenkeel_team_prod"));
        assertThat(NameLimits.MYSQL.tenantFor(SHORT)).isEqualTo(NameLimits.POSTGRES.tenantFor(SHORT));
    }

    /** These are in use somewhere: other names would be other databases. */
    @Test
    void cutsLongNamesTheSameWayForEver() {
        Tenant tenant = NameLimits.MYSQL.tenantFor(LONG);

        assertThat(tenant.database())
                .isEqualTo("evenkeel_platform-engineering_production-eu-cent_8a8a268520ff")
                .hasSize(61);
        assertThat(tenant.login()).isEqualTo("evenkeel_platform-e_8a8a268520ff").hasSize(32);
    }

    @Test
    void isTheSameForAnotherUid() {
        var reborn = new Owner(LONG.namespace(), LONG.name(), "uid-2");

        assertThat(NameLimits.MYSQL.tenantFor(reborn).database())
                .isEqualTo(NameLimits.MYSQL.tenantFor(LONG).database());
    }
}
