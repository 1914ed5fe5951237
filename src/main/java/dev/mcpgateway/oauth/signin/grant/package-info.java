/**
 * What identity providers gave for each person: refresh and access tokens, encrypted under a key of that person, renewed by one
 * task at a time and deleted when the provider or the person ends them. They never leave the gateway except towards their
 * provider. No page and no cookie lives here.
 */
@NullMarked
package dev.mcpgateway.oauth.signin.grant;

import org.jspecify.annotations.NullMarked;
