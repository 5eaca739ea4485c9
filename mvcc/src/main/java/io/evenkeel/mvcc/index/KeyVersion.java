package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;

/** A key with one of its versions: a {@code KeyValue} of etcd whose value is still to be looked up by revision. */
public record KeyVersion(Key key, Version version) {}
