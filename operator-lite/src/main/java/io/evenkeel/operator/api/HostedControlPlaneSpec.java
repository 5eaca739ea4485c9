package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wanted of a control plane. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.network) == has(oldSelf.network) && (!has(self.network) || self.network == oldSelf.network)",
        message = "network cannot be changed")
public record HostedControlPlaneSpec(
        @Required
        @Pattern("^v[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}\\+k0s\\.[0-9]{1,6}$")
        @JsonPropertyDescription(
                "k0s, as v1.36.2+k0s.0. A change rolls the controllers one by one; it may go up, by at most one minor version.")
        String version,

        @Required @JsonPropertyDescription("Where the state is kept.")
        DataStoreRef datastore,

        @Default("2")
        @Min(0)
        @SpecReplicas
        @JsonPropertyDescription(
                "How many controllers there are: any number, even ones too. With 0 the cluster keeps its state and is not served.")
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("How workers and users reach it; without it by a Service within the cluster.")
        @Nullable
        Expose expose,

        @JsonPropertyDescription("Addresses and names within the hosted cluster; what is not given is k0s's default.")
        @Nullable
        Network network,

        @JsonPropertyDescription("Kubernetes' own settings.") @Nullable
        Kubernetes kubernetes,

        @JsonPropertyDescription("Where the controllers run and what they may use.") @Nullable
        PodSettings pod) {

    /** A {@link DataStore} of the same namespace. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "self.name == oldSelf.name",
            message = "another datastore would be another cluster: datastore.name cannot be changed")
    @ValidationRule(
            value =
                    "has(self.database) == has(oldSelf.database) && (!has(self.database) || self.database == oldSelf.database)",
            message = "another database would be another cluster: datastore.database cannot be changed")
    @ValidationRule(
            value =
                    "has(self.username) == has(oldSelf.username) && (!has(self.username) || self.username == oldSelf.username)",
            message = "what the login has made is its own: datastore.username cannot be changed")
    public record DataStoreRef(
            @Required String name,

            @Pattern(ONE_LINE)
            @JsonPropertyDescription(
                    "What the control plane's own database is called; without it after its namespace and name. For"
                            + " DataStores of mode Managed.")
            @Nullable
            String database,

            @Pattern(ONE_LINE)
            @JsonPropertyDescription(
                    "What the control plane's own login is called; without it after its namespace and name. For"
                            + " DataStores of mode Managed.")
            @Nullable
            String username,

            @JsonPropertyDescription(
                    "What becomes of the control plane's own database and login when it is deleted. Retain: they stay;"
                            + " that is so without it. Delete: they are dropped, with everything in them. For DataStores of"
                            + " mode Managed.")
            @Nullable
            DeletionPolicy deletionPolicy) {

        private static final String ONE_LINE = "^\\S(.{0,61}\\S)?$";
    }

    /** What becomes of a database whose control plane is deleted. */
    public enum DeletionPolicy {
        Retain,
        Delete
    }

    /** How a control plane is reached. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "self.type != 'NodePort' || has(self.host)",
            message = "type NodePort needs a host: no single node's address would outlive the node")
    @ValidationRule(
            value = "self.type == 'LoadBalancer' || !has(self.loadBalancer)",
            message = "loadBalancer is for type LoadBalancer")
    public record Expose(
            @Default("ClusterIP") @JsonPropertyDescription("Of the two Services.") @Nullable
            ExposeType type,

            @JsonPropertyDescription("Name or address that leads to the Services; without it theirs.") @Nullable
            String host,

            @JsonPropertyDescription(
                    "Name or address that leads workers to the Service of konnectivity; without it host, or the load balancer's.")
            @Nullable
            String konnectivityHost,

            @JsonPropertyDescription("Further names and addresses that the API server's certificate is for.") @Nullable
            List<String> certSANs,

            @JsonPropertyDescription("What the load balancer's maker has to know.") @Nullable
            LoadBalancer loadBalancer) {}

    /** Types of Services. */
    public enum ExposeType {
        ClusterIP,
        NodePort,
        LoadBalancer
    }

    /** What the maker of a load balancer has to know. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LoadBalancer(
            @Nullable String loadBalancerClass,
            @Nullable Map<String, String> annotations,
            @Nullable List<String> sourceRanges) {}

    /** Addresses and names within the hosted cluster. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Network(
            @Nullable String podCIDR,
            @Nullable String serviceCIDR,
            @Nullable String clusterDomain,
            @Nullable Provider provider) {}

    /** What connects the hosted cluster's pods. */
    public enum Provider {
        kuberouter,
        calico,
        custom
    }

    /** Kubernetes' own settings. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Kubernetes(
            @JsonPropertyDescription("Of all of Kubernetes' components.") @Nullable
            Map<String, Boolean> featureGates,

            @JsonPropertyDescription("Flags of kube-apiserver without their dashes.") @Nullable
            Map<String, String> apiServerArgs) {}
}
