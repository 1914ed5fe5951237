#!/usr/bin/env bash
# LocalStack runs this once it is ready, and says that it is complete when this has ended: the table, and the key with its alias,
# as the gateway expects them of AWS.
set -euo pipefail

table=${TABLE_NAME:-mcp-gateway-sessions}
alias=${KEY_ALIAS:-alias/mcp-gateway}

if ! awslocal dynamodb describe-table --table-name "$table" >/dev/null 2>&1; then
  awslocal dynamodb create-table --table-name "$table" --billing-mode PAY_PER_REQUEST \
    --attribute-definitions AttributeName=sessionId,AttributeType=S \
    --key-schema AttributeName=sessionId,KeyType=HASH >/dev/null
  awslocal dynamodb wait table-exists --table-name "$table"
  awslocal dynamodb update-time-to-live --table-name "$table" \
    --time-to-live-specification Enabled=true,AttributeName=ttl >/dev/null
  echo "table $table: made"
fi

# Another key than an alias is one of real AWS, which LocalStack is not asked for then.
case $alias in
  alias/*)
    if ! awslocal kms describe-key --key-id "$alias" >/dev/null 2>&1; then
      key=$(awslocal kms create-key --description "MCP Gateway" --query KeyMetadata.KeyId --output text)
      awslocal kms enable-key-rotation --key-id "$key"
      awslocal kms create-alias --alias-name "$alias" --target-key-id "$key"
      echo "key $alias: made"
    fi
    ;;
esac
