package io.evenkeel.sql;

@EveryVersion
final class ContainersSharedDatastoreIT extends SharedDatastoreContract {

    private final String image;

    ContainersSharedDatastoreIT(String image) {
        this.image = image;
    }

    @Override
    SharedTestDatabase database() {
        return ContainerDatabases.of(image);
    }
}
