package dev.mcpgateway.oauth.server;

import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.ConsentView.GrantedScope;
import java.util.Collection;
import java.util.List;

/** Scopes as people understand them. */
public final class ScopeWords {
    private ScopeWords() {}

    /** The words for each of them, in the order of {@link Scope}. */
    public static List<GrantedScope> of(Collection<Scope> scopes) {
        return scopes.stream()
                .sorted()
                .map(scope -> new GrantedScope(scope.value(), words(scope)))
                .toList();
    }

    private static String words(Scope scope) {
        return switch (scope) {
            case TOOLS_READ -> "Use the tools that only look things up";
            case TOOLS_WRITE -> "Use the tools that create, change, send or delete things, in your name";
            case PROMPTS_READ -> "Read the prompts that your servers offer";
            case RESOURCES_READ -> "Read the files and other resources that your servers offer";
            case API -> "Call the gateway's HTTP API in your name";
        };
    }
}
