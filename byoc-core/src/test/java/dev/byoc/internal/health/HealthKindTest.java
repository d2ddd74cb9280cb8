package dev.byoc.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HealthKindTest {
    private static final Pattern ROW = Pattern.compile(
            "^\\| `([^`]+)` \\| [^|]+ \\| (?:UP|DEGRADED|DOWN)[^|]* \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

    /** Also none that the relay does not know. */
    @Test
    void thePageOfOperatingTellsOfEveryKindWhatItMeansAndWhatToDo() throws IOException {
        List<String> told = ROW.matcher(Files.readString(Path.of("../docs/guides/operating.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(new TreeSet<>(told))
                .isEqualTo(new TreeSet<>(
                        Arrays.stream(HealthKind.values()).map(HealthKind::word).toList()));
    }
}
