# shellcheck shell=bash
# What is made of the answers of AWS, one by one.
# shellcheck disable=SC2154 # run-one sets the variables.
. "$pipeline/decisions.sh"
aws_answers

# of ANSWER FUNCTION...: what the function prints of a recorded answer.
of() {
  local answer=$FAKE/$1.json
  shift
  runs "$@" <"$answer"
}
sees() { equals "$output" "$1"; }

readonly TASK=arn:aws:ecs:eu-central-1:123456789012:task-definition/mcp-gateway
readonly REVISION=arn:aws:ecs:eu-central-1:123456789012:service-revision/McpGatewayCluster/McpGatewayService/148580097847749466
readonly NOVEMBER=1795219200 # 2026-11-21

test_an_output_is_found_by_its_name() {
  of cloudformation.describe-stacks stack_output LoadBalancerDNS
  sees McpGa-LB-1234567890.eu-central-1.elb.amazonaws.com
}

test_an_output_that_is_not_there_is_empty() {
  change cloudformation.describe-stacks 'del(.Stacks[0].Outputs)'
  of cloudformation.describe-stacks stack_output ServiceArn
  sees ''
}

test_a_service_with_all_its_tasks_is_stable() {
  of ecs.describe-services service_state
  sees stable
  of ecs.describe-services service_troubles
  sees ''
}

test_a_service_that_starts_tasks_is_moving() {
  change ecs.describe-services '.services[0] |= (.runningCount = 1 | .pendingCount = 1)'
  of ecs.describe-services service_state
  sees moving
  of ecs.describe-services service_troubles
  sees '1 of 2 tasks run'
}

test_a_service_with_two_deployments_is_moving() {
  change ecs.describe-services '.services[0].deployments += [.services[0].deployments[0] | .status = "ACTIVE"]'
  of ecs.describe-services service_state
  sees moving
  of ecs.describe-services service_troubles
  says '2 deployments run side by side'
}

test_a_deployment_under_way_is_moving() {
  change ecs.describe-services '.services[0].deployments[0].rolloutState = "IN_PROGRESS"'
  of ecs.describe-services service_state
  sees moving
}

test_a_failed_deployment_is_told_with_its_reason() {
  change ecs.describe-services '.services[0].deployments[0] |= (.rolloutState = "FAILED" | .rolloutStateReason = "tasks failed to start")'
  of ecs.describe-services service_state
  sees failed
  of ecs.describe-services service_troubles
  sees 'the deployment failed: tasks failed to start'
}

test_another_task_definition_than_the_wanted_one_is_a_failure_even_when_it_is_stable() {
  of ecs.describe-services service_state $TASK:6
  sees failed
  of ecs.describe-services service_state $TASK:7
  sees stable
}

test_a_deleted_service_is_absent() {
  change ecs.describe-services '.services[0].status = "INACTIVE"'
  of ecs.describe-services service_state
  sees absent
}

test_a_service_that_never_was_is_absent() {
  change ecs.describe-services '{services: [], failures: [{arn: "x", reason: "MISSING"}]}'
  of ecs.describe-services service_state
  sees absent
  of ecs.describe-services service_troubles
  sees 'the service is not there (MISSING)'
}

test_a_service_that_wants_no_task_is_no_service() {
  change ecs.describe-services '.services[0] |= (.desiredCount = 0 | .runningCount = 0)'
  of ecs.describe-services service_troubles
  sees 'no task is wanted (desiredCount is 0)'
}

test_running_tasks_are_good() {
  of ecs.describe-tasks task_troubles
  sees ''
}

test_a_task_without_a_health_check_is_good() {
  change ecs.describe-tasks '.tasks[].healthStatus = "UNKNOWN"'
  of ecs.describe-tasks task_troubles
  sees ''
}

test_a_stopped_task_is_told_with_its_reason() {
  change ecs.describe-tasks '.tasks[0] |= (.lastStatus = "STOPPED" | .stoppedReason = "CannotPullContainerError: not found")'
  of ecs.describe-tasks task_troubles
  sees 'task 1bd4fb5e is STOPPED: CannotPullContainerError: not found'
}

test_an_unhealthy_task_is_told() {
  change ecs.describe-tasks '.tasks[1].healthStatus = "UNHEALTHY"'
  of ecs.describe-tasks task_troubles
  sees 'task 2bd4fb5e is UNHEALTHY by the health check of its container'
}

