package io.evenkeel.operator.controlplane;

/**
 * What the containers are made from.
 *
 * @param server our own, with its tag
 * @param k0s without a tag, which is the version
 */
public record Images(String server, String k0s) {}
