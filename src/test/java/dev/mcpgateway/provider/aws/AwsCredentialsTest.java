package dev.mcpgateway.provider.aws;

import static dev.mcpgateway.provider.aws.AwsRig.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.ScriptedAws;
import dev.mcpgateway.testing.ScriptedAws.Answer;
import dev.mcpgateway.testing.ScriptedAws.Asked;
import dev.mcpgateway.testing.TestClient;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose credentials a call is made with, over a scripted AWS. */
class AwsCredentialsTest {
    private static final String ROLES =
            "roles: {staff: {arn: 'arn:aws:iam::111122223333:role/mcp-{user}', domains: [example.com],"
                    + " externalId: ext-1}}";

    private ScriptedAws aws;
    private AwsRig rig;

    @BeforeEach
    void start() throws Exception {
        aws = new ScriptedAws();
    }

    @AfterEach
    void stop() throws Exception {
        if (rig != null) {
            rig.close();
        }
        aws.close();
    }

    private AwsRig with(String tools) {
        rig = new AwsRig(aws.url(), tools);
        return rig;
    }

    @Test
    void eachPersonActsWithTheirOwnRoleInASessionOfTheirName() {
        with(ROLES);

        JsonObject alice = rig.call("alice@example.com", "aws_get_account_info");
        JsonObject bob = rig.call("bob@example.com", "aws_get_account_info");

        assertThat(alice.getString("arn"))
                .isEqualTo("arn:aws:sts::111122223333:assumed-role/mcp-alice/alice@example.com");
        assertThat(bob.getString("arn")).isEqualTo("arn:aws:sts::111122223333:assumed-role/mcp-bob/bob@example.com");
        assertThat(alice.getString("account_id")).isEqualTo("111122223333");
        assertThat(alice.getString("region")).isEqualTo("eu-central-1");
        assertThat(alice.getString("credentials_source")).contains("role/mcp-alice");
        Asked assumed = aws.asked("AssumeRole").getFirst();
        assertThat(assumed.signedBy()).isEqualTo(AwsRig.OWN_KEY);
        assertThat(assumed.parameters())
                .containsEntry("ExternalId", "ext-1")
                .containsEntry("DurationSeconds", "3600")
                .containsValues("email", "alice@example.com", "domain", "example.com", "subject");
    }

    @Test
    void whoHasNoRoleIsRefusedAndAwsIsNotAsked() {
        with(ROLES);

        JsonObject told = rig.failure("eve@other.org", "aws_get_account_info");

        assertThat(told.getString("code")).isEqualTo("not_allowed");
        assertThat(told.getString("hint")).contains("aws.roles", "aws.useGatewayCredentials");
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void theGatewaysOwnCredentialsAreUsedOnlyWhereThatIsSaid() {
        with("useGatewayCredentials: true");

        JsonObject answer = rig.call("eve@other.org", "aws_get_account_info");

        assertThat(answer.getString("arn")).endsWith("user/" + AwsRig.OWN_KEY);
        assertThat(answer.getString("credentials_source")).isEqualTo("the gateway's own");
    }

    @Test
    void aRoleThatCannotBeAssumedIsNotReplacedByTheGatewaysCredentials() {
        with(ROLES + ", useGatewayCredentials: true");
        aws.on("AssumeRole", Answer.error(403, "AccessDenied", "not authorized to perform: sts:AssumeRole"));

        JsonObject told = rig.failure("alice@example.com", "aws_s3_list_buckets");

        assertThat(told.getString("code")).isEqualTo("insufficient_scope");
        assertThat(told.getString("hint")).contains("trust policy");
        assertThat(aws.asked("ListBuckets")).isEmpty();
        assertThat(rig.call("alice@example.com", "aws_validate_credentials").getMap())
                .containsEntry("valid", false)
                .containsEntry("error", "invalid_credentials")
                .containsEntry("error_code", "AccessDenied");
    }

    @Test
    void aRoleIsAssumedOnceForCallsAtTheSameTimeAndUntilItsEnd() throws Exception {
        with(ROLES + ", limits: {renewBefore: 10s}");
        List<Future<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            replies.add(
                    rig.send(rig.client, AwsRig.person("alice@example.com"), "aws_get_credentials", new JsonObject()));
        }
        Future.all(replies).await(20, TimeUnit.SECONDS);
        assertThat(aws.asked("AssumeRole")).hasSize(1);

        aws.lifetime(Duration.ofSeconds(5));
        rig.call("bob@example.com", "aws_get_credentials");
        rig.call("bob@example.com", "aws_get_credentials");
        assertThat(aws.asked("AssumeRole")).hasSize(3);
    }

