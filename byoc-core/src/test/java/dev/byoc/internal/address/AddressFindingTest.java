package dev.byoc.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddressFindingTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| ([A-Z_]+) \\|", Pattern.MULTILINE);

    @Test
    void theGuideListsEachWithItsSeverity() throws IOException {
        String guide = Files.readString(Path.of("../docs/guides/doctor.md"));
        String section = guide.substring(guide.indexOf("\n## The public address"));
        List<String> told = ROW.matcher(section)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(told)
                .containsExactly(Arrays.stream(AddressFinding.values())
                        .map(each -> each.code() + " " + each.severity())
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(AddressFinding.class)
    void eachSaysWhatAndWhatToDoInWholeSentences(AddressFinding each) {
        assertThat(each.of("x", "y", "z").what()).doesNotContain("%s").matches("(?s)[A-Z].*[.?]");
        assertThat(each.of("x", "y", "z").remedy()).doesNotContain("%").matches("(?s)[A-Z].*[.?]");
    }
}
