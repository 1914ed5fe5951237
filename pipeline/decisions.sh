# shellcheck shell=bash
# What the answers of AWS mean; sourced by deploy-aws. Each function reads one answer of the AWS command line (JSON) on stdin
# and calls nothing. Those named *_troubles print what is wrong, one sentence a line, and nothing when all is well.

# Times are ISO 8601 from version 2 of the command line, and seconds from version 1.
# shellcheck disable=SC2016 # The variables are jq's.
readonly JQ_TIME='def seconds:
  if type == "number" then .
  else capture("^(?<t>[0-9]+-[0-9]+-[0-9]+T[0-9:]+)(\\.[0-9]+)?(?<zone>Z|[+-][0-9]{2}:?[0-9]{2})$")
    | (.t + "Z" | fromdateiso8601) as $at
    | if .zone == "Z" then $at
      else (.zone | gsub(":"; "") | {sign: .[0:1], h: (.[1:3] | tonumber), m: (.[3:5] | tonumber)})
        | $at - (if .sign == "-" then -1 else 1 end) * (.h * 3600 + .m * 60)
      end
  end;'

# describe-stacks: the output of a name; empty when there is none.
stack_output() { jq -r --arg name "$1" '[.Stacks[0].Outputs[]? | select(.OutputKey == $name).OutputValue][0] // empty'; }

# describe-stacks: what a rollback of the service has to do first: nothing, cancel (an update is under way), wait (AWS is
# rolling back already), or broken (nothing can be done before a person has looked).
stack_rollback() {
  jq -r '.Stacks[0].StackStatus
    | if . == "UPDATE_IN_PROGRESS" then "cancel"
      elif . == "CREATE_IN_PROGRESS" or endswith("CLEANUP_IN_PROGRESS") then "nothing"
      elif endswith("_IN_PROGRESS") then "wait"
      elif endswith("ROLLBACK_FAILED") or . == "DELETE_FAILED" or . == "ROLLBACK_COMPLETE" then "broken"
      else "nothing" end'
}

