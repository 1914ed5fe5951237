# shellcheck shell=bash
# The phase of AWS, with recorded answers and a made-up command line of each tool.
# shellcheck disable=SC2154 # run-one sets the variables.
aws_answers
export AWS_REGION=eu-central-1
version=$(git -C "$pipeline" rev-parse --short HEAD)
readonly NAME=123456789012.dkr.ecr.eu-central-1.amazonaws.com/mcp-gateway
readonly TASK=arn:aws:ecs:eu-central-1:123456789012:task-definition/mcp-gateway
DIGEST=sha256:$(printf 'a1%.0s' {1..32})
mkdir -p "$PIPELINE_STATE"
echo "$version $NAME $version $DIGEST" >"$PIPELINE_STATE/pushed"

deploy_aws() { runs "$pipeline/deploy-aws" "$@"; }

# What stands for the load balancer: a server of one tool that asks for a token, and is as slow as it is told.
balancer() {
  port=$(. "$pipeline/lib.sh" && free_port)
  "$("$pipeline/../bin/find-jdk")/bin/java" "$pipeline/support/McpServer.java" "$port" good-token "${1:-0}" >/dev/null 2>&1 3>&- &
  background+=($!)
  (. "$pipeline/lib.sh" && wait_for 30 answers_health "http://127.0.0.1:$port")
  change acm.describe-certificate '.Certificate.SubjectAlternativeNames += ["127.0.0.1"]'
  change ecs.describe-task-definition ".taskDefinition.containerDefinitions[0].environment[1].value = \"http://127.0.0.1:$port/\""
}

test_without_an_account_everything_is_printed_and_nothing_is_done() {
  echo 'Unable to locate credentials.' >"$FAKE/sts.get-caller-identity.error"
  for command in deploy test status rollback destroy; do
    deploy_aws $command
    ends_with 3
    says 'No AWS account can be used here (Unable to locate credentials.): what follows is a dry run'
    says 'nothing was done'
  done
  equals "$(sort -u "$FAKE/calls")" 'aws sts get-caller-identity --output json'
  [ ! -e "$PIPELINE_CONFIG" ] || fail 'No .config is written.'
}

test_another_account_than_the_wanted_one_is_refused() {
  AWS_ACCOUNT_ID=999999999999 deploy_aws deploy
  ends_with 2
  says 'AWS_ACCOUNT_ID is 999999999999'
}

test_a_region_must_be_set() {
  unset AWS_REGION
  deploy_aws status
  ends_with 2
  says 'give --region, or set AWS_REGION'
}

test_wrong_values_are_refused() {
  deploy_aws deploy --with terraform
  ends_with 2
  deploy_aws deploy --timeout soon
  ends_with 2
  deploy_aws test --url mcp.example.com
  ends_with 2
  deploy_aws status --stack '../x'
  ends_with 2
  equals "$(cat "$FAKE/calls")" ''
}

test_cdk_deploys_what_was_pushed_by_its_digest() {
  deploy_aws deploy
  ends_with 0
  called "npx cdk deploy McpGatewayStack --require-approval never -c image=$NAME@$DIGEST"
}

test_further_options_reach_cdk() {
  deploy_aws deploy -- -c certificate=arn:aws:acm:x
  called "-c image=$NAME@$DIGEST -c certificate=arn:aws:acm:x"
}

test_a_deployment_writes_where_it_is() {
  deploy_aws deploy
  ends_with 0
  equals "$(sed -n 2p "$PIPELINE_CONFIG")" MCP_ENDPOINT=https://mcp.example.com/mcp
  grep -qx "VERSION=$version" "$PIPELINE_CONFIG"
  grep -qx CLUSTER=McpGatewayCluster "$PIPELINE_CONFIG"
}

test_without_a_public_address_the_endpoint_is_the_load_balancer() {
  change ecs.describe-task-definition 'del(.taskDefinition.containerDefinitions[0].environment)'
  deploy_aws deploy
  says MCP_ENDPOINT=http://McpGa-LB-1234567890.eu-central-1.elb.amazonaws.com/mcp
}

test_copilot_deploys_the_version_to_its_environment() {
  change cloudformation.describe-stacks '.Stacks[0].StackName = "mcp-gateway-prod-gateway"'
  deploy_aws deploy --with copilot --environment prod --dry-run
  ends_with 0
  says "copilot svc deploy --app mcp-gateway --name gateway --env prod --tag $version"
  says 'describe-stacks --stack-name mcp-gateway-prod-gateway'
}

test_copilot_is_not_started_without_a_variable_that_its_manifest_uses() {
  deploy_aws deploy --with copilot
  ends_with 2
  says 'copilot/gateway/manifest.yml uses it'
  not_called 'copilot svc deploy'
}

test_a_version_that_was_not_pushed_is_not_deployed() {
  rm "$PIPELINE_STATE/pushed"
  deploy_aws deploy
  ends_with 2
  says "No image of version $version was pushed from here"
  not_called npx
}

