package io.evenkeel.operator.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Who a certificate is for.
 *
 * @param organizations the groups, as Kubernetes reads them
 * @param dnsNames of a server; none for one that is a client only
 */
public record Holder(String commonName, List<String> organizations, List<String> dnsNames, Duration lifetime) {

    public Holder {
        organizations = List.copyOf(organizations);
        dnsNames = List.copyOf(dnsNames);
    }

    X500Name subject() {
        var builder = new X500NameBuilder(BCStyle.INSTANCE);
        organizations.forEach(organization -> builder.addRDN(BCStyle.O, organization));
        return builder.addRDN(BCStyle.CN, commonName).build();
    }

    boolean isNamedBy(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                        .equals(subject())
                && namesOf(certificate).equals(Set.copyOf(dnsNames));
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream().map(name -> String.valueOf(name.getLast())).collect(Collectors.toSet());
        } catch (CertificateParsingException unreadable) {
            return Set.of();
        }
    }
}
