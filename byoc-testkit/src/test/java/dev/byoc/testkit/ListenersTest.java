package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.Delivered;
import dev.byoc.event.RelayEvent.Stored;
import dev.byoc.event.RelayEventListener;
import dev.byoc.event.RelayListener;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.testkit.WildChannel.Hang;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several listeners: each hears everything, whatever the others do. */
final class ListenersTest {
    private final List<RelayEvent> heard = new CopyOnWriteArrayList<>();
    private final List<Hang> hangs = new ArrayList<>();
    private static final Map<String, String> QUIET = Map.of("sent-from-code", "off");

    private EngineFixture fixture = new EngineFixture(QUIET);

    private void restart(Consumer<RelayBuilder> more) {
        fixture.close();
        fixture = new EngineFixture(QUIET, FakeChannel::new, more);
    }

    @AfterEach
    void close() {
        hangs.forEach(Hang::release);
        fixture.close();
    }

    private static void await(BooleanSupplier until) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void send(int n) {
        fixture.relay.send("shop", "anna", "offer " + n, List.of(new Content.Text("Hi")));
    }

    private void awaitDelivered(int n) {
        await(() -> heard.stream().filter(Delivered.class::isInstance).count() == n);
    }

    private List<String> kinds() {
        return heard.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Test
    void eachListenerHearsEachEvent() {
        List<RelayEvent> others = new CopyOnWriteArrayList<>();
        RelayListener other = others::add;
        restart(builder -> builder.listener(other).listener(heard::add));

        send(1);
        awaitDelivered(1);

        assertThat(kinds()).containsExactly("Stored", "Delivered");
        assertThat(fixture.relay.awaitHeard(other, Duration.ofSeconds(30))).isTrue();
        assertThat(others).containsExactlyElementsOf(heard);
    }

    @Test
    void whetherAListenerHasHeardAllCanBeAsked() {
        Hang hang = new Hang();
        hangs.add(hang);
        RelayListener hung = event -> hang.call();
        restart(builder -> builder.listener(hung));
        assertThat(fixture.relay.awaitHeard(hung, Duration.ZERO)).isTrue();

        send(1);

        assertThat(fixture.relay.awaitHeard(hung, Duration.ofMillis(1))).isFalse();
        hang.release();
        assertThat(fixture.relay.awaitHeard(hung, Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void listenerThatIsAddedTwiceHearsEachEventOnce() {
        RelayListener same = heard::add;
        restart(builder -> builder.listener(same).listener(event -> {}).listener(same));

        send(1);
        awaitDelivered(1);

        assertThat(kinds()).containsExactly("Stored", "Delivered");
    }

    /** Two listeners may be equal and count different things. */
    @Test
    void equalListenersAreTwo() {
        record Adding(String name, List<String> to) implements RelayListener {
            @Override
            public void on(RelayEvent event) {
                to.add(name);
            }
        }
        List<String> order = new CopyOnWriteArrayList<>();
        restart(builder -> builder.listener(new Adding("same", order))
                .listener(new Adding("same", order))
                .listener(heard::add));

        send(1);
        awaitDelivered(1);
        await(() -> order.size() >= 4);

        assertThat(order).hasSize(4);
    }

    @Test
    void listenerOverridesTheEventsThatItWantsToHear() {
        List<Object> keys = new CopyOnWriteArrayList<>();
        restart(builder -> builder.listener(new RelayEventListener() {
                    @Override
                    public void onStored(Stored event) {
                        keys.add(event.eventKey());
                    }

                    @Override
                    public void onDelivered(Delivered event) {
                        keys.add(event.attempt());
                    }
                })
                .listener(heard::add));

        send(1);
        await(() -> keys.size() >= 2);

        assertThat(keys).containsExactly("host:shop:offer 1", 1);
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void listenerThatEndsInAnyWayKeepsNoOtherFromHearing(Wild wild) {
        restart(builder -> builder.listener(event -> {
                    try {
                        wild.call();
                    } catch (Throwable e) {
                        throw Wild.<RuntimeException>sneaky(e);
                    }
                })
                .listener(heard::add));

        send(1);
        awaitDelivered(1);

        assertThat(kinds()).containsExactly("Stored", "Delivered");
    }

    /** Not even once it is no longer told itself. */
    @Test
    void listenerThatHangsKeepsNoOtherFromHearing() {
        Hang hang = new Hang();
        hangs.add(hang);
        restart(builder -> builder.listener(event -> hang.call()).listener(heard::add));

        fixture.whileTimePasses(() -> {
            for (int n = 1; n <= 10; n++) {
                send(n);
            }
            awaitDelivered(10);
            await(() -> fixture.relay.health().parts().stream()
                    .anyMatch(part -> String.valueOf(part.trouble()).contains("No more are made")));
        });

        assertThat(heard).filteredOn(Stored.class::isInstance).hasSize(10);
        assertThat(heard).filteredOn(Delivered.class::isInstance).hasSize(10);
        assertThat(hang.calls).isEqualTo(8);
        assertThat(fixture.relay.health().parts())
                .filteredOn(part -> part.name().equals("relay"))
                .singleElement()
                .satisfies(part -> {
                    assertThat(part.status()).isEqualTo(Health.Status.DEGRADED);
                    assertThat(part.trouble())
                            .contains("calls have not returned")
                            .contains("No more are made of listener 2 (" + ListenersTest.class.getName() + ")");
                });
    }

    // What a listener may do with the relay

    private String stateOf(String eventKey) {
        return fixture.relay.timeline(eventKey).stream()
                .findFirst()
                .map(each -> each.state().name())
                .orElse("");
    }

    @Test
    void listenerMayAskTheRelayForAnythingAtAnyEvent() {
        List<Object> found = new CopyOnWriteArrayList<>();
        restart(builder -> builder.listener(event -> {
                    found.add(fixture.relay.health().toJson());
                    found.add(fixture.relay.registrations());
                    found.add(fixture.relay.deadLetters());
                    found.add(fixture.relay.timeline("host:shop:offer 1"));
                    heard.add(event);
                })
                .listener(event -> fixture.relay.probe()));

        send(1);
        awaitDelivered(1);

        assertThat(kinds()).containsExactly("Stored", "Delivered");
        assertThat(found).hasSize(8);
    }

    @Test
    void listenerMaySendSomethingMoreToTheSameCustomer() {
        restart(builder -> builder.listener(event -> {
            heard.add(event);
            if (event instanceof Delivered delivered && delivered.eventKey().endsWith("offer 1")) {
                send(2);
            }
        }));

        send(1);
        awaitDelivered(2);

        assertThat(kinds()).containsExactly("Stored", "Delivered", "Stored", "Delivered");
    }

    @Test
    void listenerMayReplayADeadLetterAsSoonAsItHearsOfIt() {
        restart(builder -> builder.listener(event -> {
            heard.add(event);
            if (event instanceof RelayEvent.DeadLettered dead) {
                fixture.relay.replayAll(DeadLetterFilter.ALL.account("shop"));
                assertThat(dead.attempt()).isEqualTo(1);
            }
        }));
        fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "no"));

        send(1);
        awaitDelivered(1);

        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(heard).filteredOn(RelayEvent.DeadLettered.class::isInstance).hasSize(1);
    }

    @Test
    void listenerMayForgetTheCustomerOfWhomItHears() {
        restart(builder -> builder.listener(event -> {
            if (event instanceof Stored stored && stored.eventKey().endsWith("offer 1")) {
                fixture.relay.forget("shop", "anna");
            }
            heard.add(event);
        }));

        send(1);
        await(() -> !heard.isEmpty());
        send(2);
        await(() -> stateOf("host:shop:offer 2").equals("DONE") && heard.size() > 2);

        assertThat(heard).filteredOn(Stored.class::isInstance).hasSize(2);
    }

    /** It closes what waits for it. */
    @Test
    void listenerMayCloseTheRelay() {
        restart(builder -> builder.drainFor(Duration.ZERO).listener(event -> {
            heard.add(event);
            if (event instanceof Delivered) {
                fixture.relay.close();
                heard.add(new RelayEvent.Resumed("closed"));
            }
        }));

        send(1);
        await(() -> kinds().contains("Resumed"));

        assertThat(kinds()).containsExactly("Stored", "Delivered", "Resumed");
        assertThat(fixture.relay.health().status()).isEqualTo(Health.Status.DOWN);
    }

    @Test
    void listenerThatIsAddedToTheBuilderLaterHearsNothing() {
        List<RelayBuilder> builders = new ArrayList<>();
        restart(builder -> {
            builders.add(builder);
            builder.listener(event -> {
                builders.get(0).listener(later -> heard.add(new RelayEvent.Resumed("later")));
                heard.add(event);
            });
        });

        send(1);
        awaitDelivered(1);

        assertThat(kinds()).containsExactly("Stored", "Delivered");
    }
}
