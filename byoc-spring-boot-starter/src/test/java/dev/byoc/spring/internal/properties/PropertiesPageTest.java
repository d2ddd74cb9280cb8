package dev.byoc.spring.internal.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/spring-properties.md is made of the metadata that editors read. */
class PropertiesPageTest {
    private static final Path PAGE = Path.of("../docs/reference/spring-properties.md");
    private static final String BEGIN = "<!-- made by PropertiesPageTest -->\n";
    private static final String END = "<!-- end -->";

    private static Json metadata() throws IOException {
        try (InputStream in =
                PropertiesPageTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return Json.parse(in.readAllBytes());
        }
    }

    private static String table() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Json each : metadata().get("properties").items()) {
            Json value = each.get("defaultValue");
            String type = each.get("type").text();
            rows.add("| `" + each.get("name").text() + "` | " + kind(type) + " | "
                    + (!value.isPresent() ? "" : "`" + shown(value) + "`") + " | "
                    + each.get("description").text() + " |");
        }
        return "| property | kind | unless set | what |\n|---|---|---|---|\n"
                + rows.stream().sorted().collect(Collectors.joining("\n")) + "\n";
    }

    private static String shown(Json value) {
        return new String(value.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"", "")
                .replaceAll("\\.0$", "");
    }

    private static String kind(String type) {
        if (type.startsWith("java.util.List")) {
            return "texts";
        }
        String simple = type.replaceAll("<.*", "").replaceAll(".*\\.", "");
        return switch (simple) {
            case "String" -> "text";
            case "Boolean" -> "yes or no";
            case "Integer", "Double" -> "number";
            case "Duration" -> "duration";
            case "DataSize" -> "size";
            case "Instant" -> "time";
            default -> "group";
        };
    }

    private static String accountNames() {
        List<String> names = new ArrayList<>();
        PropertyNames.ACCOUNT.all().forEach(each -> names.add("`" + each.name() + "`"));
        return "\nBelow `byoc.accounts.<id>`: " + String.join(", ", names) + ", and any name below `settings`.\n\n";
    }

    @Test
    void thePageIsThatOfTheMetadata() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String made = page.substring(0, begin) + "\n" + table() + accountNames() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("byoc.write")) {
            Files.writeString(PAGE, made);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    @Test
    void everyPropertyHasASentence() throws IOException {
        assertThat(metadata().get("properties").items())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.get("description").text()).endsWith("."));
    }
}
