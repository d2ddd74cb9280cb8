package dev.byoc.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RelayEventListenerTest {
    /** What was called beside {@code on}: the method, then what it was given. */
    private final List<Object> heard = new ArrayList<>();

    private final RelayEventListener listener = (RelayEventListener) Proxy.newProxyInstance(
            RelayEventListener.class.getClassLoader(),
            new Class<?>[] {RelayEventListener.class},
            (proxy, method, arguments) -> {
                if (!method.getName().equals("on")) {
                    heard.add(method.getName());
                    heard.add(arguments[0]);
                }
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            });

    static Stream<RelayEvent> events() {
        return kinds(RelayEvent.class).map(kind -> (RelayEvent) sample(kind));
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(each -> kinds(each))
                : Stream.of(type);
    }

    private static Object sample(Class<?> type) {
        if (type.isRecord()) {
            RecordComponent[] parts = type.getRecordComponents();
            try {
                var constructor = type.getDeclaredConstructor(
                        Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
                return constructor.newInstance(
                        Arrays.stream(parts).map(part -> sample(part.getType())).toArray());
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(type.getName(), e);
            }
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return Stream.<Object>of("words", 1, true, Duration.ZERO, Instant.EPOCH, List.of())
                .filter(value -> type.isInstance(value) || type == primitive(value))
                .findFirst()
                .orElseThrow();
    }

    private static Object primitive(Object value) {
        return value instanceof Integer ? int.class : value instanceof Boolean ? boolean.class : void.class;
    }

    @ParameterizedTest
    @MethodSource("events")
    void eachKindOfEventIsHeardByItsOwnMethodAndByNoOther(RelayEvent event) {
        listener.on(event);

        assertThat(heard).containsExactly("on" + event.getClass().getSimpleName(), event);
    }

    @Test
    void thereIsNoMethodThatIsNeverCalled() {
        assertThat(RelayEventListener.class.getDeclaredMethods()).hasSize((int) events().count() + 1);
    }
}
