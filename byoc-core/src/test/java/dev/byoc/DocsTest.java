package dev.byoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.relay.RelayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages hang together: every link leads somewhere, every page is found from README.md and says whom it is for. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int README_LINES = 150;

    private static final Pattern FENCE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+)$", Pattern.MULTILINE);
    private static final Pattern SETTING = Pattern.compile("^\\| `([A-Za-z]+)\\(", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("`([A-Za-z]+)`");

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileAndAHeading(Path page) {
        List<String> broken =
                links(page).stream().filter(link -> !leads(page, link)).toList();

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsFoundFromTheReadme() throws IOException {
        Set<Path> found = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
        while (!open.isEmpty()) {
            Path page = open.pop();
            if (found.add(page)) {
                links(page).stream()
                        .map(link -> file(page, link))
                        .filter(to -> to.toString().endsWith(".md") && Files.exists(to))
                        .forEach(open::push);
            }
        }

        assertThat(found).containsAll(pages());
    }

    @ParameterizedTest
    @MethodSource("docs")
    void everyPageOfTheDocsNamesItsReaderAtTheTop(Path page) throws IOException {
        assertThat(Files.readAllLines(page))
                .element(2)
                .asString()
                .as("the first sentence of %s", ROOT.relativize(page))
                .startsWith("For ");
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(README_LINES);
    }

    @Test
    void thePageForToolsNamesEveryPageOfTheDocs() throws IOException {
        String tools = Files.readString(ROOT.resolve("llms.txt"));

        assertThat(docs())
                .allSatisfy(page -> assertThat(tools)
                        .contains("(" + ROOT.relativize(page).toString().replace('\\', '/') + ")"));
        assertThat(links(ROOT.resolve("llms.txt")).stream()
                        .filter(link -> !leads(ROOT.resolve("llms.txt"), link))
                        .toList())
                .isEmpty();
    }

    @Test
    void thePageOfEventsHasARowForEachEvent() throws IOException {
        Set<String> told = Files.readAllLines(ROOT.resolve("docs/reference/events.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> words(line.substring(0, line.indexOf('|', 1))).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told)
                .isEqualTo(Arrays.stream(RelayEvent.class.getDeclaredClasses())
                        .filter(Class::isRecord)
                        .map(Class::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A row begins with the call, in code. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                RelayBuilder.class,
                FreshchatSettings.Builder.class,
                RetryPolicy.class,
                MediaLimits.class,
                CatchUpPolicy.class
            })
    void thePageOfSettingsHasARowForEachOption(Class<?> options) {
        Set<String> rows = SETTING.matcher(read(ROOT.resolve("docs/reference/settings.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toSet());

        assertThat(rows)
                .containsAll(Arrays.stream(options.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> method.getReturnType() == options && method.getParameterCount() > 0)
                        .map(Method::getName)
                        .toList());
    }

    private static List<String> words(String cells) {
        return WORD.matcher(cells)
                .results()
                .map((MatchResult word) -> word.group(1))
                .toList();
    }

    private static List<String> links(Path page) {
        String text = CODE.matcher(FENCE.matcher(read(page)).replaceAll("")).replaceAll("x");
        return LINK.matcher(text)
                .results()
                .map((MatchResult link) -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    private static Path file(Path page, String link) {
        String path = link.split("#", 2)[0];
        return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    private static boolean leads(Path page, String link) {
        Path to = file(page, link);
        if (!Files.exists(to)) {
            return false;
        }
        String[] parts = link.split("#", 2);
        return parts.length == 1 || anchors(to).contains(parts[1]);
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) {
        List<String> anchors = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        HEADING.matcher(FENCE.matcher(read(page)).replaceAll("")).results().forEach((MatchResult heading) -> {
            String anchor = heading.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    static List<Path> docs() throws IOException {
        return pages().stream()
                .filter(page -> page.startsWith(ROOT.resolve("docs")))
                .toList();
    }

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path under : foldersOfPages()) {
            try (Stream<Path> files = Files.walk(under)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .filter(file -> Stream.of("target", "src", "node_modules")
                                .noneMatch(
                                        name -> ROOT.relativize(file).toString().contains("/" + name + "/")))
                        .forEach(pages::add);
            }
        }
        for (String page : List.of(
                "README.md", "AGENTS.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")) {
            pages.add(ROOT.resolve(page));
        }
        return pages;
    }

    private static List<Path> foldersOfPages() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> folder.endsWith("docs")
                            || folder.getFileName().toString().startsWith("byoc-"))
                    .toList();
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
