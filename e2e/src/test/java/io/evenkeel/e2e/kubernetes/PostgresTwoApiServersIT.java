package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Backend;

class PostgresTwoApiServersIT extends TwoApiServersScenario {

    PostgresTwoApiServersIT() {
        super(Backend.POSTGRES);
    }
}
