package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link ChaosTest} is worth: the same run, on a relay that was compiled from its own sources with one part switched off, fails and
 * names what is missing. Nothing in the relay itself can be switched off.
 */
class ChaosBreaksTest {
    private static final long SEED = 0;
    private static final int CUSTOMERS = 60;

    @TempDir
    Path folder;

    /** A part of the relay, and what is put behind the opening brace of its methods so that it does nothing. */
    enum Part {
        /** Code that is not ours is called as it is. */
        GUARD(
                List.of("Guard.java"),
                Map.of(
                        "public <T> Result<T> call(Site site, Callable<@Nullable T> code) {",
                        "if (true) { return bare(code); }",
                        "static <T> Result<T> tried(String name, Callable<@Nullable T> code) {",
                        "if (true) { return bare(code); }",
                        "public final class Guard {",
                        """
                        private static <T> Result<T> bare(Callable<T> code) {
                            return Guard.<T, RuntimeException>thrown(code);
                        }
                        @SuppressWarnings("unchecked")
                        private static <T, E extends Throwable> Result<T> thrown(Callable<T> code) throws E {
                            try {
                                return new Result.Returned<>(code.call());
                            } catch (Throwable e) {
                                throw (E) e;
                            }
                        }
                        """),
                "it did not come to that"),
        /** The timer and the workers end with whatever is thrown in them. */
        WATCH(
                List.of("Background.java", "PoisonEntries.java"),
                Map.of(
                        "private Runnable caught(String what, Runnable task) {",
                        "if (true) { return task; }",
                        "List<Claim> deadLetter(Poison entry) {",
                        "if (true) { return List.of(); }"),
                "it did not come to that"),
        /** No agent is told what became of an answer. */
        NOTES(
                List.of("AgentNotes.java"),
                Map.of(
                        "private Change deadLetterNote(Entry entry, @Nullable String own, NotePhrase why, boolean unknown) {",
                        "if (true) { return Change.NONE; }"),
                "were not sent");

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> files;

        @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
        private final Map<String, String> inserts;

        private final String missing;

        Part(List<String> files, Map<String, String> inserts, String missing) {
            this.files = files;
            this.inserts = inserts;
            this.missing = missing;
        }
    }

    @Test
    void theRunPassesOnTheRelayAsItIs() throws Exception {
        assertThat(played()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void theRunFailsWithoutAPartAndNamesWhatIsMissing(Part part) throws Exception {
        compileWithout(part);

        assertThat(played()).isInstanceOf(AssertionError.class).hasMessageContaining(part.missing);
    }

    private void compileWithout(Part part) throws IOException {
        Map<Path, String> changed = new LinkedHashMap<>();
        for (String file : part.files) {
            changed.put(folder.resolve(file), Files.readString(source(file)));
        }
        part.inserts.forEach((at, insert) -> {
            assertThat(String.join("", changed.values()).split(Pattern.quote(at), -1))
                    .as("%s has %s once", part.files, at)
                    .hasSize(2);
            changed.replaceAll((file, code) -> code.replace(at, at + "\n" + insert));
        });
        List<String> arguments = new ArrayList<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        arguments.addAll(List.of("-nowarn", "-proc:none", "-cp", path, "-d", folder.toString()));
        for (Map.Entry<Path, String> source : changed.entrySet()) {
            arguments.add(Files.writeString(source.getKey(), source.getValue()).toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(status).as("the changed source compiles").isZero();
    }

    private static Path source(String file) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("..", "byoc-core", "src", "main", "java"))) {
            return sources.filter(path -> path.endsWith(file)).findFirst().orElseThrow();
        }
    }

    /** Null: it passed; else how it failed. */
    private Throwable played() throws Exception {
        List<URL> classes = new ArrayList<>(List.of(folder.toUri().toURL()));
        for (Class<?> of : List.of(RelayEngine.class, FakeFreshchat.class, ChaosRun.class)) {
            classes.add(of.getProtectionDomain().getCodeSource().getLocation());
        }
        try (Apart loader = new Apart(classes.toArray(new URL[0]))) {
            Method play = loader.loadClass(ChaosRun.class.getName()).getDeclaredMethod("play", long.class, int.class);
            play.setAccessible(true);
            play.invoke(null, SEED, CUSTOMERS);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    /** Has classes of the project of its own, and the rest in common. */
    private static final class Apart extends URLClassLoader {
        Apart(URL[] classes) {
            super(classes, ChaosBreaksTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.byoc.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
    }
}
