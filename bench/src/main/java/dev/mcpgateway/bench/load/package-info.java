/**
 * The load generator: blocking HTTP/1.1 connections, one thread each, that make one kind of call over and over and check each
 * answer. It shares no code with what it measures, so that an error in one is not hidden by the same error in the other.
 */
package dev.mcpgateway.bench.load;
