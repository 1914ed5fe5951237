package dev.mcpgateway.web;

import java.util.Map;

/** Browsers as people call them. A guess for a list; nothing depends on it. */
final class Browsers {
    /** In this order: most of them claim to be those that follow as well. */
    private static final Map<String, String> BROWSERS = ordered(
            "Edg", "Edge", "OPR", "Opera", "Firefox", "Firefox", "Chrom", "Chrome", "Safari", "Safari", "curl", "curl");

    private static final Map<String, String> SYSTEMS = ordered(
            "Android",
            "Android",
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Windows",
            "Windows",
            "Mac OS",
            "macOS",
            "CrOS",
            "ChromeOS",
            "Linux",
            "Linux");

    private Browsers() {}

    static String name(String agent) {
        String browser = first(BROWSERS, agent, "Some browser");
        String system = first(SYSTEMS, agent, "");
        return system.isEmpty() ? browser : browser + " on " + system;
    }

    private static String first(Map<String, String> names, String agent, String otherwise) {
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (agent.contains(name.getKey())) {
                return name.getValue();
            }
        }
        return otherwise;
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> all = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return java.util.Collections.unmodifiableMap(all);
    }
}
