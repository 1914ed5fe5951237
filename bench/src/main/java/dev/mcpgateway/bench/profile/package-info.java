/** Where the gateway spends its time and what it allocates: Flight Recorder while one row's load runs, printed as text. */
package dev.mcpgateway.bench.profile;
