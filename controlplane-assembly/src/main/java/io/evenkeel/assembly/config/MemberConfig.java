package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.util.List;

/** What a member list says of this server. */
public record MemberConfig(String name, List<ClientUrl> advertiseClientUrls) {

    static final String NAME_ALLOWED = "1 to 255 characters";

    public MemberConfig {
        advertiseClientUrls = List.copyOf(advertiseClientUrls);
        require(!name.isBlank() && name.length() <= 255, "name", name, NAME_ALLOWED);
    }
}
