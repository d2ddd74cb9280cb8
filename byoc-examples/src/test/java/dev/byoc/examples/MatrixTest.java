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
    private static final Path PAGE = Path.of("../docs/reference/messengers.md");
    private static final String BEGIN = "<!-- what each messenger shows: written by MatrixTest -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void thePageOfMessengersHoldsWhatTheChannelsSay() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END, from);
        String right = page.substring(0, from) + Matrix.table() + page.substring(to);
        if (Boolean.getBoolean("byoc.write")) {
            Files.writeString(PAGE, right);
            return;
        }

        assertThat(page)
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
