package io.evenkeel.operator.api;

/**
 * How the API server tells names and addresses from what is neither, by Kubernetes' rules for definitions. Their functions for
 * addresses can be used since Kubernetes 1.31.
 */
final class Addresses {

    /** The longest name there is. */
    static final int LONGEST_NAME = 253;

    /** The longest range of addresses. */
    static final int LONGEST_RANGE = 43;

    /** A DNS name. What ends in a number was meant to be an address. */
    static final String NAME =
            "^([A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?[.])*[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$";

    static final String HOST =
            "!has(self.host) || (isIP(self.host) ? !ip(self.host).isUnspecified() : self.host.matches('" + NAME + "'))";

    static final String KONNECTIVITY_HOST = "!has(self.konnectivityHost) || (isIP(self.konnectivityHost)"
            + " ? !ip(self.konnectivityHost).isUnspecified() : self.konnectivityHost.matches('" + NAME + "'))";

    static final String CERTIFICATE_NAMES =
            "!has(self.certSANs) || self.certSANs.all(name, isIP(name) || name.matches('" + NAME + "'))";

    /** In the place of what is not given there is k0s's. */
    private static final String PODS = "(has(self.podCIDR) ? self.podCIDR : '10.244.0.0/16')";

    private static final String SERVICES = "(has(self.serviceCIDR) ? self.serviceCIDR : '10.96.0.0/12')";

    /** Or something is wrong that another rule names. */
    private static final String READABLE = "!isCIDR(" + PODS + ") || !isCIDR(" + SERVICES + ") || ";

    static final String POD_RANGE = "isCIDR(" + PODS + ")";
    static final String SERVICE_RANGE = "isCIDR(" + SERVICES + ")";

    static final String SAME_FAMILY =
            READABLE + "cidr(" + PODS + ").ip().family() == cidr(" + SERVICES + ").ip().family()";

    static final String APART = READABLE + "(!cidr(" + PODS + ").containsCIDR(" + SERVICES + ") && !cidr(" + SERVICES
            + ").containsCIDR(" + PODS + "))";

    /** Each node gets 256 addresses of IPv4. */
    static final String ROOM_FOR_A_NODE =
            READABLE + "cidr(" + PODS + ").ip().family() != 4 || cidr(" + PODS + ").prefixLength() <= 24";

    /** kube-apiserver takes no smaller one. */
    static final String ROOM_FOR_SERVICES = READABLE + "cidr(" + SERVICES + ").prefixLength() <= (cidr(" + SERVICES
            + ").ip().family() == 4 ? 29 : 125)";

    static final String SOURCE_RANGES = "!has(self.sourceRanges) || self.sourceRanges.all(range, isCIDR(range))";

    private Addresses() {}
}
