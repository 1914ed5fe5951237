package dev.mcpgateway.store;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** DynamoDB did not allow a call. What backup and restore need is more than the gateway's own role has, and shall have. */
final class DynamoDbRefusal {

    private static final String ACCESS_DENIED = "AccessDeniedException";
    private static final Set<String> FOR_OPERATORS = Set.of("Scan", "BatchWriteItem");

    private DynamoDbRefusal() {}

    static boolean isOne(Throwable failure) {
        return failure instanceof AwsServiceException answered
                && answered.awsErrorDetails() != null
                && ACCESS_DENIED.equals(answered.awsErrorDetails().errorCode());
    }

    /** What to do, behind the reason; nothing for the calls that a gateway makes. */
    static String advice(String operation) {
        return FOR_OPERATORS.contains(operation)
                ? ". The role of the gateway may not do that, on purpose: use an operator's credentials (AWS_PROFILE) that"
                        + " allow dynamodb:Scan, and for a restore dynamodb:BatchWriteItem"
                : "";
    }
}
