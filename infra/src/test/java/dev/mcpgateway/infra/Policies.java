package dev.mcpgateway.infra;

import java.util.LinkedHashMap;
import java.util.Map;

/** The statements of a role, by their id, or by their first action where they have none. */
final class Policies {
    private Policies() {}

    static Map<String, Map<String, Object>> of(Synthesized stack, String role) {
        Map<String, Map<String, Object>> statements = new LinkedHashMap<>();
        stack.all("AWS::IAM::Policy").stream()
                .filter(policy -> policy.get("PolicyName").toString().contains(role + "DefaultPolicy"))
                .flatMap(policy ->
                        Synthesized.maps(
                                Synthesized.map(policy.get("PolicyDocument")).get("Statement"))
                                .stream())
                .forEach(statement -> statements.put(
                        String.valueOf(statement.getOrDefault("Sid", statement.get("Action"))), statement));
        return statements;
    }
}
