package dev.byoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.byoc.http.Http;
import dev.byoc.json.Json;
import dev.byoc.store.spi.Journal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollaboratorsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importClasses(
                    Http.class,
                    Json.class,
                    Journal.class,
                    Secret.class,
                    Plain.class,
                    Context.class,
                    Nested.class,
                    Nested.Part.class,
                    Handed.class,
                    Held.class);

    record Plain(String name, Duration length) {}

    record Context(Journal journal, Http http, Plain plain) {}

    @SuppressWarnings("UnusedVariable")
    static final class Held {
        private static final Clock SHARED = Clock.systemUTC();

        private final Map<String, Http> clients = Map.of();
        private final List<Plain> values = List.of();
        private final Secret secret = Secret.of("s");
        private Duration state = Duration.ZERO;
    }

    @SuppressWarnings("UnusedVariable")
    static final class Nested {
        static final class Part {
            private Journal journal;
            private Clock clock;
        }

        private Part part;
        private Http http;
    }

    @SuppressWarnings("UnusedVariable")
    static final class Handed {
        private final Journal kept;

        Handed(Context context, Runnable then, String name) {
            this.kept = context.journal();
        }
    }

    private static List<String> of(Class<?> type) {
        return Collaborators.of(CLASSES.get(type)).stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .toList();
    }

    @Test
    void valuesStateAndConstantsAreNone() {
        assertThat(of(Held.class)).containsExactly("Http");
    }

    @Test
    void aRecordOfThePackageIsWhatItCarries() {
        assertThat(of(Handed.class)).containsExactly("Http", "Journal", "Runnable");
    }

    @Test
    void aNestedClassIsWhatItCarries() {
        assertThat(of(Nested.class)).containsExactlyInAnyOrder("Http", "Journal", "Clock");
    }
}
