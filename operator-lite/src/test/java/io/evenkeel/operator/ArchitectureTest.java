package io.evenkeel.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules that hold the operator's packages apart. */
final class ArchitectureTest {

    private static final JavaClasses OPERATOR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.evenkeel.operator");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.evenkeel.operator.(**)").should().beFreeOfCycles().check(OPERATOR);
    }

    /** It knows the server by its image and its settings, and by none of its classes. */
    @Test
    void theServerIsNotKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.evenkeel.mvcc..",
                        "io.evenkeel.watch..",
                        "io.evenkeel.sql..",
                        "io.evenkeel.api..",
                        "io.evenkeel.assembly..")
                .check(OPERATOR);
    }
}
