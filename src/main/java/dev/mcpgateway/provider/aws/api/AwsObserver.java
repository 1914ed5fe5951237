package dev.mcpgateway.provider.aws.api;

/** Is told of each operation that has ended, on any thread. */
public interface AwsObserver {

    /**
     * An operation has ended.
     *
     * @param outcome {@code success}, or the code of the failure; there are about ten of them
     */
    void answered(AwsOperation operation, String outcome, long nanos);
}
