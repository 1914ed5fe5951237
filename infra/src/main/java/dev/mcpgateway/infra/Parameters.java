package dev.mcpgateway.infra;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.constructs.Node;

/** The values of the parameters that were given, checked by themselves and against each other. */
public final class Parameters {
    /** The secret that holds the OAuth values unless another is named. */
    public static final String DEFAULT_SECRET = "mcp-gateway/oauth";

    private static final String VPC_VARIABLE = "VPC_ID";

    private final Map<Parameter, String> values;

    private Parameters(Map<Parameter, String> values) {
        this.values = values;
    }

    /**
     * Reads them from the context of a node, and the VPC also from the environment. An empty value counts as none.
     *
     * @throws InvalidParameter when one is malformed, or contradicts another
     */
    public static Parameters of(Node node, Map<String, String> environment) {
        Map<Parameter, String> values = new EnumMap<>(Parameter.class);
        for (Parameter parameter : Parameter.values()) {
            Object given = node.tryGetContext(parameter.key());
            if (given == null && parameter == Parameter.VPC_ID) {
                given = environment.get(VPC_VARIABLE);
            }
            String text = given == null ? "" : text(given).strip();
            if (!text.isEmpty()) {
                values.put(parameter, parameter.checked(text));
            }
        }
        Parameters parameters = new Parameters(values);
        parameters.checkTogether();
        return parameters;
    }

    /** A number of cdk.json arrives as a floating-point one. */
    private static String text(Object given) {
        return given instanceof Number number ? Long.toString(number.longValue()) : given.toString();
    }

    private void checkTogether() {
        require(
                has(Parameter.PUBLIC_SUBNETS) == has(Parameter.PRIVATE_SUBNETS),
                "publicSubnets and privateSubnets go together.");
        require(
                !has(Parameter.PUBLIC_SUBNETS) || has(Parameter.VPC_ID),
                "publicSubnets and privateSubnets need vpcId.");
        require(
                list(Parameter.PUBLIC_SUBNETS).size()
                        == list(Parameter.PRIVATE_SUBNETS).size(),
                "publicSubnets and privateSubnets need one subnet each for every zone, in the same order.");
        String publicUrl = get(Parameter.PUBLIC_URL);
        require(
                !has(Parameter.CERTIFICATE) || (publicUrl != null && publicUrl.startsWith("https:")),
                "A certificate needs publicUrl, the https address that it is for.");
        require(
                !has(Parameter.GOOGLE_CLIENT_SECRET) || has(Parameter.GOOGLE_CLIENT_ID),
                "googleClientSecret needs googleClientId.");
        require(
                !has(Parameter.GOOGLE_CLIENT_SECRET) || !has(Parameter.OAUTH_SECRET),
                "googleClientSecret and oauthSecret contradict each other: put the value into that secret.");
        require(
                !has(Parameter.SECRET_VARIABLES) || !has(Parameter.GOOGLE_CLIENT_SECRET),
                "secretVariables are keys of oauthSecret, and googleClientSecret does without that one.");
        require(minTasks() <= maxTasks(), "minTasks is more than maxTasks.");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidParameter(otherwise);
        }
    }

    boolean has(Parameter parameter) {
        return values.containsKey(parameter);
    }

    @Nullable
    String get(Parameter parameter) {
        return values.get(parameter);
    }

    /** The parts of a value that commas separate; none when it was not given. */
    List<String> list(Parameter parameter) {
        String value = values.get(parameter);
        return value == null ? List.of() : Arrays.asList(value.split(",", -1));
    }

    int minTasks() {
        return Integer.parseInt(values.getOrDefault(Parameter.MIN_TASKS, "1"));
    }

    int maxTasks() {
        return Integer.parseInt(values.getOrDefault(Parameter.MAX_TASKS, "3"));
    }
}
