package dev.byoc.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentAliasesTest {
    private static AccountOptions read(String text, List<String> faults) {
        return AccountOptions.of(
                AccountOptions.SPEC
                        .read(Map.of("topic", "Support", "agent-aliases", text))
                        .settings(),
                Map.of(),
                faults);
    }

    private static AccountOptions read(String text) {
        List<String> faults = new ArrayList<>();
        AccountOptions options = read(text, faults);
        assertThat(faults).isEmpty();
        return options;
    }

    private static List<String> faultsOf(String text) {
        List<String> faults = new ArrayList<>();
        read(text, faults);
        return faults;
    }

    @Test
    void noneIsSetUnlessItIsSet() {
        assertThat(read("").aliasOf("a-1")).isNull();
    }

    @Test
    void anAgentHasTheAliasOfTheId() {
        assertThat(read("a-1=Mina; a-2 = The \u200B night\nshift ").aliasOf("a-1"))
                .isEqualTo("Mina");
        assertThat(read("a-1=Mina; a-2 = The night\nshift ").aliasOf("a-2")).isEqualTo("The night shift");
    }

    @Test
    void anUnknownAgentHasNoneUnlessThereIsOneForAllOthers() {
        assertThat(read("a-1=Mina").aliasOf("a-3")).isNull();
        assertThat(read("*=Support; a-1=Mina").aliasOf("a-3")).isEqualTo("Support");
        assertThat(read("*=Support; a-1=Mina").aliasOf("a-1")).isEqualTo("Mina");
    }

    @Test
    void idsCountInTheirCase() {
        assertThat(read("A-1=Mina").aliasOf("a-1")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-1=", "a-1=\u200B", "*= "})
    void aNameThatShowsNothingIsAFault(String text) {
        assertThat(faultsOf(text)).containsExactly("'agent-aliases' has an agent without a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Support", "=Support"})
    void whatIsNoPairIsAFault(String text) {
        assertThat(faultsOf(text)).containsExactly("'agent-aliases' must be name=value pairs with ; between them");
    }

    @Test
    void oneAgentTwiceIsAFault() {
        assertThat(faultsOf("a-1=Mina; a-1=Max")).containsExactly("'agent-aliases' names one thing twice");
    }
}
