package dev.covey.linux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JnaRuleTest {
    @Test
    void shouldCallTheCLibraryFromOnePlaceOnly() {
        noClasses()
                .that()
                // What is inside of it is the same place.
                .haveNameNotMatching(Pattern.quote(LibC.class.getName()) + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(new ClassFileImporter().importPackages("dev.covey"));
    }
}
