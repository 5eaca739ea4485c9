package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
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
        PodSettings pod,

        @JsonPropertyDescription(
                "Which connections the controllers may have: with it, even empty, only those that they need and those named here.")
        @Nullable
        Traffic networkPolicy) {

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
    @ValidationRule(
            value = Addresses.HOST,
            message = "host is neither a name nor an address that can be reached; a port does not belong to it")
    @ValidationRule(
            value = Addresses.KONNECTIVITY_HOST,
            message =
                    "konnectivityHost is neither a name nor an address that can be reached; a port does not belong to it")
    @ValidationRule(
            value = Addresses.CERTIFICATE_NAMES,
            message = "certSANs are names and addresses, without wildcards and ports")
    public record Expose(
            @Default("ClusterIP") @JsonPropertyDescription("Of the two Services.") @Nullable
            ExposeType type,

            @Size(max = Addresses.LONGEST_NAME)
            @JsonPropertyDescription("Name or address that leads to the Services; without it theirs.")
            @Nullable
            String host,

            @Size(max = Addresses.LONGEST_NAME)
            @JsonPropertyDescription(
                    "Name or address that leads workers to the Service of konnectivity; without it host, or the load balancer's.")
            @Nullable
            String konnectivityHost,

            @Size(max = 100)
            @JsonPropertyDescription("Further names and addresses that the API server's certificate is for.")
            @Nullable
            List<@Size(max = Addresses.LONGEST_NAME) String> certSANs,

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
    @ValidationRule(value = Addresses.SOURCE_RANGES, message = "sourceRanges are ranges of addresses, as 192.0.2.0/24")
    public record LoadBalancer(
            @Nullable String loadBalancerClass,
            @Nullable Map<String, String> annotations,
            @Size(max = 200) @Nullable List<@Size(max = Addresses.LONGEST_RANGE) String> sourceRanges) {}

    /** Addresses and names within the hosted cluster. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(value = Addresses.POD_RANGE, message = "podCIDR is one range of addresses, as 10.244.0.0/16")
    @ValidationRule(value = Addresses.SERVICE_RANGE, message = "serviceCIDR is one range of addresses, as 10.96.0.0/12")
    @ValidationRule(
            value = Addresses.SAME_FAMILY,
            message = "podCIDR and serviceCIDR are both of IPv4 or both of IPv6; for IPv6 both have to be given")
    @ValidationRule(
            value = Addresses.APART,
            message = "podCIDR and serviceCIDR overlap; without them they are 10.244.0.0/16 and 10.96.0.0/12")
    @ValidationRule(
            value = Addresses.ROOM_FOR_A_NODE,
            message = "podCIDR has no room for a node, which gets a /24 of it")
    @ValidationRule(value = Addresses.ROOM_FOR_SERVICES, message = "serviceCIDR has less than 8 addresses")
    public record Network(
            @Size(max = Addresses.LONGEST_RANGE) @Nullable String podCIDR,
            @Size(max = Addresses.LONGEST_RANGE) @Nullable String serviceCIDR,

            @Pattern(Addresses.NAME) @Size(max = Addresses.LONGEST_NAME) @Nullable
            String clusterDomain,

            @Nullable Provider provider) {}

    /** What connects the hosted cluster's pods. */
    public enum Provider {
        kuberouter,
        calico,
        custom
    }

    /** Kubernetes' own settings. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "!has(self.apiServerArgs) || !['etcd-servers', 'etcd-servers-overrides', 'etcd-prefix',"
                    + " 'etcd-cafile', 'etcd-certfile', 'etcd-keyfile'].exists(flag, flag in self.apiServerArgs)",
            message = "where the state is kept follows from datastore: apiServerArgs has no etcd-servers, etcd-prefix,"
                    + " nor certificates for them")
    public record Kubernetes(
            @JsonPropertyDescription("Of all of Kubernetes' components.") @Nullable
            Map<String, Boolean> featureGates,

            @JsonPropertyDescription("Flags of kube-apiserver without their dashes.") @Nullable
            Map<String, String> apiServerArgs) {}
}
