package dev.byoc.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for a public forge in .github, as far as they can be read without it. Here because this module can read YAML. */
class ForgeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FORGE = ROOT.resolve(".github");
    private static final Pattern PINNED = Pattern.compile("[\\w-]+/[\\w-]+@[0-9a-f]{40}");
    private static final Pattern SCRIPT = Pattern.compile("\\.ci/[\\w-]+");
    private static final Pattern PROFILES = Pattern.compile("-P([\\w,-]+)");
    private static final Pattern PROPERTY = Pattern.compile("-D(central\\.[\\w.]+)");
    private static final Pattern COMMAND = Pattern.compile("java -jar byoc-app\\.jar ([a-z][a-z-]+)");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FORGE)) {
            return all.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
        }
    }

    static List<Path> workflows() throws IOException {
        try (Stream<Path> all = Files.list(FORGE.resolve("workflows"))) {
            return all.sorted().toList();
        }
    }

    private static Map<?, ?> yaml(Path file) {
        try {
            return (Map<?, ?>)
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(Object of, String name) {
        return (Map<?, ?>) Objects.requireNonNullElse(((Map<?, ?>) of).get(name), Map.of());
    }

    private static List<?> list(Object of, String name) {
        return (List<?>) Objects.requireNonNullElse(((Map<?, ?>) of).get(name), List.of());
    }

    private static List<Object> steps(Path workflow) {
        List<Object> steps = new ArrayList<>();
        map(yaml(workflow), "jobs").values().forEach(job -> steps.addAll(list(job, "steps")));
        return steps;
    }

    private static List<String> commands() throws IOException {
        return workflows().stream()
                .flatMap(workflow -> steps(workflow).stream())
                .map(step -> ((Map<?, ?>) step).get("run"))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toList();
    }

    private static List<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(group))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsYaml(Path file) {
        assertThat(yaml(file)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aWorkflowMayReadTheRepositoryAndNothingElse(Path workflow) {
        assertThat(map(yaml(workflow), "permissions")).asString().isEqualTo("{contents=read}");
    }

    @Test
    void onlyTheJobThatPublishesMayWriteAndKnowsSecrets() throws IOException {
        List<Object> trusted = new ArrayList<>();
        for (Path workflow : workflows()) {
            map(yaml(workflow), "jobs").forEach((name, job) -> {
                if (!map(job, "permissions").isEmpty() || job.toString().contains("secrets.")) {
                    trusted.add(name);
                }
            });
        }

        assertThat(trusted).containsExactly("publish");
        assertThat(map(map(yaml(FORGE.resolve("workflows/release.yml")), "jobs"), "publish"))
                .asString()
                .contains("permissions={contents=write}", "environment=maven-central", "if=inputs.publish");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyActionIsPinnedToAVersion(Path workflow) {
        List<String> actions = steps(workflow).stream()
                .map(step -> ((Map<?, ?>) step).get("uses"))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toList();

        assertThat(actions)
                .isNotEmpty()
                .allMatch(action -> PINNED.matcher(action).matches());
    }

    /** What stands in an expression is put into the script as it is: who names a tag could write commands. And scripts are logged. */
    @Test
    void noCommandHoldsAnExpression() throws IOException {
        assertThat(commands()).isNotEmpty().noneMatch(command -> command.contains("${{"));
    }

    @Test
    void everyScriptOfACommandIsThereAndCanBeRun() throws IOException {
        List<String> scripts = commands().stream()
                .flatMap(command -> found(SCRIPT, 0, command).stream())
                .toList();

        assertThat(scripts)
                .contains(".ci/run", ".ci/release")
                .allMatch(script -> Files.isExecutable(ROOT.resolve(script)));
    }

    @Test
    void everyProfileAndSwitchOfACommandIsInThePom() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String commands = String.join("\n", commands());

        assertThat(found(PROFILES, 1, commands))
                .isNotEmpty()
                .allSatisfy(profiles ->
                        assertThat(profiles.split(",")).allMatch(id -> pom.contains("<id>" + id + "</id>")));
        assertThat(found(PROPERTY, 1, commands)).isNotEmpty().allMatch(name -> pom.contains("<" + name + ">"));
    }

    @Test
    void dependencyUpdatesFindWhatTheyUpdate() {
        for (Object update : list(yaml(FORGE.resolve("dependabot.yml")), "updates")) {
            String system = ((Map<?, ?>) update).get("package-ecosystem").toString();
            List<Object> folders = new ArrayList<>(list(update, "directories"));
            if (folders.isEmpty()) {
                folders.add(((Map<?, ?>) update).get("directory"));
            }
            String file = Map.of(
                            "maven", "pom.xml",
                            "docker", "Dockerfile",
                            "docker-compose", "compose.yaml",
                            "github-actions", ".github/workflows")
                    .get(system);

            assertThat(folders)
                    .isNotEmpty()
                    .allMatch(folder -> Files.exists(ROOT.resolve("." + folder).resolve(file)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug.yml", "wish.yml"})
    void everyFieldOfAFormHasAnIdOfItsOwn(String form) {
        List<Object> ids = list(yaml(FORGE.resolve("ISSUE_TEMPLATE").resolve(form)), "body").stream()
                .filter(field -> !"markdown".equals(((Map<?, ?>) field).get("type")))
                .<Object>map(field -> ((Map<?, ?>) field).get("id"))
                .toList();

        assertThat(ids).isNotEmpty().doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void aReportAsksForWhatDoctorAndTimelineSayAndWarnsOfSecrets() throws IOException {
        String form = Files.readString(FORGE.resolve("ISSUE_TEMPLATE/bug.yml"));

        assertThat(found(COMMAND, 1, form))
                .contains("doctor", "timeline")
                .allMatch(name -> Main.commandLine().getSubcommands().containsKey(name));
        assertThat(form).contains("Remove tokens, webhook addresses", "SECURITY.md");
    }
}
