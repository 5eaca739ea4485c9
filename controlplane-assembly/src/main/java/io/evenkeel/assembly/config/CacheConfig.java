package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

/** How much memory keeps values at hand. */
public record CacheConfig(long valueCacheBytes) {

    static final String BYTES_ALLOWED = "a size such as 256MiB, or a share of the heap such as 25%";

    public CacheConfig {
        require(valueCacheBytes >= 0, "value-cache-bytes", valueCacheBytes, BYTES_ALLOWED);
    }
}
