package io.evenkeel.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A token by which workers join a {@link HostedControlPlane}, in a Secret; who deletes this takes it back. */
@Group(io.evenkeel.operator.api.Group.NAME)
@Version(io.evenkeel.operator.api.Group.VERSION)
@ShortNames("jt")
@ValidationRule(value = "has(self.spec)", message = "there is no spec")
@AdditionalPrinterColumn(name = "ControlPlane", jsonPath = ".spec.controlPlane")
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".status.expiresAt")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class JoinToken extends CustomResource<JoinTokenSpec, JoinTokenStatus> implements Namespaced {}
