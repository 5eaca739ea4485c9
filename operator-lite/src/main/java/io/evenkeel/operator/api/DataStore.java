package io.evenkeel.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A database that control planes of the same namespace keep their state in. */
@Group(io.evenkeel.operator.api.Group.NAME)
@Version(io.evenkeel.operator.api.Group.VERSION)
@ShortNames("dstore")
@ValidationRule(value = "has(self.spec)", message = "there is no spec")
@ValidationRule(
        value = "!has(self.spec.shim) || self.spec.shim.mode != 'Shared'"
                + " || (size(self.metadata.name) <= 40 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$'))",
        message =
                "with shim.mode Shared a name is at most 40 of a-z, 0-9 and dash, beginning with a letter: Services are"
                        + " called after it")
@AdditionalPrinterColumn(name = "Driver", jsonPath = ".spec.driver")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class DataStore extends CustomResource<DataStoreSpec, DataStoreStatus> implements Namespaced {}
