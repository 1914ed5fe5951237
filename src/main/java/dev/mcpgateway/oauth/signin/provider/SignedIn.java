package dev.mcpgateway.oauth.signin.provider;

import dev.mcpgateway.identity.Person;

/** A person for whom a provider vouched just now, and the tokens that came with it. */
public record SignedIn(Person person, ProviderTokens tokens) {}
