package dev.byoc.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of the program, as docs/architecture.md lists them. */
@AnalyzeClasses(packages = "dev.byoc.app", importOptions = DoNotIncludeTests.class)
class AppArchitectureTest {
    @ArchTest
    static final ArchRule importsGoOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("config")
            .definedBy("dev.byoc.app.config..")
            .layer("admin")
            .definedBy("dev.byoc.app.admin..")
            .layer("serve")
            .definedBy("dev.byoc.app.serve..")
            .layer("doctor")
            .definedBy("dev.byoc.app.doctor..")
            .layer("command")
            .definedBy("dev.byoc.app.command..")
            .layer("main")
            .definedBy("dev.byoc.app")
            .whereLayer("main")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("command")
            .mayOnlyBeAccessedByLayers("main")
            .whereLayer("doctor")
            .mayOnlyBeAccessedByLayers("command", "main")
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("command", "main")
            .whereLayer("admin")
            .mayOnlyBeAccessedByLayers("serve", "doctor", "command", "main");

    @ArchTest
    static final ArchRule itSeesPublicPackagesAlone = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.byoc.internal..", "dev.byoc.jdbc.internal..", "dev.byoc.testkit..");
}