    @Test
    void ofMorePeopleThanFitThoseGoWhoDidNotCallForLongest() {
        with(ROLES + ", limits: {cachedPeople: 2}");
        for (String name : List.of("a", "b", "a", "c", "a", "b")) {
            rig.call(name + "@example.com", "aws_get_credentials");
        }

        assertThat(aws.asked("AssumeRole"))
                .extracting(request -> request.parameters().get("RoleSessionName"))
                .containsExactly("a@example.com", "b@example.com", "c@example.com", "b@example.com");
    }

    @Test
    void whatWasMadeForSomebodyWhoIsRevokedIsForgotten() {
        with(ROLES);
        rig.call("alice@example.com", "aws_get_credentials");
        rig.call("bob@example.com", "aws_get_credentials");

        rig.forget(AwsRig.person("alice@example.com").id());
        rig.call("alice@example.com", "aws_get_credentials");
        rig.call("bob@example.com", "aws_get_credentials");

        assertThat(aws.asked("AssumeRole"))
                .extracting(request -> request.parameters().get("RoleSessionName"))
                .containsExactly("alice@example.com", "bob@example.com", "alice@example.com");
    }

    @Test
    @Attack(WayIn.CREDENTIALS_OF_ANOTHER)
    void onePersonsCachedCredentialsNeverSignAnothersCall() throws Exception {
        with(ROLES);
        aws.on("ListBuckets", Answer.of(200, "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"));
        rig.call("alice@example.com", "aws_s3_list_buckets");
        String keyOfAlice = aws.asked("ListBuckets").getFirst().signedBy();

        // The same address and name, vouched for by another provider: somebody else.
        Person impostor = new Person("https://other.test", "x", "alice@example.com", "example.com", Set.of());
        rig.result(rig.client, impostor, "aws_s3_list_buckets", new JsonObject());
        List<Future<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String email = (i % 2 == 0 ? "bob" : "carol") + "@example.com";
            replies.add(rig.send(rig.client, AwsRig.person(email), "aws_s3_list_buckets", new JsonObject()));
        }
        Future.all(replies).await(20, TimeUnit.SECONDS);

        assertThat(aws.asked("AssumeRole")).hasSize(4);
        assertThat(aws.asked("ListBuckets").stream()
                        .filter(request -> request.signedBy().equals(keyOfAlice)))
                .hasSize(1);
        assertThat(aws.asked("ListBuckets")).allMatch(request -> request.token().startsWith("token-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice/../admin@example.com",
                "admin&RoleArn=arn:aws:iam::999999999999:role/x@example.com",
                "ad min@example.com",
                "{subject}@example.com",
                "a\nb@example.com"
            })
    @Attack(WayIn.SESSION_NAME_INJECTION)
    void aNameThatNoRoleCanHaveIsRefusedAndNotMadeToFit(String email) {
        with(ROLES);

        assertThat(rig.failure(email, "aws_get_account_info").getString("code")).isEqualTo("not_allowed");
        assertThat(aws.asked).isEmpty();
    }

