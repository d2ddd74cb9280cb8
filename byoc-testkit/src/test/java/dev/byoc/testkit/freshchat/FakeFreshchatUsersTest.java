package dev.byoc.testkit.freshchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.server.Call;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeFreshchatUsersTest {
    private static final String REFERENCE = "viber:acc:qF3x7Zk+Lw2/Vr9TbHs0Aw==";

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final Client client = Client.of(freshchat);

    @AfterEach
    void close() {
        client.close();
        freshchat.close();
    }

    @Test
    void refusesACallWithoutToken() throws Exception {
        Client.Got got = client.without("Authorization").get("/accounts/configuration");

        assertThat(got.status()).isEqualTo(401);
        assertThat(got.json().get("status").text()).isEqualTo("UNAUTHENTICATED");
        assertThat(got.json().get("code").number()).isEqualTo(401);
        assertThat(got.headers()).containsKey("X-Trace-ID");
    }

    @Test
    void refusesAnotherToken() throws Exception {
        assertThat(client.header("Authorization", "Bearer other")
                        .get("/users?email=a")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void refusesACallThatAcceptsNoJson() throws Exception {
        assertThat(client.header("Accept", "text/html").get("/users?email=a").status())
                .isEqualTo(400);
    }

    @Test
    void refusesAListOfUsersWithoutFilter() throws Exception {
        assertThat(client.get("/users?page=1").status()).isEqualTo(400);
    }

    @Test
    void answersAMissWithAnEmptyList() throws Exception {
        Client.Got got = client.get("/users?reference_id=nobody");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().get("users").isArray()).isTrue();
        assertThat(got.json().get("users").items()).isEmpty();
    }

    @Test
    void findsAUserByAReferenceThatWasEncodedOnce() throws Exception {
        freshchat.addUser(Json.object().put("reference_id", REFERENCE).build());

        Client.Got got = client.get("/users?reference_id=viber%3Aacc%3AqF3x7Zk%2BLw2%2FVr9TbHs0Aw%3D%3D");

        assertThat(got.json().get("users").at(0).get("reference_id").text()).isEqualTo(REFERENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viber:acc:qF3x7Zk+Lw2/Vr9TbHs0Aw==", // not encoded: the plus is a blank
                "viber%253Aacc%253AqF3x7Zk%252BLw2%252FVr9TbHs0Aw%253D%253D", // twice
            })
    void missesAReferenceThatWasNotEncodedOnce(String query) throws Exception {
        freshchat.addUser(Json.object().put("reference_id", REFERENCE).build());

        assertThat(client.get("/users?reference_id=" + query)
                        .json()
                        .get("users")
                        .items())
                .isEmpty();
    }

    @Test
    void createsAUserWithTheFieldsGiven() throws Exception {
        Client.Got got = client.post(
                "/users",
                "{'reference_id':'r','first_name':'Ines','properties':[{'name':'byoc_channel','value':'viber'}]}");

        assertThat(got.status()).isEqualTo(200);
        StoredUser user = freshchat.users().get(0);
        assertThat(got.json().get("id").text()).isEqualTo(user.id());
        assertThat(user.referenceId()).isEqualTo("r");
        assertThat(user.firstName()).isEqualTo("Ines");
        assertThat(user.property("byoc_channel")).isEqualTo("viber");
    }

    @Test
    void makesASecondUserOfTheSameReference() throws Exception {
        client.post("/users", "{'reference_id':'r'}");
        client.post("/users", "{'reference_id':'r'}");

        assertThat(client.get("/users?reference_id=r").json().get("users").items())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'first_name':''}",
                "{'first_name':'  '}",
                "{'last_name':null}",
                "{'first_name':7}",
                "{'reference_id':7}",
                "{'avatar':'https://a.example/b.png'}",
                "{'avatar':{'url':'b.png'}}",
                "{'properties':{'a':'b'}}",
                "{'properties':[{'name':'a','value':7}]}",
                "[]",
                "{",
                "",
            })
    void refusesAUserThatIsNotWellFormed(String body) throws Exception {
        Client.Got got = client.post("/users", body);

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().get("status").text()).isEqualTo("INVALID_VALUE");
        assertThat(freshchat.users()).isEmpty();
    }

    @Test
    void refusesANameOf256Characters() throws Exception {
        assertThat(client.post("/users", "{'first_name':'" + "x".repeat(255) + "'}")
                        .status())
                .isEqualTo(200);
        assertThat(client.post("/users", "{'first_name':'" + "x".repeat(256) + "'}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsNotUtf8() throws Exception {
        byte[] latin1 = "{\"first_name\":\"Jos\u00e9\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(client.post("/users", latin1, "application/json").status()).isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsNotCalledJson() throws Exception {
        assertThat(client.post("/users", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "text/plain")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void updatesOnlyTheFieldsGivenAndAnswersNoBody() throws Exception {
        String id = freshchat.addUser(Json.object()
                .put("reference_id", "r")
                .put("first_name", "Ines")
                .put("last_name", "Example")
                .build());

        Client.Got got = client.put("/users/" + id, "{'last_name':'Exemplar'}");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEmpty();
        Json user = client.get("/users/" + id).json();
        assertThat(user.get("first_name").text()).isEqualTo("Ines");
        assertThat(user.get("last_name").text()).isEqualTo("Exemplar");
        assertThat(user.get("reference_id").text()).isEqualTo("r");
    }

    @Test
    void knowsNoUserOfAnotherId() throws Exception {
        Client.Got got = client.get("/users/nobody");

        assertThat(got.status()).isEqualTo(404);
        assertThat(got.json().get("status").text()).isEqualTo("USER_NOT_FOUND");
        assertThat(client.get("/users/nobody/conversations").status()).isEqualTo(404);
    }

    @Test
    void listsUsersInPagesOfTwentyWithLinks() throws Exception {
        for (int i = 0; i < 21; i++) {
            freshchat.addUser(Json.object().put("first_name", "Ines").build());
        }

        Json first = client.get("/users?first_name=Ines").json();
        String next =
                String.valueOf(first.get("links").get("next_page").get("href").text());
        Json second = client.get(next.substring("/v2".length())).json();

        assertThat(first.get("users").items()).hasSize(20);
        assertThat(first.get("pagination").get("total_items").number()).isEqualTo(21);
        assertThat(second.get("users").items()).hasSize(1);
        assertThat(second.get("links").get("next_page").isPresent()).isFalse();
    }

    @Test
    void answersAllUsersWhenFiltersAreIgnored() throws Exception {
        freshchat.addUser(Json.object().put("reference_id", "somebody").build());
        freshchat.behaviour().ignoresFilters(true);

        assertThat(client.get("/users?reference_id=nobody")
                        .json()
                        .get("users")
                        .at(0)
                        .get("reference_id")
                        .text())
                .isEqualTo("somebody");
    }

    @Test
    void listsTopicsGroupsAgentsAndTheConfiguration() throws Exception {
        String topic = freshchat.addTopic("Support");
        freshchat.addForeignTopic("WhatsApp desk", "WHATSAPP");
        String group = freshchat.addGroup("Billing");

        assertThat(client.get("/channels")
                        .json()
                        .get("channels")
                        .at(0)
                        .get("id")
                        .text())
                .isEqualTo(topic);
        assertThat(client.get("/channels")
                        .json()
                        .get("channels")
                        .at(1)
                        .get("source")
                        .text())
                .isEqualTo("WHATSAPP");
        assertThat(client.get("/groups").json().get("groups").at(0).get("id").text())
                .isEqualTo(group);
        assertThat(client.get("/agents/" + freshchat.agent().id())
                        .json()
                        .get("first_name")
                        .text())
                .isEqualTo("Ada");
        assertThat(client.get("/agents/nobody").json().get("status").text()).isEqualTo("AGENT_NOT_FOUND");
        assertThat(client.get("/accounts/configuration").json().get("app_id").isPresent())
                .isTrue();
    }

    @Test
    void answersUnknownPathsOfTheApi404AndOtherPathsWithAPage() throws Exception {
        assertThat(client.get("/nothing").status()).isEqualTo(404);
        assertThat(client.put("/channels", "{}").status()).isEqualTo(405);

        try (Client portal =
                new Client(java.net.URI.create(freshchat.url().toString().replace("/v2", "")), Map.of())) {
            Client.Got got = portal.get("/users?email=a");
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.text()).startsWith("<!doctype html>");
        }
    }

    @Test
    void countsCallsByRouteAndConnections() throws Exception {
        client.get("/users?email=a");
        client.get("/users?email=b");
        client.get("/users/nobody");

        assertThat(freshchat.calls("GET /users")).isEqualTo(2);
        assertThat(freshchat.calls("*")).isEqualTo(3);
        assertThat(freshchat.calls().get(2)).isEqualTo(new Call("GET /users/{id}", "/v2/users/nobody", 404, 0));
        assertThat(freshchat.connections()).isEqualTo(1);
    }
}
