package dev.byoc.testkit;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toMap;
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
import java.util.stream.Stream;

/** The walls of byoc-testkit, which docs/architecture.md draws. Fakes know nothing of the code under test but its JSON. */
@AnalyzeClasses(packages = "dev.byoc.testkit", importOptions = DoNotIncludeTests.class)
class TestkitArchitectureTest {
    private static final String ROOT = "dev.byoc.";

    /** What each package may import beside itself, without the prefix; {@code "core"} is all of byoc-core. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.of(
            "testkit.server", List.of("json"),
            "testkit.freshchat", List.of("json", "testkit.server"),
            "testkit.viber", List.of("json", "testkit.server"),
            "testkit.kakaotalk", List.of("json", "testkit.server"),
            "testkit.kakaotalk.skill", List.of("json", "testkit.server", "testkit.kakaotalk"),
            "testkit", List.of("core", "testkit.server", "testkit.freshchat"),
            "testkit.store", List.of("core", "testkit"),
            "testkit.host", List.of("core", "testkit", "testkit.server", "testkit.store"));

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?dev\\.byoc\\.((?:[a-z]+\\.)*)[A-Z]", Pattern.MULTILINE);

    @ArchTest
    static void eachPackageUsesWhatItsWallLetsThrough(JavaClasses imported) {
        assertThat(imported)
                .allSatisfy(type -> assertThat(type.getDirectDependenciesFromSelf())
                        .extracting(dependency -> dependency.getTargetClass().getPackageName())
                        .filteredOn(name -> (name + ".").startsWith(ROOT))
                        .allMatch(name -> isAllowed(roomOf(type), (name + ".").substring(ROOT.length()))));
    }

    /** Imports for Javadoc too, which no class file shows. */
    @ArchTest
    static void noSourceImportsWhatItsWallKeepsOut(JavaClasses imported) throws IOException {
        Path sources = Path.of("src/main/java/dev/byoc");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String own = sources.relativize(file.getParent()).toString().replace('/', '.');
                assertThat(IMPORT.matcher(Files.readString(file)).results().map(found -> found.group(1)))
                        .as("imports of %s", file)
                        .allMatch(name -> isAllowed(own, name));
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
                    return type.getPackageName().startsWith(ROOT + "testkit")
                            ? SliceIdentifier.of(type.getPackageName() + "." + fileOf(type))
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
        String start = "```packages of byoc-testkit\n";
        int from = page.indexOf(start) + start.length();
        Map<String, String> rooms = page.substring(from, page.indexOf("\n```", from))
                .lines()
                .map(line -> line.split(" {2,}"))
                .collect(toMap(cells -> cells[0], cells -> cells[1]));

        assertThat(rooms).containsOnlyKeys(MAY_IMPORT.keySet());
        assertThat(imported.stream().map(TestkitArchitectureTest::roomOf).distinct())
                .containsExactlyInAnyOrderElementsOf(rooms.keySet());
        rooms.forEach((room, names) ->
                assertThat(names.split(", ")).allMatch(name -> imported.contain(ROOT + room + "." + name)));
    }

    private static String fileOf(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static String roomOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    /** @param other with a dot at its end; empty for the root of byoc-core */
    private static boolean isAllowed(String own, String other) {
        List<String> allowed = MAY_IMPORT.getOrDefault(own, List.of());
        String name = other.isEmpty() ? "" : other.substring(0, other.length() - 1);
        return name.equals(own)
                || allowed.contains(name)
                || (allowed.contains("core") && !other.startsWith("testkit."));
    }
}
