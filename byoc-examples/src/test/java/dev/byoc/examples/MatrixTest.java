package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {
    private static final Path PAGE = Path.of("../docs/reference/messengers.md");
    private static final String BEGIN = "<!-- what each messenger shows: written by MatrixTest -->\n";

    @Test
    void thePageOfMessengersHoldsWhatTheChannelsSay() throws IOException {
        GeneratedPart.assertHolds(PAGE, BEGIN, Matrix.table(), MatrixTest.class);
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