    @Test
    @Attack(WayIn.SESSION_NAME_INJECTION)
    void aNameThatNoSessionCanHaveIsNobodyElsesAfterwards() {
        with("roles: {all: {arn: 'arn:aws:iam::111122223333:role/shared', tags: [domain]}}");
        List<String> emails =
                List.of("a b@example.com", "a/b@example.com", "a-b@example.com", "x".repeat(80) + "@example.com");
        emails.forEach(email -> rig.call(email, "aws_get_credentials"));

        List<String> names = aws.asked("AssumeRole").stream()
                .map(request -> request.parameters().get("RoleSessionName"))
                .toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[\\w+=,.@-]{2,64}"));
        assertThat(names).element(2).isEqualTo("a-b@example.com");
        assertThat(names.getFirst()).startsWith("a-b@example.com-");
    }

    @Test
    void theFirstRoleThatIsForAPersonIsTheirs() {
        with("roles: {ops: {arn: 'arn:aws:iam::111122223333:role/ops', people: [Alice@example.com]},"
                + " rest: {arn: 'arn:aws:iam::111122223333:role/rest'}}");

        assertThat(rig.call("alice@example.com", "aws_get_credentials").getString("arn"))
                .contains("/ops/");
        assertThat(rig.call("bob@example.com", "aws_get_credentials").getString("arn"))
                .contains("/rest/");
    }

    @Test
    void credentialsAreShownMasked() {
        with(ROLES);

        JsonObject answer = rig.call("alice@example.com", "aws_get_credentials");

        assertThat(answer.getString("access_key_id")).isEqualTo("ASIA********0001");
        assertThat(answer.getString("secret_access_key")).isEqualTo("********");
        assertThat(answer.getString("session_token")).isEqualTo("********");
        assertThat(answer.getString("expiration")).isNotBlank();
    }

    @Test
    @Attack(WayIn.SECRET_SHOWN)
    void noSecretIsInAnAnswerOrALogLine() {
        with(ROLES + ", useGatewayCredentials: true, profiles: {keys: {secret: prod/keys}}");
        aws.on(
                "GetSecretValue",
                Answer.of(
                        200,
                        "{\"SecretString\":\"{\\\"aws_access_key_id\\\":\\\"AKIASTORED0000000000\\\","
                                + "\\\"aws_secret_access_key\\\":\\\"stored-" + ScriptedAws.CANARY + "\\\"}\"}"));
        StringBuilder answers = new StringBuilder();
        for (String tool : List.of("aws_get_credentials", "aws_validate_credentials", "aws_get_account_info")) {
            answers.append(rig.call("alice@example.com", tool));
            answers.append(rig.call("alice@example.com", tool, "profile", "keys"));
        }
        String refused = "The Canonical String for this request should have been 'x-amz-security-token:token-"
                + ScriptedAws.CANARY + "1'";
        aws.on("ListBuckets", Answer.s3Error(403, "SignatureDoesNotMatch", refused));
        answers.append(rig.failure("alice@example.com", "aws_s3_list_buckets"));
        aws.on("AssumeRole", Answer.error(403, "SignatureDoesNotMatch", refused));
        answers.append(rig.failure("bob@example.com", "aws_s3_list_buckets"));

        assertThat(answers.toString()).contains("AKIA********0000").doesNotContain("canary-5150");
        assertThat(rig.log.lines).isNotEmpty().noneMatch(line -> line.contains("canary-5150"));
    }

    @Test
    void credentialsThatAwsRefusesAreNotUsedAgain() {
        with(ROLES);
        aws.on("ListBuckets", Answer.s3Error(400, "ExpiredToken", "The provided token has expired."));

        assertThat(rig.failure("alice@example.com", "aws_s3_list_buckets").getString("code"))
                .isEqualTo("token_expired");
        rig.call("alice@example.com", "aws_get_credentials");

        assertThat(aws.asked("AssumeRole")).hasSize(2);
    }

