/**
 * The file that a backup is: what stands in it, how it is written as it comes, and how it is checked before anything of it is
 * believed. Nothing is opened here that is sealed, and no store is known but by its records.
 */
@NullMarked
package dev.mcpgateway.store.backup;

import org.jspecify.annotations.NullMarked;
