# shellcheck shell=bash
# What every phase has: help, checks of its inputs, and a dry run that does nothing.
# shellcheck disable=SC2154 # run-one sets the variables.

readonly ECR=123456789012.dkr.ecr.eu-central-1.amazonaws.com

phases() {
  local phase
  for phase in app build-docker catalog-push deploy-aws full; do
    [ ! -x "$pipeline/$phase" ] || printf '%s\n' "$phase"
  done
}

test_every_phase_has_help_with_usage_inputs_exit_codes_and_troubleshooting() {
  for phase in $(phases); do
    runs "$pipeline/$phase" --help
    ends_with 0
    for word in "Usage: pipeline/$phase" Inputs 'Exit codes' Troubleshooting --dry-run; do says "$word"; done
  done
}

test_every_phase_refuses_an_option_that_it_does_not_know() {
  for phase in $(phases); do
    runs "$pipeline/$phase" --colour
    ends_with 2
    says --colour
    says "pipeline/$phase --help"
  done
}

test_a_phase_wants_to_be_told_what_to_do() {
  for phase in app catalog-push deploy-aws; do
    runs "$pipeline/$phase"
    ends_with 2
    says 'Say what to do'
  done
}

test_a_phase_does_one_thing_at_a_time() {
  runs "$pipeline/app" test clean
  ends_with 2
  says "One command at a time: 'test' or 'clean'."
}

test_an_option_without_its_value_is_refused() {
  runs "$pipeline/catalog-push" push --registry
  ends_with 2
  says '--registry needs a value.'
}

test_a_dry_run_of_each_phase_does_nothing() {
  runs "$pipeline/app" all --dry-run
  ends_with 0
  says './mvnw -B verify'
  says '/gateway serve --host 127.0.0.1'
  runs "$pipeline/catalog-push" all --registry $ECR --dry-run
  ends_with 0
  says 'aws ecr get-login-password --region eu-central-1 | docker login'
  says 'docker push'
  for with in cdk copilot; do
    for command in all status rollback destroy; do
      runs "$pipeline/deploy-aws" $command --with $with --dry-run
      ends_with 0
      says 'aws cloudformation describe-stacks'
      says_not ': good'
    done
  done
  equals "$(cat "$FAKE/calls")" ''
  [ ! -e "$PIPELINE_STATE" ] || fail 'A dry run remembers nothing.'
}

test_the_version_is_the_commit() {
  local version
  version=$(git -C "$pipeline" rev-parse --short HEAD)
  runs "$pipeline/catalog-push" push --registry 127.0.0.1:5000 --dry-run
  says "docker push 127.0.0.1:5000/mcp-gateway:$version"
  runs "$pipeline/deploy-aws" deploy --with copilot --dry-run
  says "copilot svc deploy --app mcp-gateway --name gateway --env test --tag $version"
}

test_options_for_the_gateway_belong_to_run() {
  runs "$pipeline/app" test -- --port 1
  ends_with 2
  runs "$pipeline/app" run --dry-run -- --port 0
  ends_with 0
  says 'serve --host 127.0.0.1 --port 0'
}

report() { printf 'GROUP,PACKAGE,CLASS,IM,IC,BM,BC,LINE_MISSED,LINE_COVERED,CM,CC,MM,MC\ng,p,A,0,0,0,0,%d,%d,0,0,0,0\ng,p,B,0,0,0,0,0,10,0,0,0,0\n' "$1" "$2" >"$scratch/report.csv"; }

test_coverage_is_printed_with_two_digits() {
  report 10 80
  PIPELINE_COVERAGE_REPORT=$scratch/report.csv runs "$pipeline/app" coverage
  ends_with 0
  says '90.00 % of lines are covered'
}

test_coverage_below_the_minimum_fails() {
  report 151 840 # 84.91 %, which is not rounded up to what is asked for.
  PIPELINE_COVERAGE_REPORT=$scratch/report.csv runs "$pipeline/app" coverage
  ends_with 1
  says 'Coverage is 84.91 %, and coverage.minimum in pom.xml asks for 85 %'
}

test_a_report_without_lines_is_no_coverage() {
  report 0 -10
  PIPELINE_COVERAGE_REPORT=$scratch/report.csv runs "$pipeline/app" coverage
  ends_with 1
  says 'counts no lines'
}

test_only_addresses_of_this_machine_are_loopback() {
  . "$pipeline/lib.sh"
  for host in 127.0.0.1 127.1.2.3 localhost ::1 '[::1]'; do is_loopback "$host" || fail "$host is loopback."; done
  for host in 127.0.0.1.example.com localhost.example.com 10.0.0.1 1127.0.0.1 example.com; do
    ! is_loopback "$host" || fail "$host is not loopback."
  done
  equals "$(host_of https://mcp.example.com:8443/mcp)" mcp.example.com
  equals "$(host_of '[::1]:5000')" '[::1]'
}
