/**
 * An OpenAPI document (3.0 and 3.1) as a tree, with the references inside it, its operations and its schemas. References that
 * lead out of the document are never followed. What becomes of an operation is not decided here.
 */
@NullMarked
package dev.mcpgateway.provider.openapi.document;

import org.jspecify.annotations.NullMarked;
