package io.evenkeel.sql;

@EveryVersion
final class ContainersSchemaIT extends SchemaContract {

    private final String image;

    ContainersSchemaIT(String image) {
        this.image = image;
    }

    @Override
    TestDatabase database() {
        return ContainerDatabases.of(image);
    }
}
