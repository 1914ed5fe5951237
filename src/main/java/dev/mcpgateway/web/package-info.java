/**
 * The pages that people open: sign-in, consent, failures, and the home page where they see and take back what they gave. Rendered
 * on the server from templates that escape by context; they work without scripts. Nothing is decided here that the rooms below
 * decide: a page shows, and a form asks.
 */
@NullMarked
package dev.mcpgateway.web;

import org.jspecify.annotations.NullMarked;
