package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {
    private static final Path README = Path.of("../README.md");
    private static final String BEGIN = "<!-- what each messenger shows: written by MatrixTest -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void theReadmeHoldsWhatTheChannelsSay() throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf(BEGIN) + BEGIN.length();
        int to = readme.indexOf(END, from);
        String right = readme.substring(0, from) + Matrix.table() + readme.substring(to);
        if (Boolean.getBoolean("byoc.write")) {
            Files.writeString(README, right);
            return;
        }

        assertThat(readme)
                .as("write it anew: mvn -B -pl byoc-examples -am test -Dtest=MatrixTest -Dbyoc.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(right);
    }

    @Test
    void everyKindOfContentHasARow() {
        assertThat(Matrix.rows()).hasSameElementsAs(kinds());
    }

    private static List<Class<? extends Content>> kinds() {
        List<Class<? extends Content>> kinds = new ArrayList<>();
        for (Class<?> kind : Content.class.getPermittedSubclasses()) {
            kinds.add(kind.asSubclass(Content.class));
        }
        return kinds;
    }
}
