package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A kind of custom resources, as an API server has it. */
record CustomResource(String kind) {

    private static final String GROUP = "test.evenkeel.io";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /** @param kind in lower case */
    static CustomResource install(ApiClient client, String kind) throws IOException {
        ApiClient.Answer answer = client.post(DEFINITIONS, """
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                 "metadata": {"name": "%1$ss.test.evenkeel.io"},
                 "spec": {"group": "test.evenkeel.io", "scope": "Namespaced",
                          "names": {"plural": "%1$ss", "singular": "%1$s", "kind": "%1$s"},
                          "versions": [{"name": "v1", "served": true, "storage": true,
                                        "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                """.formatted(kind));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new CustomResource(kind);
    }

    String path() {
        return "/apis/" + GROUP + "/v1/namespaces/default/" + kind + "s";
    }

    private String definition() {
        return DEFINITIONS + "/" + kind + "s." + GROUP;
    }

    boolean isServedBy(ApiClient client) {
        return status(client, path()) == 200;
    }

    boolean isGone(ApiClient client) {
        return status(client, definition()) == 404;
    }

    private static int status(ApiClient client, String path) {
        try {
            return client.get(path).status();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    void create(ApiClient client, String name) throws IOException {
        ApiClient.Answer answer = client.post(
                path(),
                "{\"apiVersion\": \"%s/v1\", \"kind\": \"%s\", \"metadata\": {\"name\": \"%s\"}}"
                        .formatted(GROUP, kind, name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    List<String> names(ApiClient client) throws IOException {
        var names = new ArrayList<String>();
        ApiClient.Answer answer = client.get(path());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        answer.json()
                .at("/items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    void uninstall(ApiClient client) throws IOException {
        ApiClient.Answer answer = client.delete(definition());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
