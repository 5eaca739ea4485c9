package io.evenkeel.assembly;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.RevisionLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** The rules that hold the modules apart, checked on the compiled classes of all of them. */
final class ArchitectureTest {

    private static final JavaClasses EVENKEEL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.evenkeel");

    private static final String[] CORE = {"io.evenkeel.mvcc..", "io.evenkeel.watch.."};
    private static final String[] JDBC = {"java.sql..", "javax.sql.."};
    private static final String[] WIRE = {"io.grpc..", "com.google.protobuf..", "io.evenkeel.api.proto.."};

    @Test
    void mvccKnowsNeitherJdbcNorTheWire() {
        check(noClasses()
                .that()
                .resideInAPackage(CORE[0])
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JDBC));
        check(noClasses()
                .that()
                .resideInAPackage(CORE[0])
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WIRE));
    }

    @Test
    void watchKnowsNeitherJdbcNorTheWire() {
        check(noClasses()
                .that()
                .resideInAPackage(CORE[1])
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JDBC));
        check(noClasses()
                .that()
                .resideInAPackage(CORE[1])
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WIRE));
    }

    @Test
    void jdbcIsUsedOnlyInSql() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.evenkeel.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JDBC));
    }

    @Test
    void theWireIsKnownOnlyInApiAndAssembly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.evenkeel.api..", "io.evenkeel.assembly..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WIRE));
    }

    @Test
    void implementationsOfPortsAreNamedOnlyInAssembly() {
        check(classes()
                .that()
                .areAssignableTo(RevisionLog.class)
                .or()
                .areAssignableTo(LeaseStore.class)
                .and()
                .areNotInterfaces()
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("io.evenkeel.sql..", "io.evenkeel.assembly.."));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.evenkeel.(**)").should().beFreeOfCycles());
    }

    @Test
    void mvccAndWatchNeverSleep() {
        check(classes().that().resideInAnyPackage(CORE).should(neverAccess(Thread.class, "sleep")));
    }

    /** Setting it can then do nothing to a server: time is the datastore's, or passes as {@code System.nanoTime} has it. */
    @Test
    void nothingGoesByTheWallClock() {
        check(classes()
                .that()
                .resideInAnyPackage(
                        "io.evenkeel.mvcc..", "io.evenkeel.watch..", "io.evenkeel.sql..", "io.evenkeel.api..")
                .should(neverAccess(System.class, "currentTimeMillis"))
                .andShould(neverAccess(Instant.class, "now"))
                .andShould(neverAccess(Clock.class, "systemUTC"))
                .andShould(neverAccess(Clock.class, "systemDefaultZone"))
                .andShould(neverAccess(Date.class, "<init>")));
    }

    @Test
    void mvccAndWatchNeverSynchronize() {
        check(classes().that().resideInAnyPackage(CORE).should(neverSynchronize()));
    }

    private static void check(ArchRule rule) {
        rule.check(EVENKEEL);
    }

    /** Calls and method references alike. */
    private static ArchCondition<JavaClass> neverAccess(Class<?> owner, String name) {
        return new ArchCondition<>("never access " + owner.getSimpleName() + "." + name) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (JavaAccess<?> access : item.getAccessesFromSelf()) {
                    if (access.getTargetOwner().isEquivalentTo(owner)
                            && access.getName().equals(name)) {
                        events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                    }
                }
            }
        };
    }

    /** Methods and blocks alike; ArchUnit does not see blocks, so their instructions are looked for. */
    private static ArchCondition<JavaClass> neverSynchronize() {
        return new ArchCondition<>("never synchronize") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (var method : item.getMethods()) {
                    if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                        events.add(SimpleConditionEvent.violated(method, method.getDescription() + " is synchronized"));
                    }
                }
                for (var method : bytecode(item).methods()) {
                    var code = method.code();
                    if (code.isPresent()
                            && code.get().elementStream().anyMatch(element -> element instanceof MonitorInstruction)) {
                        var block =
                                item.getName() + "." + method.methodName().stringValue() + " has a synchronized block";
                        events.add(SimpleConditionEvent.violated(item, block));
                    }
                }
            }
        };
    }

    private static ClassModel bytecode(JavaClass type) {
        var uri = type.getSource().orElseThrow().getUri();
        try (var in = uri.toURL().openStream()) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(uri.toString(), e);
        }
    }
}
