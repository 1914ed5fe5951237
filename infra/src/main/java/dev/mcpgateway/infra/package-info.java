/**
 * The deployment of the gateway on AWS as a CDK app: one stack, made of a network, the table and key of sessions, the service
 * behind its load balancer, and how it scales. Only what CloudFormation makes lives here; nothing of the gateway itself, which
 * comes as an image, and nothing that needs credentials, unless an existing VPC is looked up.
 */
@NullMarked
package dev.mcpgateway.infra;

import org.jspecify.annotations.NullMarked;