    @Test
    void keysOfSecretsManagerServeAsAProfile() {
        with("useGatewayCredentials: true, profiles: {keys: {secret: prod/keys}}");
        aws.on(
                "GetSecretValue",
                Answer.of(
                        200,
                        "{\"SecretString\":\"{\\\"aws_access_key_id\\\":\\\"AKIASTORED0000000000\\\","
                                + "\\\"aws_secret_access_key\\\":\\\"s\\\"}\"}"));

        JsonObject answer = rig.call("alice@example.com", "aws_get_account_info", "profile", "keys");
        rig.call("alice@example.com", "aws_get_account_info", "profile", "keys");

        assertThat(answer.getString("arn")).endsWith("user/AKIASTORED0000000000");
        assertThat(answer.getString("profile")).isEqualTo("keys");
        assertThat(answer.getString("credentials_source")).contains("Secrets Manager");
        assertThat(aws.asked("GetSecretValue")).hasSize(1);
        assertThat(aws.asked("GetSecretValue").getFirst().signedBy()).isEqualTo(AwsRig.OWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "no json", "{\\\"aws_access_key_id\\\":5}"})
    void aSecretThatHoldsNoCredentialsIsNamedAndNotShown(String secret) {
        with("useGatewayCredentials: true, profiles: {keys: {secret: prod/keys}}");
        aws.on("GetSecretValue", Answer.of(200, "{\"SecretString\":\"" + secret + "\"}"));

        JsonObject told = rig.failure("alice@example.com", "aws_get_account_info", "profile", "keys");

        assertThat(told.getString("code")).isEqualTo("not_allowed");
        assertThat(told.encode()).contains("aws.profiles.keys.secret").doesNotContain("no json");
    }

    @Test
    void onlyListedProfilesOfTheFilesAreUsed(@TempDir Path home) throws Exception {
        Path config = Files.writeString(home.resolve("config"), "[profile listed]\nregion = eu-west-1\n");
        Path credentials = Files.writeString(home.resolve("credentials"), """
                [listed]
                aws_access_key_id = AKIALISTED0000000000
                aws_secret_access_key = s
                [hidden]
                aws_access_key_id = AKIAHIDDEN0000000000
                aws_secret_access_key = s
                """);
        with("useGatewayCredentials: true, profiles: {listed: {}, other: {profile: listed}, gone: {}}");
        rig.properties
                .set("aws.configFile", config.toString())
                .set("aws.sharedCredentialsFile", credentials.toString());

        JsonObject listed = rig.call("a@example.com", "aws_validate_credentials", "profile", "listed");
        assertThat(listed.getBoolean("valid")).isTrue();
        assertThat(listed.getString("arn")).endsWith("user/AKIALISTED0000000000");
        assertThat(listed.getString("region")).isEqualTo("eu-west-1");
        assertThat(rig.call("a@example.com", "aws_get_account_info", "profile", "other")
                        .getString("arn"))
                .endsWith("user/AKIALISTED0000000000");
        assertThat(rig.call("a@example.com", "aws_list_profiles").getJsonArray("profiles"))
                .isEqualTo(new JsonArray().add("listed").add("other").add("gone"));

        JsonObject hidden = rig.failure("a@example.com", "aws_validate_credentials", "profile", "hidden");
        JsonObject unknown = rig.failure("a@example.com", "aws_validate_credentials", "profile", "nowhere");
        assertThat(hidden.getString("code")).isEqualTo("not_allowed");
        assertThat(unknown.getString("message"))
                .isEqualTo(hidden.getString("message").replace("hidden", "nowhere"));
        JsonObject gone = rig.failure("a@example.com", "aws_get_account_info", "profile", "gone");
        assertThat(gone.getString("code")).isEqualTo("not_found");
        assertThat(gone.getString("hint")).contains("aws.profiles.gone");
        assertThat(aws.asked).noneMatch(request -> request.signedBy().startsWith("AKIAHIDDEN"));
    }

