package io.evenkeel.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {

    private static final ConnectionBudget BUDGET = new ConnectionBudget(100, 3, 40, 30);

    @Test
    void leavesToTenantsWhatIsNeitherReservedNorOthers() {
        assertThat(BUDGET.forTenants()).isEqualTo(87);
    }

    @Test
    void allowsWhatFits() {
        assertThat(BUDGET.refusal(6, 13)).isEmpty();
        assertThat(BUDGET.refusal(87, 1)).isEmpty();
    }

    @Test
    void saysWhyMoreDoesNotAndWhatWould() {
        assertThat(BUDGET.refusal(7, 13))
                .contains("7 controllers may open 91 connections to the database, 13 each, and it has 87 for them:"
                        + " max_connections is 100, of which 3 are reserved and 10 used by others."
                        + " Raise max_connections to 104 or more, or run fewer controllers on this database server");
        assertThat(BUDGET.refusal(88, 1)).isPresent();
    }
}
