/** The ways in that must fail, and the report of the tests that try them. */
package dev.mcpgateway.testing.attack;
