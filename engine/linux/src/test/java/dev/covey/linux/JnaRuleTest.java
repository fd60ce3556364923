package dev.covey.linux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class JnaRuleTest {
    @Test
    void shouldCallTheCLibraryFromOnePlaceOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(LibC.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(new ClassFileImporter().importPackages("dev.covey"));
    }
}