test_a_task_with_another_image_is_told() {
  of ecs.describe-tasks task_troubles "sha256:$(printf 'b2%.0s' {1..32})"
  says 'instead of sha256:b2b2'
  of ecs.describe-tasks task_troubles "sha256:$(printf 'a1%.0s' {1..32})"
  sees ''
}

test_no_task_at_all_is_told() {
  change ecs.describe-tasks '.tasks = []'
  of ecs.describe-tasks task_troubles
  sees 'no task runs'
}

test_healthy_targets_are_good() {
  of elbv2.describe-target-health target_troubles
  sees ''
}

test_targets_that_drain_are_no_trouble() {
  change elbv2.describe-target-health '.TargetHealthDescriptions[0].TargetHealth = {State: "draining", Reason: "Target.DeregistrationInProgress"}'
  of elbv2.describe-target-health target_troubles
  sees ''
}

test_only_targets_that_drain_are_trouble() {
  change elbv2.describe-target-health '.TargetHealthDescriptions[].TargetHealth = {State: "draining"}'
  of elbv2.describe-target-health target_troubles
  sees 'the target group has no target'
}

test_an_unhealthy_target_is_told_with_its_reason() {
  change elbv2.describe-target-health '.TargetHealthDescriptions[1].TargetHealth = {State: "unhealthy", Reason: "Target.ResponseCodeMismatch", Description: "Health checks failed with these codes: [503]"}'
  of elbv2.describe-target-health target_troubles
  sees 'target 10.0.2.12:3000 is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [503])'
}

test_only_https_listeners_have_certificates() {
  of elbv2.describe-listeners listener_certificates
  sees arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012
  change elbv2.describe-listeners 'del(.Listeners[1])'
  of elbv2.describe-listeners listener_certificates
  sees ''
}

test_an_issued_certificate_for_the_host_is_good() {
  of acm.describe-certificate certificate_troubles mcp.example.com $NOVEMBER 14
  sees ''
}

test_a_certificate_that_is_not_issued_is_told() {
  change acm.describe-certificate '.Certificate |= (.Status = "PENDING_VALIDATION" | del(.NotBefore, .NotAfter))'
  of acm.describe-certificate certificate_troubles mcp.example.com $NOVEMBER 14
  sees 'its status is PENDING_VALIDATION'
}

test_a_certificate_about_to_expire_is_told() {
  change acm.describe-certificate '.Certificate |= (.NotAfter = "2026-11-30T02:00:00+02:00" | .RenewalEligibility = "INELIGIBLE" | .Type = "IMPORTED")'
  of acm.describe-certificate certificate_troubles mcp.example.com $NOVEMBER 14
  sees 'it expires in 9 days and AWS cannot renew it (IMPORTED)'
}

test_the_offset_of_a_time_counts() {
  change acm.describe-certificate '.Certificate.NotAfter = "2026-12-04T23:00:00-02:00"' # One hour into 5 December.
  of acm.describe-certificate certificate_troubles mcp.example.com $NOVEMBER 14
  sees ''
  change acm.describe-certificate '.Certificate.NotAfter = "2026-12-05T01:00:00+02:00"' # One hour before it.
  of acm.describe-certificate certificate_troubles mcp.example.com $NOVEMBER 14
  sees 'it expires in 13 days'
}

test_an_expired_certificate_is_told_with_times_of_version_1() {
  change acm.describe-certificate ".Certificate |= (.NotBefore = $NOVEMBER.0 - 1e7 | .NotAfter = $NOVEMBER.5 - 172801)"
  of acm.describe-certificate certificate_troubles mcp.example.com $NOVEMBER 14
  sees 'it expired 2 days ago'
}

test_a_failed_renewal_is_told() {
  change acm.describe-certificate '.Certificate.RenewalSummary = {RenewalStatus: "FAILED", RenewalStatusReason: "CAA_ERROR"}'
  of acm.describe-certificate certificate_troubles mcp.example.com $NOVEMBER 14
  sees 'its renewal failed (CAA_ERROR)'
}

test_a_certificate_for_another_host_is_told() {
  of acm.describe-certificate certificate_troubles other.example.com $NOVEMBER 14
  sees 'it is for *.tools.example.com, mcp.example.com and not for other.example.com'
}

test_a_wildcard_stands_for_one_label() {
  of acm.describe-certificate certificate_troubles mcp.tools.example.com $NOVEMBER 14
  sees ''
  of acm.describe-certificate certificate_troubles a.mcp.tools.example.com $NOVEMBER 14
  says 'not for a.mcp.tools.example.com'
}

