package dev.byoc.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreshchatRightsTableTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| ([A-Z_]+) \\|", Pattern.MULTILINE);

    @Test
    void theGuideListsEachWithItsSeverity() throws IOException {
        String guide = Files.readString(Path.of("../docs/guides/doctor.md"));
        String section =
                guide.substring(guide.indexOf("\n## Freshchat's rights"), guide.indexOf("\n## The public address"));
        List<String> told = ROW.matcher(section)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(told)
                .containsExactlyElementsOf(Stream.concat(
                                Arrays.stream(FreshchatRights.Right.values())
                                        .map(each -> each.code() + " " + each.severity()),
                                Stream.of(
                                        FreshchatRights.TOKEN + " FAULT",
                                        FreshchatRights.NOT_ASKED + " NOT_CHECKED",
                                        FreshchatRights.WRITING + " NOT_CHECKED"))
                        .toList());
    }
}
