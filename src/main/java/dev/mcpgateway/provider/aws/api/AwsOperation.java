package dev.mcpgateway.provider.aws.api;

/** What is asked on behalf of the tools, as IAM and the metrics call it. */
public enum AwsOperation {
    DEFAULT_CREDENTIALS("credentials", "DefaultChain"),
    PROFILE_CREDENTIALS("credentials", "Profile"),
    DEFAULT_REGION("credentials", "Region"),
    GET_SECRET_VALUE("secretsmanager", "GetSecretValue"),
    ASSUME_ROLE("sts", "AssumeRole"),
    GET_CALLER_IDENTITY("sts", "GetCallerIdentity"),
    LIST_BUCKETS("s3", "ListBuckets"),
    LIST_OBJECTS("s3", "ListObjectsV2"),
    GET_OBJECT("s3", "GetObject");

    private final String service;
    private final String operation;

    AwsOperation(String service, String operation) {
        this.service = service;
        this.operation = operation;
    }

    public String service() {
        return service;
    }

    public String operation() {
        return operation;
    }

    /** The permission that it needs. */
    String action() {
        return switch (this) {
            case LIST_BUCKETS -> "s3:ListAllMyBuckets";
            case LIST_OBJECTS -> "s3:ListBucket";
            default -> service + ":" + operation;
        };
    }

    @Override
    public String toString() {
        return service + " " + operation;
    }
}