test_an_image_on_loopback_is_not_deployed() {
  deploy_aws deploy --image "127.0.0.1:5000/mcp-gateway@$DIGEST"
  ends_with 2
  says 'AWS reaches no registry on loopback'
  not_called npx
}

test_an_image_without_a_digest_is_not_deployed() {
  deploy_aws deploy --image $NAME:latest
  ends_with 2
  says 'has no digest'
}

test_a_failure_of_cdk_ends_the_deployment() {
  echo 1 >"$FAKE/npx.code"
  deploy_aws deploy
  ends_with 1
  says 'CDK did not deploy McpGatewayStack'
  not_called 'ecs describe-services'
  [ ! -e "$PIPELINE_CONFIG" ] || fail 'No .config is written.'
}

test_a_deployment_waits_until_the_service_is_stable() {
  jq '.services[0].deployments[0].rolloutState = "IN_PROGRESS"' "$FAKE/ecs.describe-services.json" >"$FAKE/ecs.describe-services.1.json"
  cp "$FAKE/ecs.describe-services.1.json" "$FAKE/ecs.describe-services.2.json"
  deploy_aws deploy
  ends_with 0
  equals "$(grep -c 'ecs describe-services' "$FAKE/calls")" 4
}

test_a_deployment_that_fails_on_its_way_is_told() {
  change ecs.describe-services '.services[0].deployments[0] |= (.rolloutState = "FAILED" | .rolloutStateReason = "tasks failed to start.")'
  deploy_aws deploy
  ends_with 1
  says 'the deployment failed: tasks failed to start.'
}

test_a_service_that_never_becomes_stable_ends_the_wait() {
  change ecs.describe-services '.services[0].runningCount = 1'
  deploy_aws deploy --timeout 0
  ends_with 1
  says 'is not stable after 0 s (1 of 2 tasks run'
}

test_a_stack_without_the_service_is_told() {
  change cloudformation.describe-stacks 'del(.Stacks[0].Outputs)'
  deploy_aws status
  ends_with 1
  says 'has no output ServiceArn'
}

test_a_stack_that_is_not_there_is_told() {
  echo 'An error occurred (ValidationError): Stack with id McpGatewayStack does not exist' >"$FAKE/cloudformation.describe-stacks.error"
  deploy_aws status
  ends_with 1
  says 'There is no stack McpGatewayStack in eu-central-1'
}

test_status_shows_tasks_targets_and_endpoint() {
  deploy_aws status
  ends_with 0
  says 'McpGatewayService (ACTIVE), 2 of 2 tasks run'
  says 'deployment PRIMARY, COMPLETED, mcp-gateway:7'
  says '10.0.1.11:3000 healthy'
  says 'endpoint   https://mcp.example.com/mcp'
}

test_the_other_commands_are_about_what_was_deployed() {
  unset AWS_REGION
  printf 'DEPLOY_WITH=copilot\nAWS_REGION=us-east-2\nSTACK=mcp-gateway-prod-gateway\nDEPLOY_ENVIRONMENT=prod\n' >"$PIPELINE_CONFIG"
  deploy_aws status
  ends_with 0
  called 'describe-stacks --stack-name mcp-gateway-prod-gateway'
  deploy_aws destroy --yes --dry-run
  says 'copilot svc delete --app mcp-gateway --name gateway --env prod --yes'
  deploy_aws rollback --with cdk --region eu-central-1 --dry-run
  says 'describe-stacks --stack-name McpGatewayStack'
  deploy_aws status --environment test --region eu-central-1 --dry-run
  says 'describe-stacks --stack-name mcp-gateway-test-gateway'
}

test_a_token_is_asked_for_before_the_test_begins() {
  deploy_aws test
  ends_with 2
  says 'MCP_TOKEN is not set'
  not_called 'ecs describe-services'
}

test_a_deployment_that_is_well_passes_every_check() {
  balancer
  MCP_TOKEN=good-token deploy_aws test
  ends_with 0
  for word in 'tasks: good' 'targets: good' 'certificate: good' 'initialize: answered in' 'tools/list: answered in' \
    'tools/call: answered in' 'logs: good, in /ecs/mcp-gateway'; do says "$word"; done
  says_not good-token
}

test_a_tool_can_be_called() {
  balancer
  MCP_TOKEN=good-token deploy_aws test --tool echo --arguments '{"text":"hello"}'
  ends_with 0
  MCP_TOKEN=good-token deploy_aws test --tool nothing
  ends_with 1
  says 'tools/call of nothing failed'
}

test_a_wrong_token_fails_and_is_not_shown() {
  balancer
  MCP_TOKEN=wrong-token deploy_aws test
  ends_with 1
  says "initialize failed at http://127.0.0.1:$port/mcp, HTTP 401"
  says MCP_TOKEN
  says_not wrong-token
}

test_the_token_is_in_no_list_of_processes() {
  balancer
  MCP_TOKEN=good-token deploy_aws test
  ends_with 0
  called "-sS --max-time 10 -K"
  not_called good-token
}

test_without_a_token_only_the_door_is_tested() {
  balancer
  deploy_aws test --without-token
  ends_with 0
  says 'initialize without a token (HTTP 401): answered in'
  says 'were not asked, because of --without-token'
}

