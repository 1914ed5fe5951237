package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.McpMethod;

/** The four lists of the protocol. */
public enum ListKind {
    TOOLS(McpMethod.TOOLS_LIST, "tools", "tools"),
    PROMPTS(McpMethod.PROMPTS_LIST, "prompts", "prompts"),
    RESOURCES(McpMethod.RESOURCES_LIST, "resources", "resources"),
    RESOURCE_TEMPLATES(McpMethod.RESOURCES_TEMPLATES_LIST, "resourceTemplates", "resources");

    private final String method;
    private final String member;
    private final String capability;

    ListKind(String method, String member, String capability) {
        this.method = method;
        this.member = member;
        this.capability = capability;
    }

    /** The method that asks for this list. */
    public String method() {
        return method;
    }

    /** The member of the result that holds the items. */
    public String member() {
        return member;
    }

    /** The server capability without which the list is not asked for. */
    public String capability() {
        return capability;
    }
}
