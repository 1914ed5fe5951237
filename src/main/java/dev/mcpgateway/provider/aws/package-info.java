/**
 * The tools for AWS: who somebody is there, which credentials a call has, and what S3 holds. A tool is what it asks and what becomes
 * of the answer; signing, deadlines, measuring and the words for failures are beside this, in {@code api} and {@code credentials}.
 */
@NullMarked
package dev.mcpgateway.provider.aws;

import org.jspecify.annotations.NullMarked;
