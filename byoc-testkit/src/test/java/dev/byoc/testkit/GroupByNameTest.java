package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.testkit.server.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New conversations are given to a group, which the account names by its id or by its name. */
final class GroupByNameTest {
    private final Map<String, String> ids = new HashMap<>();
    private final List<EngineFixture> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(EngineFixture::close);
    }

    /** A relay whose account names this group. */
    private EngineFixture relay(String group, Consumer<EngineFixture> before) {
        EngineFixture fixture = new EngineFixture(Map.of("group", group), FakeChannel::new, builder -> {}, before);
        open.add(fixture);
        return fixture;
    }

    private EngineFixture relay(String group, String... there) {
        return relay(group, fixture -> add(fixture, there));
    }

    private void add(EngineFixture fixture, String... groups) {
        for (String name : groups) {
            ids.put(name, fixture.freshchat.addGroup(name));
        }
    }

    private String groupOfNew(EngineFixture fixture, String customer) {
        String conversation = fixture.customerWrites(customer, customer, "Hello");
        return fixture.freshchat.conversation(conversation).groupId();
    }

    /** What was told, once it is that often. */
    private static List<HealthChanged> told(EngineFixture fixture, int times) {
        fixture.whileTimePasses(fixture::awaitIdle);
        fixture.whileTimePasses(() -> fixture.await(() -> told(fixture).size() >= times));
        return told(fixture);
    }

    private static List<HealthChanged> told(EngineFixture fixture) {
        return fixture.changes("shop").stream()
                .filter(each -> each.kind().equals("group"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sales", "sales", " SALES "})
    void aGroupIsFoundByItsName(String name) {
        EngineFixture fixture = relay(name, "Support", "Sales");

        assertThat(groupOfNew(fixture, "anna")).isEqualTo(ids.get("Sales"));
        assertThat(told(fixture, 0)).isEmpty();
    }

    @Test
    void aGroupIsFoundBehindTheFirstPage() {
        EngineFixture fixture = relay("Sales", each -> {
            for (int i = 0; i < 60; i++) {
                add(each, "Group " + i);
            }
            add(each, "Sales");
        });

        assertThat(groupOfNew(fixture, "anna")).isEqualTo(ids.get("Sales"));
    }

    @Test
    void freshchatIsAskedOnceForManyConversations() {
        EngineFixture fixture = relay("Sales", "Sales");
        groupOfNew(fixture, "anna");
        int before = fixture.freshchat.calls("GET /groups");

        assertThat(groupOfNew(fixture, "bob")).isEqualTo(ids.get("Sales"));
        assertThat(fixture.freshchat.calls("GET /groups")).isEqualTo(before);
    }

    @Test
    void withoutAGroupFreshchatIsNotAsked() {
        EngineFixture fixture = new EngineFixture();
        open.add(fixture);
        fixture.relay.probe();

        assertThat(groupOfNew(fixture, "anna")).isEmpty();
        assertThat(fixture.freshchat.calls("GET /groups")).isZero();
    }

    @Test
    void aMissingGroupCostsNoMessageAndIsTold() {
        EngineFixture fixture = relay("Sales", "Support");

        assertThat(groupOfNew(fixture, "anna")).isEmpty();
        assertThat(told(fixture, 1)).singleElement().satisfies(change -> {
            assertThat(change.after()).isEqualTo(Status.DEGRADED);
            assertThat(change.cause()).contains("no group").doesNotContain("Sales");
        });
    }

    @Test
    void twoGroupsOfOneNameAreNoGroupAndAreTold() {
        EngineFixture fixture = relay("Sales", "Sales", "sales");

        assertThat(groupOfNew(fixture, "anna")).isEmpty();
        assertThat(told(fixture, 1))
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).contains("2 groups"));
    }

    @Test
    void aGroupThatIsMadeLaterIsFoundByTheNextProbe() {
        EngineFixture fixture = relay("Sales", "Support");
        groupOfNew(fixture, "anna");
        add(fixture, "Sales");

        fixture.relay.probe();

        assertThat(groupOfNew(fixture, "bob")).isEqualTo(ids.get("Sales"));
        assertThat(told(fixture, 2)).extracting(HealthChanged::began).containsExactly(true, false);
    }

    @Test
    void aGroupThatVanishesCostsNoMessageAndIsTold() {
        EngineFixture fixture = relay("Sales", "Sales");
        groupOfNew(fixture, "anna");
        fixture.freshchat.removeGroup(ids.get("Sales"));

        assertThat(groupOfNew(fixture, "bob")).isEmpty();
        assertThat(told(fixture, 1)).extracting(HealthChanged::began).containsExactly(true);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aGroupThatWasMadeAnewUnderItsNameIsUsedAtOnce() {
        EngineFixture fixture = relay("Sales", "Sales");
        groupOfNew(fixture, "anna");
        fixture.freshchat.removeGroup(ids.get("Sales"));
        add(fixture, "Sales");

        assertThat(groupOfNew(fixture, "bob")).isEqualTo(ids.get("Sales"));
        assertThat(told(fixture, 0)).isEmpty();
    }

    @Test
    void anotherRefusalIsNotTakenForTheGroups() {
        EngineFixture fixture = relay("Sales", "Sales");
        groupOfNew(fixture, "anna");
        fixture.freshchat.faults().next("POST /conversations", Fault.answer(400));

        fixture.post(FakeChannel.text("1", "bob", "Hello"));
        fixture.whileTimePasses(fixture::awaitIdle);

        assertThat(fixture.relay.deadLetters()).hasSize(1);
        assertThat(told(fixture, 0)).isEmpty();
    }

    @Test
    void aGroupIsFoundByItsId() {
        EngineFixture fixture = relay("group-7", each -> each.freshchat.addGroup("group-7", "Sales"));

        assertThat(groupOfNew(fixture, "anna")).isEqualTo("group-7");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void anIdIsUsedWhereGroupsCannotBeRead(int status) {
        EngineFixture fixture = relay("group-7", each -> {
            each.freshchat.addGroup("group-7", "Sales");
            each.freshchat.faults().always("GET /groups", Fault.answer(status));
        });

        assertThat(groupOfNew(fixture, "anna")).isEqualTo("group-7");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void aNameCostsNoMessageWhereGroupsCannotBeReadAndIsTold(int status) {
        EngineFixture fixture = relay("Sales", each -> {
            add(each, "Sales");
            each.freshchat.faults().always("GET /groups", Fault.answer(status));
        });

        assertThat(groupOfNew(fixture, "anna")).isEmpty();
        assertThat(told(fixture, 1))
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).contains("does not tell its groups"));
    }

    @Test
    void anOutageOfTheLookUpIsWaitedFor() {
        EngineFixture fixture = relay("Sales", each -> {
            add(each, "Sales");
            each.freshchat.faults().next("GET /groups", 3, Fault.answer(503));
        });

        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        fixture.whileTimePasses(() -> fixture.awaitRelayed("1"));

        assertThat(fixture.freshchat.conversations())
                .singleElement()
                .satisfies(conversation -> assertThat(conversation.groupId()).isEqualTo(ids.get("Sales")));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void theGroupsOfAllAccountsAreFoundByOneLook() {
        EngineFixture fixture = new EngineFixture(
                Map.of("group", "Sales"),
                FakeChannel::new,
                builder -> builder.account(
                        "second", new FakeChannelProvider(), Map.of("topic", EngineFixture.TOPIC, "group", "Support")),
                each -> add(each, "Sales", "Support"));
        open.add(fixture);
        fixture.whileTimePasses(fixture::awaitIdle);
        int before = fixture.freshchat.calls("GET /groups");

        fixture.relay.probe();

        assertThat(fixture.freshchat.calls("GET /groups")).isEqualTo(before + 1);
        assertThat(groupOfNew(fixture, "anna")).isEqualTo(ids.get("Sales"));
        assertThat(fixture.freshchat.calls("GET /groups")).isEqualTo(before + 1);
    }
}
