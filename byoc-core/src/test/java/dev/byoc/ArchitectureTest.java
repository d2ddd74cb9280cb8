package dev.byoc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.MediaSource;
import dev.byoc.channel.ProfileSource;
import dev.byoc.channel.SessionCloser;
import dev.byoc.channel.SyncReplies;
import dev.byoc.event.RelayListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The walls of the house: docs/architecture.md draws them, {@link #MAY_IMPORT} is what each package may import. */
@AnalyzeClasses(packages = "dev.byoc", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "dev.byoc";

    /** From the bottom up; each names packages above it in this list alone, so there are no cycles. All may import the root. */
    static final Map<String, Set<String>> MAY_IMPORT = walls("""
            wording:
            message: wording
            json:
            http: message json
            webhook:
            channel.config:
            channel: wording message http webhook channel.config
            support: channel channel.config
            internal.text: json support
            internal.html:
            internal.privacy: json internal.text
            freshchat: wording message json http support internal.text internal.html internal.privacy
            internal.runtime:
            store:
            store.spi: message store
            memory: message internal.runtime store store.spi
            event: message json channel support
            policy: internal.runtime
            internal.file: channel support
            internal.http: message http internal.file
            internal.health: http event
            internal.guard: wording message http webhook channel event internal.runtime internal.http internal.health
            internal.task: wording message json channel support freshchat store.spi internal.file internal.http
            internal.account: wording message json http webhook channel.config channel support store store.spi event internal.runtime internal.health internal.guard
            internal.breaker: store.spi event policy
            internal.dispatch: store store.spi event internal.runtime policy internal.breaker
            internal.checkpoint: message json store.spi event internal.task internal.dispatch
            internal.report: http channel store.spi event internal.runtime internal.health internal.guard internal.account internal.dispatch
            internal.gap: webhook store store.spi policy
            internal.address: http webhook support store.spi event internal.health internal.http internal.account internal.gap
            internal.render: wording message channel support event internal.file internal.task
            internal.freshchat: wording message http channel support freshchat store.spi internal.runtime internal.guard internal.task internal.account internal.breaker internal.dispatch internal.checkpoint internal.report
            internal.notes: wording message http channel support freshchat store.spi event internal.runtime internal.render internal.task internal.account internal.dispatch internal.checkpoint internal.freshchat
            internal.media: wording message http channel support freshchat store.spi event internal.runtime internal.file internal.http internal.health internal.guard internal.task internal.account internal.dispatch internal.checkpoint internal.render internal.freshchat
            internal.inbound: message http freshchat store.spi event internal.task internal.account internal.dispatch internal.checkpoint internal.report internal.gap internal.render internal.freshchat internal.notes internal.media
            internal.intake: wording message webhook channel freshchat store store.spi event internal.health internal.guard internal.task internal.account internal.dispatch internal.report internal.gap internal.freshchat internal.notes internal.render
            internal.outbound: wording message http webhook channel freshchat store store.spi event internal.runtime internal.health internal.guard internal.task internal.account internal.breaker internal.dispatch internal.checkpoint internal.report internal.gap internal.render internal.freshchat internal.notes internal.media
            internal.catchup: http freshchat store store.spi event internal.runtime policy internal.health internal.task internal.account internal.breaker internal.dispatch internal.report internal.gap internal.freshchat internal.notes internal.intake internal.outbound
            internal.operations: event store store.spi internal.runtime internal.health internal.task internal.account internal.dispatch internal.report internal.gap internal.intake
            internal.admin: http channel freshchat store store.spi event internal.runtime internal.health internal.account internal.guard internal.breaker internal.dispatch internal.report internal.gap internal.address internal.freshchat support
            internal.handler: store.spi internal.guard internal.task internal.account internal.dispatch internal.inbound internal.intake internal.notes internal.media internal.outbound internal.catchup internal.admin
            internal.web: message json webhook channel support freshchat store store.spi event internal.runtime internal.file internal.health internal.http internal.guard internal.account internal.report internal.gap internal.address internal.render internal.media internal.intake internal.outbound internal.admin
            internal.run: store.spi internal.runtime internal.health internal.guard internal.account internal.dispatch internal.report internal.gap internal.catchup internal.operations internal.admin
            internal.config: wording message http channel.config channel support freshchat store.spi event internal.runtime policy internal.http internal.guard internal.account internal.freshchat internal.web internal.notes
            internal.assembly: message http webhook channel.config channel support freshchat store.spi memory event internal.runtime policy internal.http internal.health internal.guard internal.account internal.breaker internal.dispatch internal.report internal.gap internal.address internal.freshchat internal.notes internal.media internal.inbound internal.intake internal.outbound internal.catchup internal.operations internal.admin internal.web internal.run internal.config internal.handler
            relay: wording message webhook channel.config channel freshchat store store.spi event policy internal.account internal.intake internal.operations internal.admin internal.web internal.run internal.config internal.assembly
            host: webhook event relay
            """);

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?dev\\.byoc\\.((?:[a-z]+\\.)*[a-z]+)\\.[A-Z]", Pattern.MULTILINE);

    private static final Pattern WHITE_SPACE_ALONE =
            Pattern.compile("\\.isBlank\\(\\)|String::isBlank|(strip|trim)\\(\\)\\s*\\.isEmpty\\(");

    private static final Pattern MESSENGER =
            Pattern.compile("(?i)viber|kakao|happytalk|bizgo|telegram|whatsapp|instagram");

    /** Code of others, which throws, hangs and returns null as it likes. */
    private static final List<Class<?>> OTHERS = List.of(
            Channel.class,
            ChannelProvider.class,
            MediaSource.class,
            SyncReplies.class,
            SessionCloser.class,
            ProfileSource.class,
            HealthProbe.class,
            RelayListener.class);

    @ArchTest
    static final ArchRule eachPackageImportsWhatItsWallLetsThrough = ArchRuleDefinition.classes()
            .should(new ArchCondition<>("import only what MAY_IMPORT names") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    String own = nameOf(type.getPackageName());
                    type.getDirectDependenciesFromSelf().forEach(dependency -> {
                        String other = nameOf(dependency.getTargetClass().getPackageName());
                        if (dependency.getTargetClass().getPackageName().startsWith(ROOT)
                                && !other.equals(own)
                                && !other.isEmpty()
                                && !MAY_IMPORT.getOrDefault(own, Set.of()).contains(other)) {
                            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                        }
                    });
                }
            });

    /** Those of Javadoc too, which no class file shows. */
    @ArchTest
    static void noImportGoesUp(JavaClasses classes) throws IOException {
        List<String> fromBelow = List.copyOf(MAY_IMPORT.keySet());
        Path sources = Path.of("src/main/java/dev/byoc");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String own = sources.relativize(file.getParent()).toString().replace('/', '.');
                assertThat(IMPORT.matcher(Files.readString(file)).results().map(found -> found.group(1)))
                        .as("imports of %s", file)
                        .allMatch(other -> fromBelow.indexOf(other) <= fromBelow.indexOf(own));
            }
        }
    }

    @ArchTest
    static void coreNamesNoMessenger(JavaClasses classes) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(MESSENGER);
            }
        }
    }

    /** {@link String#isBlank} knows white space alone, and people send more that shows nothing. The fakes know nothing of the code under test. */
    @ArchTest
    static void whatIsBlankIsSaidByVisibleAlone(JavaClasses classes) throws IOException {
        for (String module :
                List.of("core", "jdbc", "viber", "kakaotalk", "servlet", "spring-boot-starter", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of("../byoc-" + module + "/src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(WHITE_SPACE_ALONE);
                }
            }
        }
    }

    @ArchTest
    static void eachPackageHasItsWall(JavaClasses classes) {
        assertThat(packagesOf(classes)).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    /** Of all modules; a package's description does not count. */
    @ArchTest
    static void noPackageHoldsMoreThanTwentyFiles(JavaClasses classes) throws IOException {
        for (Path sources : sourcesOfModules()) {
            try (Stream<Path> files = Files.walk(sources)) {
                Map<Path, Long> counts = files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("package-info.java"))
                        .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
                assertThat(counts).as("packages of %s", sources).isNotEmpty();
                assertThat(counts)
                        .allSatisfy((folder, count) ->
                                assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(20));
            }
        }
    }

    private static List<Path> sourcesOfModules() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            List<Path> sources = folders.map(folder -> folder.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            assertThat(sources).contains(Path.of("../byoc-core/src/main/java"));
            return sources;
        }
    }

    /** A host's settings, which {@code RelayConfig} holds, are data of which each reader takes its own. */
    @ArchTest
    static void noObjectHasMoreThanSevenCollaborators(JavaClasses classes) {
        List<JavaClass> objects = classes.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT + ".internal.")
                        || type.getPackageName().equals(ROOT + ".relay"))
                .filter(type -> !type.isInterface() && !type.isRecord() && !type.isAnonymousClass())
                .filter(type -> !type.getSimpleName().equals("RelayConfig"))
                .toList();

        assertThat(objects)
                .hasSizeGreaterThan(150)
                .allSatisfy(type -> assertThat(Collaborators.of(type))
                        .as("collaborators of %s", type.getName())
                        .hasSizeLessThanOrEqualTo(7));
    }

    @ArchTest
    static final ArchRule noCyclesOfPackages =
            slices().matching("dev.byoc.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesOfFiles = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().startsWith(ROOT)
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
    static final ArchRule httpClientStaysInside = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.byoc.internal.http",
                    "dev.byoc.internal.config",
                    "dev.byoc.internal.assembly",
                    "dev.byoc.relay")
            .and()
            .doNotHaveFullyQualifiedName("dev.byoc.support.WebAddress")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..")
            .because(
                    "one builder method takes a host's own client, one function reads addresses; nothing else may show one");

    @ArchTest
    static final ArchRule jsonLibraryStaysInside = noClasses()
            .that()
            .resideOutsideOfPackage("dev.byoc.json")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.squareup.moshi..");

    @ArchTest
    static final ArchRule coreKnowsNoSql =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");

    /** Whatever code of others does has to become an outcome, in one place. A listener may call itself: by then it is called through the guard. */
    @ArchTest
    static final ArchRule codeOfOthersIsCalledThroughTheGuardAlone = noClasses()
            .that()
            .haveNameNotMatching("dev\\.byoc\\.(internal\\.guard\\.Guarded[A-Z][A-Za-z]*|event\\.RelayEventListener)")
            .should()
            .accessTargetWhere(JavaAccess.Predicates.targetOwner(DescribedPredicate.describe(
                    "is code that is not ours", type -> OTHERS.stream().anyMatch(type::isAssignableTo))));

    @ArchTest
    static void thePictureIsOfThisHouse(JavaClasses classes) throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        int start = page.indexOf("```packages\n") + "```packages\n".length();
        List<List<String>> rooms = page.substring(start, page.indexOf("\n```", start))
                .lines()
                .map(line -> Pattern.compile(" {2,}").splitAsStream(line).toList())
                .toList();

        assertThat(rooms).extracting(room -> room.get(0)).containsExactlyElementsOf(MAY_IMPORT.keySet());
        assertThat(rooms)
                .allSatisfy(room -> assertThat(words(room.get(1), ", "))
                        .allMatch(name -> classes.contain(ROOT + "." + room.get(0) + "." + name)));
    }

    @ArchTest
    static void theTwoStoreysAreOfAllPackages(JavaClasses classes) throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        int start = page.indexOf("```\n") + "```\n".length();
        List<String> named = page.substring(start, page.indexOf("```", start))
                .lines()
                .flatMap(line ->
                        Pattern.compile("^ {4}.+? {2,}").splitAsStream(line).skip(1))
                .flatMap(rooms -> Pattern.compile(", ").splitAsStream(rooms))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
    }

    /** As "package/Type", "Type", and either with a nested type or a method behind it. */
    @ArchTest
    static void theWalksNameWhatIsThere(JavaClasses classes) throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        List<String> named = Pattern.compile("`((?:[a-z./]+/)?[A-Z]\\w*(?:\\.\\w+)?)`")
                .matcher(page.substring(page.indexOf("\n## A customer's message"), page.indexOf("\n## Rules")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(40)
                .allMatch(name -> classes.stream().anyMatch(type -> isNamed(type, name)));
    }

    private static boolean isNamed(JavaClass type, String name) {
        String full = "/" + type.getName().replace('.', '/').replace('$', '.');
        return isEndOf(full, name)
                || type.getMethods().stream().anyMatch(method -> isEndOf(full + "." + method.getName(), name));
    }

    private static boolean isEndOf(String full, String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0
                ? full.endsWith("/" + name)
                : full.equals("/dev/byoc/" + name.substring(0, slash).replace('.', '/') + name.substring(slash));
    }

    static Set<String> packagesOf(JavaClasses classes) {
        return classes.stream()
                .map(JavaClass::getPackage)
                .map(JavaPackage::getName)
                .map(ArchitectureTest::nameOf)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String nameOf(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(Math.min(packageName.length(), ROOT.length() + 1));
    }

    private static String fileOf(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static Set<String> words(String text, String between) {
        return Pattern.compile(between)
                .splitAsStream(text.strip())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> walls(String table) {
        Map<String, Set<String>> walls = new LinkedHashMap<>();
        Set<String> below = new TreeSet<>();
        for (String line : table.lines().toList()) {
            int colon = line.indexOf(':');
            String room = line.substring(0, colon);
            Set<String> imports = words(line.substring(colon + 1), " +");
            assertThat(below).as("below %s", room).containsAll(imports);
            walls.put(room, imports);
            below.add(room);
        }
        return walls;
    }
}
