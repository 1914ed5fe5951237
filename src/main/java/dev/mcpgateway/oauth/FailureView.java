package dev.mcpgateway.oauth;

/**
 * What a failure page shows; no secret and nothing of the inside.
 *
 * @param status the HTTP status of the answer
 * @param title a few words
 * @param what what happened, in a sentence or two
 * @param advice what the person can do, in a sentence or two
 */
public record FailureView(int status, String title, String what, String advice) {}
