package dev.mcpgateway.provider.aws.api;

/** Who somebody is at AWS, as STS says. */
public record Identity(String accountId, String arn, String userId) {}
