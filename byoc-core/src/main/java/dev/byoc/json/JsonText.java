package dev.byoc.json;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it travels: one value in UTF-8. Reading and writing know the tree only by its nodes' values, each of which is null, a string, a
 * boolean, {@link Digits}, a list of nodes, or a map of nodes by name. Immutable.
 *
 * @param <N> a node of the tree
 */
final class JsonText<N> {
    /** A number as it stood in the source. */
    record Digits(String source) {
        private static final int MOST = 18;

        /** Of digits alone, as many as fit a long: nearly every number is one. Else -1. */
        static long plain(String text) {
            int length = text.length();
            if (length == 0 || length > MOST) {
                return -1;
            }
            long number = 0;
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                if (c < '0' || c > '9') {
                    return -1;
                }
                number = 10 * number + (c - '0');
            }
            return number;
        }
    }

    private final Function<@Nullable Object, N> node;
    private final Function<N, @Nullable Object> value;

    /**
     * For trees of these nodes.
     *
     * @param node makes a node of a value
     * @param value the value of a node
     */
    JsonText(Function<@Nullable Object, N> node, Function<N, @Nullable Object> value) {
        this.node = node;
        this.value = value;
    }

    N parse(byte[] utf8) {
        mustBeUtf8(utf8);
        int mark = byteOrderMark(utf8);
        Buffer buffer = new Buffer().write(utf8, mark, utf8.length - mark);
        if (buffer.exhausted()) {
            throw new JsonException("empty body");
        }
        try (JsonReader reader = JsonReader.of(buffer)) {
            N root = read(reader);
            if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
                throw new JsonException("more than one JSON value");
            }
            return root;
        } catch (IOException | JsonDataException e) {
            // Moshi's texts quote keys and paths, which are the sender's words.
            throw new JsonException("malformed JSON");
        }
    }

    private static void mustBeUtf8(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                try {
                    // The decoder reports what okio would silently replace.
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                    return;
                } catch (CharacterCodingException e) {
                    throw new JsonException("not UTF-8");
                }
            }
        }
    }

    /** How many bytes of it there are. */
    private static int byteOrderMark(byte[] utf8) {
        boolean there =
                utf8.length >= 3 && (utf8[0] & 0xFF) == 0xEF && (utf8[1] & 0xFF) == 0xBB && (utf8[2] & 0xFF) == 0xBF;
        return there ? 3 : 0;
    }

    private N read(JsonReader reader) throws IOException {
        return node.apply(
                switch (reader.peek()) {
                    case BEGIN_OBJECT -> {
                        Map<String, N> fields = new LinkedHashMap<>();
                        reader.beginObject();
                        while (reader.hasNext()) {
                            fields.put(reader.nextName(), read(reader));
                        }
                        reader.endObject();
                        yield fields;
                    }
                    case BEGIN_ARRAY -> {
                        List<N> items = new ArrayList<>();
                        reader.beginArray();
                        while (reader.hasNext()) {
                            items.add(read(reader));
                        }
                        reader.endArray();
                        yield items;
                    }
                    case STRING -> reader.nextString();
                    case NUMBER -> new Digits(reader.nextString());
                    case BOOLEAN -> reader.nextBoolean();
                    case NULL -> reader.nextNull();
                    default -> throw new JsonException("malformed JSON");
                });
    }

    /** Compact JSON in UTF-8. */
    byte[] bytes(N root) {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setSerializeNulls(true);
            write(writer, root);
        } catch (IOException e) {
            throw new IllegalStateException("a memory buffer failed", e);
        }
        return buffer.readByteArray();
    }

    @SuppressWarnings("unchecked") // lists and maps hold nodes alone
    private void write(JsonWriter writer, N written) throws IOException {
        Object it = value.apply(written);
        if (it instanceof Map) {
            writer.beginObject();
            for (Map.Entry<String, N> field : ((Map<String, N>) it).entrySet()) {
                writer.name(field.getKey());
                write(writer, field.getValue());
            }
            writer.endObject();
        } else if (it instanceof List) {
            writer.beginArray();
            for (N item : (List<N>) it) {
                write(writer, item);
            }
            writer.endArray();
        } else if (it instanceof Digits digits) {
            long plain = Digits.plain(digits.source());
            if (plain >= 0) {
                writer.value(plain);
            } else {
                writer.value(new BigDecimal(digits.source()));
            }
        } else if (it instanceof Boolean truth) {
            writer.value(truth);
        } else {
            writer.value((String) it);
        }
    }
}
