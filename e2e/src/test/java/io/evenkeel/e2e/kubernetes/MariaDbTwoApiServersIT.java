package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Backend;

class MariaDbTwoApiServersIT extends TwoApiServersScenario {

    MariaDbTwoApiServersIT() {
        super(Backend.MARIADB);
    }
}