    @Test
    void withoutCredentialsOfItsOwnTheGatewaySaysSo(@TempDir Path home) {
        with("useGatewayCredentials: true, limits: {callTimeout: 8s, attemptTimeout: 5s}");
        rig.properties
                .set("aws.accessKeyId", null)
                .set("aws.secretAccessKey", null)
                .set("aws.disableEc2Metadata", "true")
                .set("aws.configFile", home.resolve("config").toString())
                .set("aws.sharedCredentialsFile", home.resolve("credentials").toString());

        JsonObject answer = rig.call("a@example.com", "aws_validate_credentials");

        assertThat(answer.getBoolean("valid")).isFalse();
        assertThat(answer.getString("error")).isEqualTo("no_credentials");
        assertThat(rig.failure("a@example.com", "aws_get_account_info").getString("code"))
                .isEqualTo("not_allowed");
        assertThat(rig.call("a@example.com", "aws_list_profiles").getString("credentials_source"))
                .isEqualTo("none");
    }

    @Test
    void anEnvironmentIsThatOfOneSession() {
        with(ROLES + ", setEnvironment: true");

        JsonObject chosen = rig.call("alice@example.com", "aws_set_environment", "region", "us-west-2");
        assertThat(chosen.getString("region")).isEqualTo("us-west-2");
        assertThat(rig.call("alice@example.com", "aws_get_account_info").getString("region"))
                .isEqualTo("us-west-2");
        JsonObject other = rig.result(
                TestClient.legacy(), AwsRig.person("alice@example.com"), "aws_get_account_info", new JsonObject());
        assertThat(other.getJsonObject("structuredContent").getString("region")).isEqualTo("eu-central-1");
        rig.call("alice@example.com", "aws_set_environment");
        assertThat(rig.call("alice@example.com", "aws_get_account_info").getString("region"))
                .isEqualTo("eu-central-1");
        assertThat(System.getProperty("aws.region")).isNull();
    }

    @Test
    void whatDoesNotWorkIsNotChosen() {
        with(ROLES + ", setEnvironment: true");

        assertThat(rig.failure("alice@example.com", "aws_set_environment", "profile", "x")
                        .getString("code"))
                .isEqualTo("not_allowed");
        assertThat(rig.failure("alice@example.com", "aws_set_environment", "region", "evil.example.com#")
                        .getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(rig.client.upstream("aws")).isNull();
    }

    @Test
    void aClientWithoutASessionCannotChoose() {
        with(ROLES + ", setEnvironment: true");

        JsonObject result = rig.result(
                TestClient.modern(),
                AwsRig.person("alice@example.com"),
                "aws_set_environment",
                object("region", "us-west-2"));

        assertThat(result.getBoolean("isError")).isTrue();
        assertThat(result.encode()).contains("with each call");
    }

    @Test
    void theToolThatChoosesIsThereOnlyWhereItIsSwitchedOn() throws Exception {
        with(ROLES);

        Future<Reply> unknown =
                rig.send(rig.client, AwsRig.person("alice@example.com"), "aws_set_environment", new JsonObject());
        assertThat(unknown.otherwiseEmpty().await(5, TimeUnit.SECONDS)).isNull();
        assertThat(unknown.cause()).hasMessageContaining("Unknown tool");

        rig.configure(ROLES + ", setEnvironment: true");
        rig.call("alice@example.com", "aws_set_environment");
    }

    @Test
    void regionsAreThoseOfTheAccountsPartition() {
        with(ROLES);

        JsonObject answer = rig.call("alice@example.com", "aws_list_regions");

        assertThat(answer.getJsonArray("regions").encode())
                .contains("eu-central-1", "us-east-1")
                .doesNotContain("cn-north-1")
                .doesNotContain("aws-global");
        assertThat(answer.getString("account_id")).isEqualTo("111122223333");
    }

    @Test
    void whatIsAskedIsMeasuredByServiceOperationAndOutcome() {
        with(ROLES);
        aws.on("ListBuckets", Answer.s3Error(403, "AccessDenied", "no"));
        rig.failure("alice@example.com", "aws_s3_list_buckets");

        assertThat(rig.measured)
                .contains(
                        "credentials DefaultChain success",
                        "sts AssumeRole success",
                        "s3 ListBuckets insufficient_scope");
    }
}
