# shellcheck shell=bash
# All phases in a row, with phases that are made up.
# shellcheck disable=SC2154 # run-one sets the variables.
version=$(git -C "$pipeline" rev-parse --short HEAD)
export PIPELINE_PHASES=$scratch/phases
mkdir "$PIPELINE_PHASES"
for name in app build-docker catalog-push deploy-aws; do
  # shellcheck disable=SC2016 # The made-up phase expands them.
  printf '#!/bin/sh\necho "$(basename "$0") $*" >>"$FAKE/calls"\necho "this is $(basename "$0")"\nexit $(cat "$FAKE/$(basename "$0").code" 2>/dev/null || echo 0)\n' >"$PIPELINE_PHASES/$name"
  chmod +x "$PIPELINE_PHASES/$name"
done
full() { runs "$pipeline/full" "$@"; }

test_all_phases_run_in_their_order() {
  full --registry registry.example.com
  ends_with 0
  equals "$(cat "$FAKE/calls")" 'app all
build-docker build
build-docker test
catalog-push all --registry registry.example.com
deploy-aws all --with cdk --without-token'
  says 'All of it passed: app build-docker catalog-push deploy-aws'
}

test_with_a_token_the_methods_are_tested() {
  MCP_TOKEN=secret-token full --registry registry.example.com --with copilot
  called 'deploy-aws all --with copilot'
  not_called --without-token
  not_called secret-token
}

test_it_ends_after_a_phase() {
  full --until build-docker
  ends_with 0
  not_called catalog-push
  equals "$(cat "$PIPELINE_STATE/full")" "app $version
build-docker $version"
}

test_the_first_failure_stops_it_and_says_how_to_go_on() {
  echo 1 >"$FAKE/build-docker.code"
  full --until build-docker
  ends_with 1
  says "'pipeline/build-docker build' failed with exit code 1"
  says 'pipeline/full --from build-docker --until build-docker'
  says 'nothing to roll back'
  not_called 'build-docker test'
  equals "$(cat "$PIPELINE_STATE/full")" "app $version"
  equals "$(cat "$PIPELINE_STATE/log/build-docker.log")" 'this is build-docker'
}

test_a_failed_deployment_says_how_to_roll_back() {
  echo 1 >"$FAKE/deploy-aws.code"
  full --registry registry.example.com --with copilot
  ends_with 1
  says 'To roll back: pipeline/deploy-aws rollback --with copilot'
}

test_wrong_inputs_of_a_phase_are_told_apart_from_failures() {
  echo 2 >"$FAKE/app.code"
  full --until app
  ends_with 2
}

test_without_an_account_it_says_that_nothing_was_deployed() {
  echo 3 >"$FAKE/deploy-aws.code"
  full --registry registry.example.com
  ends_with 3
  says 'nothing was deployed'
  says_not 'All of it passed'
  ! grep -q deploy-aws "$PIPELINE_STATE/full" || fail 'deploy-aws has not passed.'
}

test_it_begins_only_where_the_phases_before_have_passed() {
  full --from build-docker --until build-docker
  ends_with 2
  says "The phase app has not passed with version $version here"
  equals "$(cat "$FAKE/calls")" ''
  full --until app
  full --from build-docker --until build-docker
  ends_with 0
}

test_a_phase_that_passed_with_another_commit_does_not_count() {
  mkdir "$PIPELINE_STATE"
  echo 'app 0000000' >"$PIPELINE_STATE/full"
  full --from build-docker --until build-docker
  ends_with 2
}

test_force_begins_anywhere() {
  full --from build-docker --until build-docker --force
  ends_with 0
  not_called 'app all'
}

test_a_registry_is_asked_for_before_the_first_phase() {
  full
  ends_with 2
  says 'give --registry or set ECR_REGISTRY, or end with --until build-docker'
  equals "$(cat "$FAKE/calls")" ''
}

test_the_order_of_phases_is_kept() {
  full --from deploy-aws --until app
  ends_with 2
  full --until nothing
  ends_with 2
  says "'nothing' is no phase"
}

test_a_dry_run_reaches_every_phase_and_remembers_nothing() {
  full --registry registry.example.com --dry-run
  ends_with 0
  equals "$(grep -c -- --dry-run "$FAKE/calls")" 5
  [ ! -e "$PIPELINE_STATE" ] || fail 'A dry run remembers nothing.'
}

test_a_commit_in_between_stops_it() {
  git init -q "$scratch/repository"
  cp -r "$pipeline" "$scratch/repository/pipeline"
  commit() { git -C "$scratch/repository" -c user.name=x -c user.email=x@example.com commit -q --allow-empty -m "$1"; }
  commit one
  printf '#!/bin/sh\ngit -C %s -c user.name=x -c user.email=x@example.com commit -q --allow-empty -m two\n' "$scratch/repository" >"$PIPELINE_PHASES/app"
  runs "$scratch/repository/pipeline/full" --until build-docker
  ends_with 1
  says 'The commit changed from'
  not_called 'build-docker build'
}
