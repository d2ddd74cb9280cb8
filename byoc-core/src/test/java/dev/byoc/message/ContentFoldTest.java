package dev.byoc.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentFoldTest {
    private static final Media MEDIA = Media.at("https://media.example.com/a");

    static Stream<Content> contents() {
        return Stream.of(
                new Content.Text("a"),
                new Content.Image(MEDIA, null),
                new Content.Video(MEDIA, null),
                new Content.Audio(MEDIA, null),
                new Content.File(MEDIA, null),
                new Content.Location(0, 0, null),
                new Content.Contact("a", null),
                new Content.Sticker(null, "a"),
                new Content.Link(URI.create("https://example.com"), null),
                new Content.Buttons("a", List.of()),
                new Content.Cards(List.of()),
                new Content.Unsupported("a", null));
    }

    @Test
    void everyKindIsTried() {
        assertThat(contents().<Class<?>>map(Content::getClass))
                .containsExactlyInAnyOrder(Content.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void eachKindGoesToTheMethodOfItsName(Content content) throws Exception {
        ContentFold<Object, Exception> names = named();

        assertThat(names.of(content))
                .isEqualTo(content.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void kindsWithoutAMethodAreOtherwise(Content content) throws Exception {
        ContentFold<Content, Exception> rest = other -> other;

        assertThat(rest.of(content)).isSameAs(content);
    }

    /** Answers each method by its name. */
    @SuppressWarnings("unchecked")
    private static ContentFold<Object, Exception> named() {
        return (ContentFold<Object, Exception>) Proxy.newProxyInstance(
                ContentFold.class.getClassLoader(), new Class<?>[] {ContentFold.class}, (self, method, arguments) -> {
                    Method of = ContentFold.class.getMethod("of", Content.class);
                    return method.equals(of)
                            ? java.lang.reflect.InvocationHandler.invokeDefault(self, method, arguments)
                            : method.getName();
                });
    }
}
