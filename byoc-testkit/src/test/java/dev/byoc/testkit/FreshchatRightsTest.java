package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.testkit.server.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rights the token of Freshchat lacks, one by one. */
class FreshchatRightsTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<Finding> found() {
        return fixture.relay.checkFreshchat();
    }

    @Test
    void ofAWholeTokenNothingIsFoundButWhatCannotBeAsked() {
        assertThat(found())
                .extracting(Finding::code, Finding::severity)
                .containsExactly(tuple("freshchat-writing", Severity.NOT_CHECKED));
        assertThat(fixture.freshchat.users()).isEmpty();
        assertThat(fixture.freshchat.posted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /accounts/configuration, read-account, WARNING",
        "GET /channels, read-topics, FAULT",
        "GET /users, read-users, FAULT",
        "GET /conversations/{id}, read-conversations, FAULT",
        "GET /conversations/{id}/messages, read-messages, WARNING",
        "GET /groups, read-groups, WARNING",
        "GET /agents, read-agents, WARNING"
    })
    void aRightThatIsMissingIsNamed(String call, String code, Severity severity) {
        fixture.freshchat.faults().always(call, Fault.answer(403));

        assertThat(found())
                .extracting(Finding::code, Finding::severity)
                .contains(tuple(code, severity))
                .hasSize(2);
    }

    @Test
    void aTokenThatIsRefusedIsOneFinding() {
        fixture.freshchat.faults().always("GET /accounts/configuration", Fault.answer(401));

        assertThat(found()).extracting(Finding::code).containsExactly("freshchat-token");
    }

    @Test
    void aServerThatFailsSaysNothingOfRights() {
        fixture.freshchat.faults().always("GET /groups", Fault.answer(500));

        assertThat(found())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder("freshchat-writing", "freshchat-not-asked");
    }
}
