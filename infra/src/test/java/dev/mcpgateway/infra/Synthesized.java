package dev.mcpgateway.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/** A stack as {@code cdk synth} makes it, with the flags of cdk.json, and its template as plain maps. */
record Synthesized(McpGatewayStack stack, Map<String, Object> json) {
    static final String IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/mcp-gateway:1a2b3c4";
    static final String CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d";

    /** Made once: the first stack starts the library's Node process, which takes seconds. */
    private static final class Usual {
        static final Synthesized STACK = with(Map.of());
        static final Synthesized HTTPS =
                with(Map.of("certificate", CERTIFICATE, "publicUrl", "https://mcp.example.com"));
    }

    /** The stack without any parameter, but for the image. */
    static Synthesized usual() {
        return Usual.STACK;
    }

    /** The stack with a certificate and the address that it is for. */
    static Synthesized https() {
        return Usual.HTTPS;
    }

    static Synthesized with(Map<String, Object> parameters) {
        return with(parameters, Map.of());
    }

    static Synthesized with(Map<String, Object> parameters, Map<String, String> environment) {
        return of(stack(parameters, environment));
    }

    static Synthesized of(McpGatewayStack stack) {
        return new Synthesized(stack, Template.fromStack(stack).toJSON());
    }

    static McpGatewayStack stack(Map<String, Object> parameters, Map<String, String> environment) {
        Map<String, Object> context = new HashMap<>(flags());
        context.put("image", IMAGE);
        context.putAll(parameters);
        App app = App.Builder.create()
                .context(context)
                .outdir(Directories.another())
                .build();
        return InfraApp.addTo(app, environment);
    }

    /** Where the stacks of this run are written; those of the last one are deleted. */
    private static final class Directories {
        private static final Path ALL = Path.of("target/cdk");

        static {
            try (Stream<Path> old = Files.exists(ALL) ? Files.walk(ALL) : Stream.empty()) {
                for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
                Files.createDirectories(ALL);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }

        static String another() {
            try {
                return Files.createTempDirectory(ALL, "out").toString();
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    private static Map<String, Object> flags() {
        try {
            return map(
                    map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("cdk.json"))))
                            .get("context"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @SuppressWarnings("unchecked") // JSON has only such maps
    static Map<String, Object> map(Object object) {
        return (Map<String, Object>) Objects.requireNonNull(object);
    }

    @SuppressWarnings("unchecked") // and such lists
    static List<Map<String, Object>> maps(Object object) {
        return (List<Map<String, Object>>) Objects.requireNonNull(object);
    }

    /** The properties of all resources of a type. */
    List<Map<String, Object>> all(String type) {
        return resources(type).stream()
                .map(resource -> map(resource.getOrDefault("Properties", Map.of())))
                .toList();
    }

    /** The properties of the only resource of a type. */
    Map<String, Object> the(String type) {
        List<Map<String, Object>> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError("Not one " + type + " but " + found.size());
        }
        return found.getFirst();
    }

    /** All resources of a type, with their policies of deletion. */
    List<Map<String, Object>> resources(String type) {
        return map(json.get("Resources")).values().stream()
                .map(Synthesized::map)
                .filter(resource -> type.equals(resource.get("Type")))
                .toList();
    }

    Map<String, Object> container() {
        return maps(the("AWS::ECS::TaskDefinition").get("ContainerDefinitions")).getFirst();
    }

    /** The container's plain variables. */
    Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>();
        maps(container().get("Environment"))
                .forEach(variable -> variables.put((String) variable.get("Name"), variable.get("Value")));
        return variables;
    }

    /** The variables that come from Secrets Manager, and where from. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new HashMap<>();
        maps(container().get("Secrets"))
                .forEach(secret -> secrets.put(
                        (String) secret.get("Name"), secret.get("ValueFrom").toString()));
        return secrets;
    }

    /** The attributes of a load balancer or target group. */
    static Map<String, Object> attributes(Object list) {
        Map<String, Object> attributes = new HashMap<>();
        maps(list).forEach(attribute -> attributes.put((String) attribute.get("Key"), attribute.get("Value")));
        return attributes;
    }

    /** What {@code cdk synth} would warn about. */
    List<String> warnings() {
        return messages("aws:cdk:warning");
    }

    /** What {@code cdk synth} would fail for. */
    List<String> errors() {
        return messages("aws:cdk:error");
    }

    private List<String> messages(String type) {
        return stack.getNode().findAll().stream()
                .flatMap(construct -> construct.getNode().getMetadata().stream()
                        .filter(entry -> type.equals(entry.getType()))
                        .map(entry -> construct.getNode().getPath() + ": " + entry.getData()))
                .toList();
    }
}
