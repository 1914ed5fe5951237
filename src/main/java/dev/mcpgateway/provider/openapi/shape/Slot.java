package dev.mcpgateway.provider.openapi.shape;

import dev.mcpgateway.provider.openapi.document.Parameter;

/** A parameter of the request and the tool's argument that fills it. */
public record Slot(String argument, Parameter parameter) {}
