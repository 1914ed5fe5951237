package dev.mcpgateway.web;

/**
 * What the page after connecting an account shows.
 *
 * @param account what was connected, such as {@code Google}
 * @param what what that allows, in a sentence
 */
public record ConnectedView(String account, String what) {}
