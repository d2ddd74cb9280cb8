package dev.byoc.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.AppSpec;
import dev.byoc.app.config.Check;
import dev.byoc.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in docker/, as far as they can be read without Docker and Caddy. */
class DockerTest {
    private static final Path DOCKER = Path.of("docker");
    private static final String DATA = "/var/lib/byoc";
    private static final String SECRETS = "/run/secrets";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:\\?[^}]*)?}");
    private static final Pattern COPY = Pattern.compile("COPY (\\S+) \\S+");

    @TempDir
    Path folder;

    private static Map<?, ?> yaml(String name) throws IOException {
        return (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DOCKER.resolve(name)));
    }

    private static Map<?, ?> map(Object of, String name) {
        return (Map<?, ?>) ((Map<?, ?>) of).get(name);
    }

    private static List<String> texts(Object of, String name) {
        List<?> list = (List<?>) ((Map<?, ?>) of).get(name);
        return list == null ? List.of() : list.stream().map(String::valueOf).toList();
    }

    private static Map<?, ?> service(String name) throws IOException {
        return map(map(yaml("compose.yaml"), "services"), name);
    }

    /** The environment that compose gives a service, with the variables of env.example. */
    private static Map<String, String> environment(String service) throws IOException {
        Properties example = new Properties();
        try (var text = Files.newBufferedReader(DOCKER.resolve("env.example"))) {
            example.load(text);
        }
        Map<String, String> environment = new TreeMap<>();
        map(service(service), "environment").forEach((name, value) -> {
            Matcher variable = VARIABLE.matcher(value.toString());
            environment.put(
                    name.toString(),
                    variable.replaceAll(each -> Matcher.quoteReplacement(example.getProperty(each.group(1)))));
        });
        return environment;
    }

    private static List<String> lines(String instruction) throws IOException {
        try (Stream<String> lines = Files.readString(DOCKER.resolve("Dockerfile"))
                .replace("\\\n", " ")
                .lines()) {
            return lines.filter(each -> each.startsWith(instruction + " ")).toList();
        }
    }

    /** What an instruction runs, in its JSON form. */
    private static List<String> run(String instruction) throws IOException {
        String line = lines(instruction).get(0);
        return Json.parse(line.substring(line.indexOf('[')).getBytes(StandardCharsets.UTF_8)).items().stream()
                .map(each -> each.textOr(""))
                .toList();
    }

    @Test
    void thereAreARelayADatabaseAndAProxyAndTheProxyAloneIsReachedFromOutside() throws IOException {
        Map<?, ?> services = map(yaml("compose.yaml"), "services");

        assertThat(services.keySet().stream().map(Object::toString)).containsExactlyInAnyOrder("relay", "db", "caddy");
        assertThat(texts(services.get("caddy"), "ports")).containsExactly("80:80", "443:443");
        assertThat(map(services, "relay").keySet().stream().map(Object::toString))
                .doesNotContain("ports", "network_mode");
        assertThat(map(services, "db").keySet().stream().map(Object::toString)).doesNotContain("ports", "network_mode");
    }

    @Test
    void theSecondPortStaysInItsContainer() throws IOException {
        assertThat(Files.readString(DOCKER.resolve("compose.yaml")) + Files.readString(DOCKER.resolve("Caddyfile")))
                .doesNotContain("8081");
        assertThat(Files.readString(DOCKER.resolve("byoc.yaml"))).doesNotContain("admin");
        assertThat(lines("EXPOSE"))
                .containsExactly("EXPOSE " + AppSpec.SPEC.setting("port").otherwise());
    }

    @Test
    void theMountedSettingsHaveNoFaultsWithTheEnvironmentAndSecretsOfTheRelay() throws IOException {
        String mount = ":" + DATA + "/byoc.yaml:ro";
        String source = texts(service("relay"), "volumes").stream()
                .filter(each -> each.endsWith(mount))
                .map(each -> each.substring(0, each.length() - mount.length()))
                .findFirst()
                .orElseThrow();
        for (String secret : texts(service("relay"), "secrets")) {
            Files.writeString(folder.resolve(secret), secret.equals("freshchat_webhook_key") ? key() : "not-a-secret");
        }
        String settings = Files.readString(DOCKER.resolve(source));
        Path copy = Files.writeString(folder.resolve("byoc.yaml"), settings.replace(SECRETS, folder.toString()));

        assertThat(settings).contains(SECRETS);
        assertThat(Check.faults(AppConfig.read(copy, environment("relay")))).isEmpty();
    }

    private static String key() throws IOException {
        return map(map(yaml("archive.yaml"), "byoc"), "freshchat")
                .get("webhook-key")
                .toString();
    }

    @Test
    void whatIsArchivedHasNoFaults() {
        assertThat(Check.faults(AppConfig.read(DOCKER.resolve("archive.yaml"), Map.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay", "db"})
    void everySecretOfAServiceIsDeclaredAsAFileThatIsNotCommitted(String service) throws IOException {
        Map<?, ?> declared = map(yaml("compose.yaml"), "secrets");

        assertThat(texts(service(service), "secrets"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(map(declared, each).get("file")).isEqualTo("./secrets/" + each));
        assertThat(DOCKER.resolve("secrets/.gitignore")).hasContent("*\n!.gitignore");
    }

    @Test
    void everyVolumeIsDeclaredOrAFileHere() throws IOException {
        Map<?, ?> declared = map(yaml("compose.yaml"), "volumes");
        List<String> sources = new ArrayList<>();
        for (String service : List.of("relay", "db", "caddy")) {
            texts(service(service), "volumes").forEach(each -> sources.add(each.split(":", -1)[0]));
        }

        assertThat(sources)
                .hasSize(5)
                .allMatch(each ->
                        each.startsWith("./") ? Files.isRegularFile(DOCKER.resolve(each)) : declared.containsKey(each));
    }

    @Test
    void theRelayIsGivenTheTimeToDrain() throws IOException {
        assertThat(service("relay").get("stop_grace_period")).isEqualTo("30s");
    }

    @Test
    void theProxyPassesOnWhatIsBelowThePublicUrlToTheRelaysPort() throws IOException {
        String proxy = Files.readString(DOCKER.resolve("Caddyfile"));

        assertThat(proxy)
                .contains(
                        "{$PUBLIC_HOST} {",
                        "reverse_proxy relay:" + AppSpec.SPEC.setting("port").otherwise())
                .contains("handle /byoc/* {");
        assertThat(proxy.chars().filter(each -> each == '{').count())
                .isEqualTo(proxy.chars().filter(each -> each == '}').count());
        assertThat(environment("caddy").get("PUBLIC_HOST")).isEqualTo("chat.example.com");
        assertThat(Files.readString(DOCKER.resolve("byoc.yaml"))).contains("public-url: https://${PUBLIC_HOST}/byoc\n");
    }

    @Test
    void whatIsCopiedIntoTheImageIsTheJarOrHereAndInTheContext() throws IOException {
        List<String> context = Files.readAllLines(DOCKER.resolve("Dockerfile.dockerignore"));
        List<String> copied = lines("COPY").stream()
                .filter(each -> !each.contains("--from="))
                .map(COPY::matcher)
                .filter(Matcher::matches)
                .map(each -> each.group(1))
                .toList();

        assertThat(copied)
                .hasSize(3)
                .allMatch(each -> each.equals("target/byoc-app.jar") || Files.isRegularFile(Path.of(each)))
                .allMatch(each -> context.contains("!" + each));
        assertThat(map(service("relay"), "build").get("context")).isEqualTo("..");
        assertThat(map(service("relay"), "build").get("dockerfile")).isEqualTo("docker/Dockerfile");
    }

    @Test
    void theImageRunsAsItsOwnUserAndKeepsItsData() throws IOException {
        assertThat(lines("USER")).containsExactly("USER byoc");
        assertThat(lines("VOLUME")).containsExactly("VOLUME " + DATA);
        assertThat(run("CMD")).containsExactly("serve", DATA + "/byoc.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENTRYPOINT", "HEALTHCHECK"})
    void theOptionsOfAreOnesOfTheJvm(String instruction) throws Exception {
        List<String> all = run(instruction);
        List<String> command = new ArrayList<>(all.subList(0, all.indexOf("-jar")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-version");
        Path said = folder.resolve("said");
        Process java = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(java.exitValue()).as(Files.readString(said)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void theNativeLibraryIsWhereTheImageTakesItFrom(String machine) throws IOException {
        String name = "libsqlitejdbc.so";

        assertThat(getClass().getResource("/org/sqlite/native/Linux/" + machine + "/" + name))
                .isNotNull();
        assertThat(lines("RUN").get(0)).contains("org/sqlite/native/Linux/$(uname -m)/" + name);
        assertThat(lines("COPY --from=native")).containsExactly("COPY --from=native /unpacked/" + name + " native/");
        assertThat(run("ENTRYPOINT")).contains("-Dorg.sqlite.lib.path=/opt/byoc/native");
    }
}
