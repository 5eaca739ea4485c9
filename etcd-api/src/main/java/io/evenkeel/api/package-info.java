/** etcd's gRPC services: protobuf in, protobuf out, with etcd's checks and etcd's errors. */
@NullMarked
package io.evenkeel.api;

import org.jspecify.annotations.NullMarked;