# describe-services: absent, failed, moving or stable. With a task definition: whether the service is stable with that one;
# the circuit breaker puts another one back when its tasks do not start.
service_state() {
  jq -r --arg wanted "${1:-}" '
    .services[0] as $service
    | if $service == null or $service.status == "INACTIVE" then "absent"
      else [$service.deployments[] | select(.status == "PRIMARY")][0] as $primary
        | if $primary == null then "moving"
          elif $wanted != "" and $primary.taskDefinition != $wanted then "failed"
          elif $primary.rolloutState == "FAILED" then "failed"
          elif ($service.deployments | length) == 1 and ($primary.rolloutState // "COMPLETED") == "COMPLETED"
            and $service.runningCount == $service.desiredCount and $service.pendingCount == 0 then "stable"
          else "moving" end
      end'
}

# describe-services
service_troubles() {
  jq -r '
    if (.services | length) == 0 then "the service is not there (\(.failures[0].reason // "no reason is given"))"
    else .services[0]
      | [.deployments[] | select(.status == "PRIMARY")][0] as $primary
      | (if .status != "ACTIVE" then "the service is \(.status)" else empty end),
        (if .desiredCount == 0 then "no task is wanted (desiredCount is 0)" else empty end),
        (if .runningCount < .desiredCount then "\(.runningCount) of \(.desiredCount) tasks run" else empty end),
        (if $primary.rolloutState == "FAILED" then "the deployment failed: \($primary.rolloutStateReason // "no reason is given")"
         elif $primary.rolloutState == "IN_PROGRESS" then "the deployment is still under way"
         else empty end),
        (if (.deployments | length) > 1 then "tasks of \(.deployments | length) deployments run side by side" else empty end)
    end'
}

# describe-services
primary_task_definition() { jq -r '[.services[0].deployments[]? | select(.status == "PRIMARY").taskDefinition][0] // empty'; }

# describe-tasks: task_troubles [DIGEST]
task_troubles() {
  jq -r --arg digest "${1:-}" '
    if (.tasks | length) == 0 then "no task runs"
    else .tasks[]
      | (.taskArn | split("/") | last | .[0:8]) as $task
      | (if .lastStatus != "RUNNING" then "task \($task) is \(.lastStatus)\(if .stoppedReason then ": " + .stoppedReason else "" end)" else empty end),
        (if .healthStatus == "UNHEALTHY" then "task \($task) is UNHEALTHY by the health check of its container" else empty end),
        (if $digest != "" and ([.containers[]?.imageDigest] | index($digest) == null)
         then "task \($task) runs \([.containers[]?.imageDigest // "an image without a digest"] | join(", ")) instead of \($digest)" else empty end)
    end'
}

# describe-target-health. Targets that drain belong to tasks on their way out.
target_troubles() {
  jq -r '
    [.TargetHealthDescriptions[] | select(.TargetHealth.State | endswith("draining") | not)]
    | if length == 0 then "the target group has no target"
      else .[] | select(.TargetHealth.State != "healthy")
        | "target \(.Target.Id):\(.Target.Port) is \(.TargetHealth.State) (\(.TargetHealth.Reason // "no reason"): \(.TargetHealth.Description // "no description"))"
      end'
}

# describe-listeners: the certificates, one ARN a line.
listener_certificates() { jq -r '[.Listeners[] | select(.Protocol == "HTTPS").Certificates[]?.CertificateArn] | unique[]'; }

# describe-certificate: certificate_troubles HOST NOW_SECONDS DAYS; it must be good for HOST, and for DAYS more.
certificate_troubles() {
  jq -r --arg host "$1" --argjson now "$2" --argjson days "$3" "$JQ_TIME"'
    .Certificate
    | ((.NotAfter | if . == null then null else seconds end)) as $ends
    | (if .Status != "ISSUED" then "its status is \(.Status)\(if .FailureReason then " (" + .FailureReason + ")" else "" end)" else empty end),
      (if .NotBefore != null and (.NotBefore | seconds) > $now then "it is not valid yet" else empty end),
      (if $ends == null then empty
       elif $ends <= $now then "it expired \((($now - $ends) / 86400) | floor) days ago"
       elif $ends < $now + $days * 86400 then "it expires in \((($ends - $now) / 86400) | floor) days"
         + (if .RenewalEligibility == "INELIGIBLE" then " and AWS cannot renew it (\(.Type // "type unknown"))" else "" end)
       else empty end),
      (if .RenewalSummary.RenewalStatus == "FAILED" then "its renewal failed (\(.RenewalSummary.RenewalStatusReason // "no reason"))" else empty end),
      (([.DomainName] + (.SubjectAlternativeNames // [])) as $names
       | if any($names[]; . == $host or (startswith("*.") and (.[1:] as $suffix | ($host | endswith($suffix))
           and ($host[0:(($host | length) - ($suffix | length))] | contains(".") | not)))) then empty
         else "it is for \($names | unique | join(", ")) and not for \($host)" end)'
}

# describe-task-definition
task_environment() { jq -r --arg name "$1" '[.taskDefinition.containerDefinitions[].environment[]? | select(.name == $name).value][0] // empty'; }
task_log_group() { jq -r '[.taskDefinition.containerDefinitions[].logConfiguration.options["awslogs-group"]? // empty][0] // empty'; }
task_status() { jq -r '.taskDefinition.status'; }

# describe-task-definition: the same one for register-task-definition, since an INACTIVE one starts no tasks.
task_copy() {
  jq '(.tags // []) as $tags | .taskDefinition
    | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy,
          .deregisteredAt, .deleteRequestedAt)
    | if ($tags | length) > 0 then .tags = [$tags[] | select((.key // .Key) | startswith("aws:") | not)] else . end'
}

# list-service-deployments: the revisions that once were deployed with success, newest first, at most 20.
deployed_revisions() {
  jq -r "$JQ_TIME"'
    [.serviceDeployments[] | select(.status == "SUCCESSFUL")] | sort_by(.finishedAt | seconds) | reverse
    | [.[].targetServiceRevisionArn] | reduce .[] as $arn ([]; if index([$arn]) then . else . + [$arn] end) | .[0:20][]'
}

# describe-service-revisions: rollback_target CURRENT REVISION..., the revisions newest first. Prints the task definition of
# the newest one that is older than the current one, by the number of its registration: so two rollbacks in a row go two
# steps back, and none goes forward again.
rollback_target() {
  local current=$1
  shift
  jq -r --arg current "$current" '
    def family: sub(":[0-9]+$"; "");
    def number: capture(":(?<n>[0-9]+)$").n | tonumber;
    . as $answer
    | [$ARGS.positional[] as $arn | $answer.serviceRevisions[] | select(.serviceRevisionArn == $arn).taskDefinition
       | select(family == ($current | family) and number < ($current | number))][0] // empty' --args "$@"
}

# filter-log-events
has_log_events() { jq -e '(.events | length) > 0' >/dev/null; }

# get-template of a stack: what stays when it is deleted, one logical name and type a line.
retained_resources() {
  jq -r '.TemplateBody | if type == "string" then (try fromjson catch {}) else . end
    | (.Resources // {}) | to_entries[]
    | select(.value.DeletionPolicy == "Retain" or .value.DeletionPolicy == "RetainExceptOnCreate")
    | "\(.key) (\(.value.Type))"'
}
