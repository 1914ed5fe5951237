package dev.mcpgateway.web;

import dev.mcpgateway.oauth.ConsentView.GrantedScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the home page shows.
 *
 * @param person who is signed in
 * @param csrf the hidden field of every form
 * @param address the MCP address
 * @param others what there is beside that address
 * @param selection what the person has switched off of the upstreams
 * @param open MCP sessions
 * @param moreOpen how many MCP sessions there are besides
 * @param sessions browsers
 * @param scopes what a personal token can be allowed
 * @param lifetimes how many days it can be valid
 * @param account what was granted at the identity provider; null when nothing is kept
 * @param cost what the tools cost a model; null when that is not shown
 */
public record HomeView(
        String person,
        String csrf,
        String address,
        List<ClientSetup> setups,
        List<OtherAddress> others,
        List<Upstream> upstreams,
        SelectionView selection,
        List<Row> clients,
        List<Row> tokens,
        List<Row> open,
        int moreOpen,
        List<Row> sessions,
        List<GrantedScope> scopes,
        List<Integer> lifetimes,
        @Nullable Account account,
        @Nullable TokensView cost) {

    public HomeView {
        setups = List.copyOf(setups);
        others = List.copyOf(others);
        upstreams = List.copyOf(upstreams);
        clients = List.copyOf(clients);
        tokens = List.copyOf(tokens);
        open = List.copyOf(open);
        sessions = List.copyOf(sessions);
        scopes = List.copyOf(scopes);
        lifetimes = List.copyOf(lifetimes);
    }

    /**
     * A server behind the gateway.
     *
     * @param state {@code up}, {@code down} or {@code unknown}, which is also its style
     * @param words the state in words
     * @param connected whether the person has connected an account there; null where there is none to connect
     */
    public record Upstream(
            String name,
            String href,
            String state,
            String words,
            @Nullable Boolean connected) {}

    /**
     * An address beside the one of everything.
     *
     * @param what a few words on what is there
     */
    public record OtherAddress(String what, String address) {}

    /**
     * Something that a person can take back.
     *
     * @param id the hidden field {@code id}
     * @param more a line of details
     * @param current whether it is what the page itself runs on
     */
    public record Row(String id, String name, String more, boolean current) {}

    /** What was granted at the identity provider. */
    public record Account(String provider, String scopes, String since) {}
}
