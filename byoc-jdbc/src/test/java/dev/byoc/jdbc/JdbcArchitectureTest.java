package dev.byoc.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.or;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The walls of byoc-jdbc, which docs/architecture.md draws. Of byoc-core it sees what the author of any store sees. */
@AnalyzeClasses(packages = "dev.byoc.jdbc", importOptions = DoNotIncludeTests.class)
class JdbcArchitectureTest {
    private static final String ROOT = "dev.byoc";

    /** What each package may import beside itself and the root of byoc-core, without the prefix. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.of(
            "jdbc.internal", List.of("store"),
            "jdbc.internal.sqlite", List.of("store", "jdbc.internal"),
            "jdbc.internal.postgres", List.of("store", "jdbc.internal"),
            "jdbc.internal.commit", List.of("store", "store.spi", "jdbc.internal"),
            "jdbc.internal.rows", List.of("message", "store", "store.spi", "jdbc.internal", "jdbc.internal.commit"),
            "jdbc",
                    List.of(
                            "message",
                            "store",
                            "store.spi",
                            "jdbc.internal",
                            "jdbc.internal.sqlite",
                            "jdbc.internal.postgres",
                            "jdbc.internal.commit",
                            "jdbc.internal.rows"));

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?dev\\.byoc\\.((?:[a-z]+\\.)*[a-z]+)\\.[A-Z]", Pattern.MULTILINE);

    private static final Pattern MESSENGER =
            Pattern.compile("(?i)viber|kakao|happytalk|bizgo|telegram|whatsapp|instagram");

    @ArchTest
    static void eachPackageImportsWhatItsWallLetsThrough(JavaClasses imported) {
        MAY_IMPORT.forEach((name, others) -> classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(or(
                        resideOutsideOfPackage(ROOT + ".."),
                        resideInAnyPackage(Stream.concat(
                                        Stream.of(ROOT, ROOT + "." + name),
                                        others.stream().map(other -> ROOT + "." + other))
                                .toArray(String[]::new))))
                .check(imported));
    }

    /** That of Javadoc too, which no class file shows. */
    @ArchTest
    static void noSourceNamesWhatIsInternalToCoreNorAMessenger(JavaClasses imported) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file))
                        .as("%s", file)
                        .doesNotContain(ROOT + ".internal")
                        .doesNotContainPattern(MESSENGER);
            }
        }
    }

    @ArchTest
    static void noSourceImportsWhatItsWallKeepsOut(JavaClasses imported) throws IOException {
        Path sources = Path.of("src/main/java/dev/byoc");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String own = sources.relativize(file.getParent()).toString().replace('/', '.');
                assertThat(IMPORT.matcher(Files.readString(file)).results().map(found -> found.group(1)))
                        .as("imports of %s", file)
                        .allMatch(other ->
                                other.equals(own) || MAY_IMPORT.get(own).contains(other));
            }
        }
    }

    @ArchTest
    static final ArchRule noCyclesOfPackages =
            slices().matching("dev.byoc.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesOfFiles = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().startsWith(ROOT)
                            ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "files";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static void thePictureIsOfThisHouse(JavaClasses imported) throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        String start = "```packages of byoc-jdbc\n";
        int from = page.indexOf(start) + start.length();
        Map<String, String> rooms = page.substring(from, page.indexOf("\n```", from))
                .lines()
                .map(line -> line.split(" {2,}"))
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));

        assertThat(rooms).containsOnlyKeys(MAY_IMPORT.keySet());
        assertThat(imported.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        rooms.keySet().stream().map(room -> ROOT + "." + room).toList());
        rooms.forEach((room, names) ->
                assertThat(names.split(", ")).allMatch(name -> imported.contain(ROOT + "." + room + "." + name)));
    }
}