test_a_rollback_goes_to_the_deployment_before() {
  of ecs.list-service-deployments deployed_revisions
  sees "${REVISION}7
${REVISION}6
${REVISION}5"
  of ecs.describe-service-revisions rollback_target $TASK:7 ${REVISION}7 ${REVISION}6 ${REVISION}5
  sees $TASK:6
}

test_a_second_rollback_goes_one_step_further_back() {
  # After the first one, revision 6 is the newest deployment, and 7 the one before.
  of ecs.describe-service-revisions rollback_target $TASK:6 ${REVISION}6 ${REVISION}7 ${REVISION}5
  sees $TASK:5
}

test_the_numbers_of_task_definitions_are_compared_as_numbers() {
  change ecs.describe-service-revisions '.serviceRevisions[1].taskDefinition |= sub(":6"; ":9") | .serviceRevisions[2].taskDefinition |= sub(":7"; ":10")'
  of ecs.describe-service-revisions rollback_target $TASK:10 ${REVISION}7 ${REVISION}6 ${REVISION}5
  sees $TASK:9
}

test_a_rollback_skips_deployments_that_failed() {
  change ecs.list-service-deployments '.serviceDeployments[1].status = "ROLLBACK_SUCCESSFUL"'
  of ecs.list-service-deployments deployed_revisions
  sees "${REVISION}7
${REVISION}5"
}

test_the_first_deployment_has_nothing_to_go_back_to() {
  of ecs.describe-service-revisions rollback_target $TASK:5 ${REVISION}5
  sees ''
}

test_a_task_definition_of_another_family_is_no_target() {
  change ecs.describe-service-revisions '.serviceRevisions[].taskDefinition |= sub("mcp-gateway"; "another")'
  of ecs.describe-service-revisions rollback_target $TASK:7 ${REVISION}6 ${REVISION}5
  sees ''
}

test_a_copy_of_a_task_definition_has_only_what_can_be_registered() {
  change ecs.describe-task-definition '.taskDefinition |= (.status = "INACTIVE" | .deregisteredAt = "2026-11-01T08:00:00Z") | .tags += [{key: "aws:cloudformation:stack-name", value: "x"}]'
  of ecs.describe-task-definition task_copy
  equals "$(jq -c 'keys' <<<"$output")" \
    '["containerDefinitions","cpu","executionRoleArn","family","memory","networkMode","placementConstraints","requiresCompatibilities","tags","taskRoleArn","volumes"]'
  equals "$(jq -c '.tags' <<<"$output")" '[{"key":"project","value":"mcp-gateway"}]'
}

test_an_update_under_way_is_cancelled_first() {
  of cloudformation.describe-stacks stack_rollback
  sees nothing
  for pair in UPDATE_IN_PROGRESS=cancel UPDATE_COMPLETE_CLEANUP_IN_PROGRESS=nothing UPDATE_ROLLBACK_IN_PROGRESS=wait \
    UPDATE_ROLLBACK_COMPLETE=nothing UPDATE_ROLLBACK_FAILED=broken DELETE_IN_PROGRESS=wait ROLLBACK_COMPLETE=broken; do
    change cloudformation.describe-stacks ".Stacks[0].StackStatus = \"${pair%=*}\""
    of cloudformation.describe-stacks stack_rollback
    sees "${pair#*=}"
  done
}

test_what_a_stack_retains_is_listed() {
  of cloudformation.get-template retained_resources
  sees 'Table (AWS::DynamoDB::Table)
Key (AWS::KMS::Key)'
  change cloudformation.get-template '.TemplateBody |= tojson'
  of cloudformation.get-template retained_resources
  says 'Key (AWS::KMS::Key)'
}

test_the_public_address_and_the_log_group_are_those_of_the_task() {
  of ecs.describe-task-definition task_environment PUBLIC_URL
  sees https://mcp.example.com
  of ecs.describe-task-definition task_environment NONE
  sees ''
  of ecs.describe-task-definition task_log_group
  sees /ecs/mcp-gateway
}

test_logs_stream_when_there_is_one_event() {
  of logs.filter-log-events has_log_events
  ends_with 0
  change logs.filter-log-events '.events = []'
  of logs.filter-log-events has_log_events
  [ "$code" -ne 0 ] || fail 'No event is no log.'
}
