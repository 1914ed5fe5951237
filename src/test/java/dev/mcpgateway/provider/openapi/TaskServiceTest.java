package dev.mcpgateway.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.DocumentLocation;
import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.OpenApiFilter;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.example.tasks.TaskService;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.testing.OpenApiRig;
import dev.mcpgateway.testing.ToolCaller;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tools of the reference task service, on its real socket. */
class TaskServiceTest {
    private static final List<String> FIVE =
            List.of("list_tasks", "create_task", "mark_task_completed", "update_task", "delete_task");

    private final OpenApiRig rig = new OpenApiRig();
    private final TaskService service = new TaskService("127.0.0.1", 0, "service-token", true);

    @AfterEach
    void close() {
        rig.close();
    }

    private OpenApiConfig config(String token) {
        OpenApiRig.wait(rig.vertx.deployVerticle(service));
        OpenApiConfig plain = OpenApiConfig.of(
                "tasks", DocumentLocation.of(URI.create("http://127.0.0.1:" + service.port() + "/openapi.json")));
        OpenApiAuth auth =
                Settings.with(Settings.with(plain.auth(), "kind", OpenApiAuth.Kind.BEARER), "token", Secret.of(token));
        OpenApiFilter five = new OpenApiFilter(FIVE, List.of(), List.of(), List.of());
        return OpenApiRig.with(
                OpenApiRig.with(OpenApiRig.with(plain, "auth", auth), "identityHeader", "X-User-ID"), "include", five);
    }

    @Test
    void theFiveToolsCarryATaskFromItsCreationToItsEnd() {
        ToolCaller tools = rig.tools(config("service-token"), ToolCaller.person("ada"));
        assertThat(tools.names()).containsExactlyInAnyOrderElementsOf(FIVE);

        JsonObject task = tools.succeed(
                "create_task", new JsonObject().put("title", "Water the plants").put("priority", "High"));
        String id = task.getString("id");
        assertThat(task.getString("user_id")).isEqualTo("ada@example.com");
        assertThat(tools.succeed(
                                "mark_task_completed",
                                new JsonObject().put("id", id).put("completed", true))
                        .getBoolean("completed"))
                .isTrue();
        assertThat(tools.succeed("update_task", new JsonObject().put("id", id).put("due_date", "2026-12-24"))
                        .getString("title"))
                .isEqualTo("Water the plants");
        JsonObject listed = tools.succeed(
                "list_tasks", new JsonObject().put("completed", true).put("due_before", "2026-12-31"));
        assertThat(listed.getInteger("total")).isEqualTo(1);
        assertThat(listed.getJsonArray("tasks").getJsonObject(0).getString("id"))
                .isEqualTo(id);
        assertThat(tools.text("delete_task", new JsonObject().put("id", id))).contains("204");
        assertThat(tools.fail("delete_task", new JsonObject().put("id", id)).getString("code"))
                .isEqualTo("not_found");
    }

    @Test
    void eachPersonHasTheirOwnTasks() {
        OpenApiConfig config = config("service-token");
        JsonObject task = rig.tools(config, ToolCaller.person("ada"))
                .succeed("create_task", new JsonObject().put("title", "Private"));
        ToolCaller bob = rig.tools(config, ToolCaller.person("bob"));

        assertThat(bob.succeed("list_tasks", new JsonObject()).getInteger("total"))
                .isZero();
        assertThat(bob.fail("delete_task", new JsonObject().put("id", task.getString("id")))
                        .getString("code"))
                .isEqualTo("not_found");
    }

    @Test
    void withoutAnIdentityNothingIsSent() {
        ToolCaller nobody = rig.tools(config("service-token"), Person.ANYONE);
        assertThat(nobody.fail("list_tasks", new JsonObject()).getString("code"))
                .isEqualTo("not_allowed");
    }

    @Test
    void theIdentityIsNoArgument() {
        ToolCaller tools = rig.tools(config("service-token"), ToolCaller.person("ada"));
        assertThat(tools.tool("list_tasks").encode()).doesNotContainIgnoringCase("x-user-id");
    }

    @Test
    void aWrongTokenIsTheGatewaysFaultAndIsNotShown() {
        JsonObject failure =
                rig.tools(config("wrong-token"), ToolCaller.person("ada")).fail("list_tasks", new JsonObject());
        assertThat(failure.getString("code")).isEqualTo("tasks_api_error");
        assertThat(failure.encode()).contains("401").doesNotContain("wrong-token");
    }

    @Test
    void whatTheServiceRefusesIsTold() {
        JsonObject failure = rig.tools(config("service-token"), ToolCaller.person("ada"))
                .fail("create_task", new JsonObject().put("title", "x").put("due_date", "tomorrow"));
        assertThat(failure.getString("code")).isEqualTo("invalid_argument");
        assertThat(failure.getString("message")).contains("due_date has to be a date");
    }

    @Test
    void hintsSayWhatATaskToolDoes() {
        ToolCaller tools = rig.tools(config("service-token"), ToolCaller.person("ada"));
        assertThat(tools.tool("list_tasks").getJsonObject("annotations").getBoolean("readOnlyHint"))
                .isTrue();
        assertThat(tools.tool("delete_task").getJsonObject("annotations").getBoolean("destructiveHint"))
                .isTrue();
        assertThat(tools.tool("create_task").getJsonObject("annotations").getBoolean("destructiveHint"))
                .isFalse();
    }
}
