package io.evenkeel.sql;

@EveryVersion
final class ContainersDatastoreIT extends SqlDatastoreContract {

    private final String image;

    ContainersDatastoreIT(String image) {
        this.image = image;
    }

    @Override
    TestDatabase database() {
        return ContainerDatabases.of(image);
    }
}
