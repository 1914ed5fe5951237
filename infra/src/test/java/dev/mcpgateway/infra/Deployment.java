package dev.mcpgateway.infra;

import java.util.Map;
import java.util.Set;

/**
 * What the gateway can tell of how it was deployed; the same for each way of deploying it. Numbers are text, as YAML and
 * CloudFormation mix both.
 *
 * @param variables names of all variables, also of those that are secrets
 * @param secrets names of the variables whose values nobody may read in the task definition
 * @param settings values of the variables that are no names of things in one account
 * @param permissions actions by what they are allowed on, with their conditions
 * @param limits sizes and times by what they limit
 * @param health how its health is asked for, by the container and by the load balancer
 * @param scaling the metric that is watched, and what follows
 * @param table the properties of the table
 */
record Deployment(
        Set<String> variables,
        Set<String> secrets,
        Map<String, String> settings,
        Map<String, Set<String>> permissions,
        Map<String, String> limits,
        Map<String, String> health,
        Map<String, String> scaling,
        Map<String, String> table) {
    /** Variables whose values are compared. */
    static final Set<String> SETTINGS = Set.of("HOST", "PORT", "IDLE_TIMEOUT", "DRAIN_BUDGET", "LOG_FORMAT");
}
