/**
 * People's own accounts at upstreams: how one is connected in a browser, the tokens that come of it, encrypted under a key of that
 * person and upstream, and the headers made of them. A token goes to the upstream that it was given for and to the authorization
 * server that gave it, and nowhere else. No page lives here.
 */
@NullMarked
package dev.mcpgateway.oauth.upstream;

import org.jspecify.annotations.NullMarked;
