package dev.covey.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.table.Audit;
import dev.covey.engine.table.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who lives where in the engine, who may know whom, and what nobody may do. */
class HouseRulesTest {
    private static final String BASE = HouseRulesTest.class.getPackageName();

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    /** The rooms, and which rooms each may use. Those that are not built yet may stand empty. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("counters", List.of()),
            Map.entry("memory", List.of()),
            Map.entry("filter", List.of()),
            Map.entry("wire", List.of("counters")),
            Map.entry("egress", List.of("counters", "memory", "wire")),
            Map.entry("timer", List.of("memory")),
            Map.entry("record", List.of("memory")),
            Map.entry("table", List.of("memory", "record")),
            Map.entry("lookup", List.of("memory", "record", "table")),
            Map.entry(
                    "protocol", List.of("counters", "egress", "filter", "memory", "record", "table", "timer", "wire")),
            Map.entry(
                    "membership",
                    List.of("counters", "filter", "memory", "protocol", "record", "table", "timer", "wire")),
            Map.entry("inspect", List.of("counters", "membership", "memory", "protocol", "record", "table", "wire")),
            Map.entry(
                    "ingress",
                    List.of(
                            "counters",
                            "egress",
                            "filter",
                            "lookup",
                            "membership",
                            "memory",
                            "protocol",
                            "record",
                            "table",
                            "timer",
                            "wire")));

    /** What every room may use besides. */
    private static final String[] EVERYWHERE = {"java..", "org.agrona..", "com.google.errorprone.annotations.."};

    /** Rooms whose code runs for every packet: it neither locks, nor boxes, nor allocates as it goes. */
    private static final String[] QUIET_ROOMS = Stream.of(
                    "memory", "record", "table", "protocol", "membership", "lookup", "wire")
            .map(HouseRulesTest::packageOf)
            .toArray(String[]::new);

    /**
     * They may use collections: the list of blocks changes when a table is made or grows; the audit is asked for by
     * people and tests, and reports to them in words.
     */
    private static final Set<Class<?>> WITH_COLLECTIONS = Set.of(NativeMemory.class, Audit.class, AuditReport.class);

    private static final Set<Class<?>> BOXES = Set.of(
            Boolean.class,
            Byte.class,
            Character.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class);

    private static final Pattern COMMENT_OR_LITERAL =
            Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"(?:\\\\.|[^\"\\\\])*\"", Pattern.DOTALL);

    @Test
    void shouldLiveInAKnownRoom() {
        final List<String> packages = new ArrayList<>(List.of(BASE));
        ROOMS.keySet().forEach(room -> packages.add(packageOf(room)));

        classes().should().resideInAnyPackage(packages.toArray(String[]::new)).check(ENGINE);
        assertThat(ENGINE.size()).isGreaterThan(50);
    }

    static Set<String> rooms() {
        return ROOMS.keySet();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void shouldUseOnlyTheRoomsBelowWhenInARoom(final String room) {
        final List<String> allowed = new ArrayList<>(List.of(EVERYWHERE));
        allowed.add(packageOf(room));
        ROOMS.get(room).forEach(below -> allowed.add(packageOf(below)));
        if (room.equals("ingress")) {
            allowed.add("com.lmax.disruptor..");
        }

        classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true)
                .check(ENGINE);
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void shouldSeeTheDisruptorFromIngressOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("ingress"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.lmax..")
                .check(ENGINE);
    }

    @Test
    void shouldTakeTimeAndChanceFromOutside() {
        final DescribedPredicate<JavaAccess<?>> readsAClock = describe(
                "reads a clock or draws a number",
                access -> isCallOf(access, System.class, "nanoTime", "currentTimeMillis")
                        || isCallOf(access, Math.class, "random")
                        || (access.getTarget().getOwner().getPackageName().equals("java.time")
                                && access.getTarget().getName().startsWith("now")));

        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("timer"))
                .should()
                .accessTargetWhere(readsAClock)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat(describe(
                        "are clocks",
                        type -> type.getSimpleName().endsWith("Clock")
                                && !type.getPackageName().startsWith(BASE)))
                .check(ENGINE);
    }

    @Test
    void shouldNeverSleepOrWait() {
        final DescribedPredicate<JavaAccess<?>> waits = describe(
                "sleeps or waits",
                access -> isCallOf(access, Thread.class, "sleep", "join", "yield")
                        || isCallOf(access, Object.class, "wait")
                        || access.getTarget().getName().equals("await")
                        || (access.getTarget().getOwner().getName().endsWith(".LockSupport")
                                && access.getTarget().getName().startsWith("park"))
                        || (access.getTarget().getOwner().getName().endsWith(".TimeUnit")
                                && Set.of("sleep", "timedWait", "timedJoin")
                                        .contains(access.getTarget().getName())));

        noClasses().should().accessTargetWhere(waits).check(ENGINE);
    }

    @Test
    void shouldTakeNoLocksInQuietRooms() throws IOException {
        noClasses()
                .that()
                .resideInAnyPackage(QUIET_ROOMS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .check(ENGINE);
        noMethods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(QUIET_ROOMS))
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(ENGINE);
        // A synchronized block leaves no mark that ArchUnit reads: the sources are asked for the word.
        assertThat(quietSourcesWith(Pattern.compile("\\bsynchronized\\b"))).isEmpty();
    }

    @Test
    void shouldUseNoStreamsOrCollectionsInQuietRooms() {
        noClasses()
                .that(resideInAnyPackage(QUIET_ROOMS).and(DescribedPredicate.not(isOneOf(WITH_COLLECTIONS))))
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.stream.."))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Collection.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Map.class)
                .check(ENGINE);
        assertThat(ENGINE.stream().filter(isOneOf(WITH_COLLECTIONS))).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldNotBoxNumbersInQuietRooms() {
        noClasses()
                .that(resideInAnyPackage(QUIET_ROOMS).and(DescribedPredicate.not(isOneOf(WITH_COLLECTIONS))))
                .should()
                .accessTargetWhere(describe(
                        "boxes a number",
                        access -> access.getTarget().getName().equals("valueOf")
                                && BOXES.stream().anyMatch(access.getTarget().getOwner()::isEquivalentTo)))
                .check(ENGINE);
    }

    private static String packageOf(final String room) {
        return BASE + "." + room + "..";
    }

    private static boolean isCallOf(final JavaAccess<?> access, final Class<?> owner, final String... names) {
        return access.getTarget().getOwner().isAssignableTo(owner)
                && List.of(names).contains(access.getTarget().getName());
    }

    /** Also true for the classes inside of them. */
    private static DescribedPredicate<JavaClass> isOneOf(final Set<Class<?>> types) {
        return describe("is one of " + types, found -> types.stream()
                .anyMatch(type -> found.getName().equals(type.getName())
                        || found.getName().startsWith(type.getName() + "$")));
    }

    private static List<String> quietSourcesWith(final Pattern word) throws IOException {
        final List<String> found = new ArrayList<>();
        int scanned = 0;
        for (final String room : QUIET_ROOMS) {
            final Path sources = Path.of("src", "main", "java")
                    .resolve(room.replace("..", "").replace('.', '/'));
            try (Stream<Path> files = Files.walk(sources)) {
                for (final Path file : files.filter(Files::isRegularFile).toList()) {
                    final String code =
                            COMMENT_OR_LITERAL.matcher(Files.readString(file)).replaceAll(" ");
                    if (word.matcher(code).find()) {
                        found.add(file.toString());
                    }
                    scanned++;
                }
            }
        }
        assertThat(scanned).isGreaterThan(QUIET_ROOMS.length);
        return found;
    }
}
