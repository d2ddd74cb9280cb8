package dev.byoc.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KindTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| ([A-Z_]+)", Pattern.MULTILINE);

    @Test
    void theGuideListsEachWithItsSeverity() throws IOException {
        String guide = Files.readString(Path.of("../docs/guides/doctor.md"));
        String section = guide.substring(guide.indexOf("\n## The command"), guide.indexOf("\n## Freshchat's rights"));
        List<String> told = ROW.matcher(section)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(told)
                .containsExactly(Arrays.stream(Kind.values())
                        .map(each -> each.code() + " " + each.severity())
                        .toArray(String[]::new));
    }

    @Test
    void whatCanBeTypedIsToldAsItIsTyped() {
        assertThat(Kind.WEBHOOK_NOWHERE.of("shop").remedy()).contains("java -jar byoc-app.jar webhook register");
    }
}
