package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a build that fails says, and what it leaves behind. */
class BuildTest {
    @TempDir
    Path folder;

    private final FakeFreshchat freshchat = new FakeFreshchat();

    @AfterEach
    void close() {
        freshchat.close();
    }

    private RelayBuilder withoutAccount() {
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .publicUrl(URI.create("https://chat.example.com/byoc"));
    }

    private RelayBuilder withAccount() {
        return withoutAccount()
                .account("shop", new FakeChannelProvider("fake", FakeChannel::new), Map.of("topic", "Support"));
    }

    private static FakeChannelProvider refusing() {
        return new FakeChannelProvider("strict", context -> {
            throw new ConfigurationException("the token is too short");
        });
    }

    @Test
    void storeThatCannotBeOpenedIsNoFaultOfTheSettingsAndMayBeTriedAgain() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));
        RelayBuilder builder = withAccount().store(JdbcStore.embedded(plain.resolve("relay.db")));

        assertThatThrownBy(builder::build).isInstanceOf(StoreException.class).hasMessageContaining("cannot write");
        Files.delete(plain);

        builder.build().close();
    }

    @Test
    void nothingIsMadeInAStoreForSettingsThatCannotWork() {
        Path file = folder.resolve("relay.db");
        RelayBuilder builder = withoutAccount().store(JdbcStore.embedded(file));

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("account(...) is missing");
        assertThat(file).doesNotExist();
    }

    @Test
    void faultsOfTheCoresSettingsAndOfTheChannelsAreNamedAtOnceAndNothingIsMade() {
        Path file = folder.resolve("relay.db");
        RelayBuilder builder = withAccount()
                .account("no-topic", new FakeChannelProvider("fake", FakeChannel::new), Map.of())
                .account("strict", refusing(), Map.of("topic", "Support"))
                .store(JdbcStore.embedded(file));

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("account 'no-topic': ", "account 'strict': the token is too short");
        assertThat(file).doesNotExist();
    }

    private static Stream<Arguments> faultyStores() {
        return Stream.of(
                Arguments.of(
                        JdbcStore.embedded(null).maxOpenEntries(0),
                        List.of("JdbcStore.embedded(...) is missing", "JdbcStore.maxOpenEntries")),
                Arguments.of(JdbcStore.of(null), List.of("JdbcStore.of(...)")));
    }

    @ParameterizedTest
    @MethodSource("faultyStores")
    void faultsOfTheStoreComeWithThoseOfTheOtherSettings(JdbcStore store, List<String> faults) {
        RelayBuilder builder = withAccount().drainFor(Duration.ofSeconds(-1)).store(store);

        assertThatThrownBy(builder::build).isInstanceOfSatisfying(ConfigurationException.class, thrown -> {
            assertThat(thrown.faults()).hasSize(faults.size() + 1);
            faults.forEach(fault -> assertThat(thrown.faults())
                    .filteredOn(each -> each.contains(fault))
                    .hasSize(1));
        });
    }

    @Test
    void storeOfABuildThatFailedIsClosedAndSaysSo() {
        JdbcStore store = JdbcStore.embedded(folder.resolve("relay.db"));
        assertThatThrownBy(() -> withoutAccount().store(store).build()).isInstanceOf(ConfigurationException.class);

        assertThatThrownBy(() -> withAccount().store(store).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed by a build that failed");
        withAccount()
                .store(JdbcStore.embedded(folder.resolve("relay.db")))
                .build()
                .close();
    }

    /** The channel alone knows of that fault, and only once it has an address with a secret of the store. */
    @Test
    void fileOfABuildThatFailedLateCanBeUsedByTheNextOne() {
        Path file = folder.resolve("relay.db");
        RelayBuilder builder = withoutAccount()
                .account("strict", refusing(), Map.of("topic", "Support"))
                .store(JdbcStore.embedded(file));
        assertThatThrownBy(builder::build).isInstanceOf(ConfigurationException.class);

        withAccount().store(JdbcStore.embedded(file)).build().close();
    }

    @Test
    void storeOfARunningRelayServesNoSecondOneAndStillServesTheFirst() {
        JdbcStore store = JdbcStore.embedded(folder.resolve("relay.db"));
        try (RelayEngine relay = withAccount().store(store).build()) {
            assertThatThrownBy(() -> withAccount().store(store).build())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("serves a relay already");

            assertThat(relay.health().open()).isZero();
        }
        assertThatThrownBy(() -> withAccount().store(store).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }
}