test_an_answer_after_two_seconds_is_too_late() {
  balancer 2100
  MCP_TOKEN=good-token deploy_aws test
  ends_with 1
  says 'initialize took 2.'
  says '2 s is the limit'
}

test_a_service_with_too_few_tasks_fails_the_test() {
  change ecs.describe-services '.services[0].runningCount = 1'
  deploy_aws test --without-token
  ends_with 1
  says 'service McpGatewayService: 1 of 2 tasks run.'
  not_called describe-target-health
}

test_tasks_with_another_image_fail_the_test() {
  sed -i "s/$DIGEST/sha256:$(printf 'b2%.0s' {1..32})/" "$PIPELINE_STATE/pushed"
  deploy_aws test --without-token
  ends_with 1
  says "instead of sha256:b2b2"
}

test_an_unhealthy_target_fails_the_test() {
  change elbv2.describe-target-health '.TargetHealthDescriptions[0].TargetHealth = {State: "unhealthy", Reason: "Target.Timeout", Description: "Request timed out"}'
  deploy_aws test --without-token
  ends_with 1
  says 'target 10.0.1.11:3000 is unhealthy (Target.Timeout: Request timed out)'
}

test_a_certificate_for_another_host_fails_the_test() {
  deploy_aws test --without-token --url https://mcp.example.org
  ends_with 1
  says 'and not for mcp.example.org'
}

test_https_without_a_certificate_fails_the_test() {
  change elbv2.describe-listeners 'del(.Listeners[1])'
  deploy_aws test --without-token
  ends_with 1
  says 'https://mcp.example.com is https and the load balancer has no certificate'
}

test_silence_in_the_log_fails_the_test() {
  balancer
  change logs.filter-log-events '.events = []'
  deploy_aws test --without-token
  ends_with 1
  says 'Nothing was logged to /ecs/mcp-gateway within 10 minutes'
}

# The answers after the first update-service: the service runs on revision $1.
then_runs() {
  jq ".services[0].deployments[0].taskDefinition = \"$TASK:$1\"" "$FAKE/ecs.describe-services.json" >"$FAKE/ecs.describe-services.2.json"
}

test_a_rollback_runs_the_task_definition_before() {
  then_runs 6
  deploy_aws rollback
  ends_with 0
  called "aws ecs update-service --cluster McpGatewayCluster --service McpGatewayService --task-definition $TASK:6"
  not_called register-task-definition
  says 'rolled back from mcp-gateway:7 to mcp-gateway:6'
}

test_a_rollback_registers_again_what_is_no_longer_active() {
  then_runs 8
  change ecs.describe-task-definition '.taskDefinition.status = "INACTIVE"'
  deploy_aws rollback
  ends_with 0
  called 'aws ecs register-task-definition --cli-input-json'
  called "--task-definition $TASK:8"
}

test_a_rollback_that_the_service_does_not_take_is_told() {
  deploy_aws rollback
  ends_with 1
  says 'The deployment of McpGatewayService failed'
}

test_a_rollback_of_the_first_deployment_says_what_to_do() {
  change ecs.describe-service-revisions '.serviceRevisions |= map(select(.taskDefinition | endswith(":7")))'
  deploy_aws rollback
  ends_with 1
  says 'check out an earlier commit and deploy it'
  not_called update-service
}

test_a_rollback_cancels_an_update_under_way() {
  change cloudformation.describe-stacks '.Stacks[0].StackStatus = "UPDATE_IN_PROGRESS"'
  deploy_aws rollback
  ends_with 0
  called 'aws cloudformation cancel-update-stack --stack-name McpGatewayStack'
  not_called update-service
}

test_a_rollback_leaves_a_stack_alone_that_is_rolling_back() {
  change cloudformation.describe-stacks '.Stacks[0].StackStatus = "UPDATE_ROLLBACK_IN_PROGRESS"'
  deploy_aws rollback
  ends_with 2
  not_called update-service
}

test_destroy_asks_first() {
  deploy_aws destroy
  ends_with 2
  says 'give --yes'
  not_called npx
}

test_destroy_says_what_stays_and_forgets_the_endpoint() {
  echo MCP_ENDPOINT=x >"$PIPELINE_CONFIG"
  deploy_aws destroy --yes
  ends_with 0
  says 'Table (AWS::DynamoDB::Table)'
  called 'npx cdk destroy McpGatewayStack --force'
  [ ! -e "$PIPELINE_CONFIG" ] || fail '.config is gone.'
}

test_a_destroy_that_fails_keeps_the_endpoint() {
  echo 1 >"$FAKE/npx.code"
  echo MCP_ENDPOINT=x >"$PIPELINE_CONFIG"
  deploy_aws destroy --yes
  ends_with 1
  [ -e "$PIPELINE_CONFIG" ] || fail '.config stays.'
}

test_destroying_with_copilot_deletes_the_service() {
  deploy_aws destroy --with copilot --yes
  ends_with 0
  called 'copilot svc delete --app mcp-gateway --name gateway --env test --yes'
  says 'the table and the key of the addons'
}
