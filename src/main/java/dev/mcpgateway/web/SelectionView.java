package dev.mcpgateway.web;

import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.session.StoredSelections;

/**
 * What pages show of what a person has switched off, and what their forms repeat of it.
 *
 * @param version of what is shown: a change of anything newer is refused
 */
public record SelectionView(String csrf, long version, Selection selection) {
    static SelectionView of(String csrf, StoredSelections.Chosen chosen) {
        return new SelectionView(csrf, chosen.version(), chosen.selection());
    }
}
