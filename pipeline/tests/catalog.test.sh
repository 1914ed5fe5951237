# shellcheck shell=bash
# The phase of the registry, with a made-up engine and a made-up ECR.
# shellcheck disable=SC2154 # run-one sets the variables.

readonly ECR=123456789012.dkr.ecr.eu-central-1.amazonaws.com
version=$(git -C "$pipeline" rev-parse --short HEAD)
digest() { printf 'sha256:'; printf "$1%.0s" {1..32}; }
digest a1 >"$FAKE/pushed.digest"
digest a1 >"$FAKE/pulled.digest"

catalog() { runs "$pipeline/catalog-push" "$@"; }

# A registry of a kind, and a gateway: anything that answers /v2/ and /health.
serve() {
  local port
  port=$(. "$pipeline/lib.sh" && free_port)
  "$("$pipeline/../bin/find-jdk")/bin/java" "$pipeline/support/McpServer.java" "$port" >/dev/null 2>&1 3>&- &
  background+=($!)
  (. "$pipeline/lib.sh" && wait_for 30 answers_health "http://127.0.0.1:$port")
  printf '%s' "$port" >"$FAKE/container.port"
}

# What ECR has: nothing of this version.
ecr() {
  echo '{"repositories":[{"repositoryName":"mcp-gateway"}]}' >"$FAKE/ecr.describe-repositories.json"
  echo 'token-of-twelve-hours' >"$FAKE/ecr.get-login-password.json"
  echo 'An error occurred (ImageNotFoundException)' >"$FAKE/ecr.describe-images.error"
}

test_a_registry_must_be_named() {
  catalog push
  ends_with 2
  says 'give --registry HOST[:PORT], or set ECR_REGISTRY'
}

test_a_registry_is_named_without_a_scheme() {
  catalog push --registry https://registry.example.com
  ends_with 2
  says 'without http://'
}

test_bad_names_are_refused_before_anything_is_begun() {
  catalog push --registry example.com --repository Up
  ends_with 2
  catalog push --registry example.com --tag 'a b'
  ends_with 2
  catalog test --registry example.com --digest sha256:12
  ends_with 2
  not_called 'docker push'
}

test_an_image_that_was_not_built_is_not_pushed() {
  touch "$FAKE/no-image"
  catalog push --registry registry.example.com
  ends_with 2
  says "There is no image mcp-gateway:$version: 'pipeline/build-docker build' makes it."
  not_called 'docker push'
}

test_ecr_is_signed_in_to_in_the_region_of_its_name() {
  ecr
  catalog login --registry $ECR
  ends_with 0
  called 'aws ecr get-login-password --region eu-central-1'
  called "docker login --username AWS --password-stdin $ECR"
  equals "$(cat "$FAKE/login.stdin")" token-of-twelve-hours
}

test_the_region_is_found_in_every_form_of_the_name() {
  ecr
  for name in 123456789012.dkr.ecr.us-gov-west-1.amazonaws.com 123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com \
    123456789012.dkr-ecr.us-gov-west-1.on.aws 123456789012.dkr.ecr.us-gov-west-1.amazonaws.com.cn; do
    : >"$FAKE/calls"
    catalog login --registry $name
    called 'aws ecr get-login-password --region us-gov-west-1'
  done
}

test_a_registry_that_looks_like_ecr_gets_no_token_of_aws() {
  ecr
  for name in 123456789012.dkr.ecr.eu-central-1.amazonaws.com.example.com ecr.eu-central-1.amazonaws.com.example.com; do
    catalog login --registry $name
    ends_with 2
  done
  not_called 'aws ecr'
}

test_other_registries_are_signed_in_to_with_a_password_on_stdin() {
  export REGISTRY_USER=robot REGISTRY_PASSWORD=hidden
  catalog login --registry registry.example.com/team
  ends_with 0
  called 'docker login --username robot --password-stdin registry.example.com'
  equals "$(cat "$FAKE/login.stdin")" hidden
  not_called hidden
  says_not hidden
}

test_a_user_without_a_password_is_refused() {
  REGISTRY_USER=robot catalog login --registry registry.example.com
  ends_with 2
  says 'REGISTRY_PASSWORD is not'
}

test_a_push_remembers_the_digest() {
  ecr
  catalog push --registry $ECR
  ends_with 0
  called "docker tag mcp-gateway:$version $ECR/mcp-gateway:$version"
  equals "$(cat "$PIPELINE_STATE/pushed")" "$version $ECR/mcp-gateway $version $(digest a1)"
  not_called 'create-repository'
}

test_a_missing_ecr_repository_is_created() {
  ecr
  echo 'An error occurred (RepositoryNotFoundException) when calling DescribeRepositories' >"$FAKE/ecr.describe-repositories.error"
  catalog push --registry $ECR
  ends_with 0
  called 'aws ecr create-repository --region eu-central-1 --repository-name mcp-gateway --image-tag-mutability IMMUTABLE'
}

test_a_repository_that_may_not_be_seen_is_not_created() {
  ecr
  echo 'An error occurred (AccessDeniedException)' >"$FAKE/ecr.describe-repositories.error"
  catalog push --registry $ECR
  ends_with 1
  says ecr:DescribeRepositories
  not_called create-repository
}

test_a_version_that_is_in_ecr_already_is_not_pushed_again() {
  ecr
  rm "$FAKE/ecr.describe-images.error"
  digest c3 >"$FAKE/ecr.describe-images.json"
  printf '%s/mcp-gateway@%s\n' $ECR "$(digest c3)" >"$FAKE/repo.digests"
  catalog push --registry $ECR
  ends_with 0
  not_called 'docker push'
  says "is there already: $(digest c3)"
}

test_a_version_that_names_another_image_in_ecr_stops_the_push() {
  ecr
  rm "$FAKE/ecr.describe-images.error"
  digest c3 >"$FAKE/ecr.describe-images.json"
  printf '%s/mcp-gateway@%s\n' $ECR "$(digest d4)" >"$FAKE/repo.digests"
  catalog push --registry $ECR
  ends_with 1
  says 'names another image'
  not_called 'docker push'
}

test_a_registry_is_started_on_loopback_where_nothing_answers() {
  local port
  port=$(. "$pipeline/lib.sh" && free_port)
  catalog push --registry "127.0.0.1:$port" --dry-run
  says "nothing answers on 127.0.0.1:$port: a registry is started there"
  says "docker run -d --name mcp-gateway-registry-$port -p 127.0.0.1:$port:5000 registry:2"
}

test_no_registry_is_started_where_one_answers_or_off_loopback() {
  serve
  catalog push --registry "127.0.0.1:$(cat "$FAKE/container.port")"
  ends_with 0
  not_called 'docker run'
  catalog push --registry registry.example.com:5000
  ends_with 0
  not_called 'docker run'
}

test_what_was_not_pushed_from_here_cannot_be_compared() {
  catalog test --registry registry.example.com
  ends_with 2
  says 'there is nothing to compare with'
}

test_what_is_pulled_must_be_what_was_pushed() {
  catalog push --registry registry.example.com
  digest b2 >"$FAKE/pulled.digest"
  catalog test --registry registry.example.com
  ends_with 1
  says "is $(digest b2) in the registry and $(digest a1) was pushed"
  not_called 'docker run'
}

test_what_was_pulled_is_started_by_its_digest_and_answers() {
  serve
  catalog push --registry registry.example.com
  catalog test --registry registry.example.com
  ends_with 0
  called "registry.example.com/mcp-gateway@$(digest a1)"
  called '--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges'
  called 'docker rm -f -v c0ffee'
}

test_a_digest_that_is_given_stands_for_one_that_was_pushed() {
  serve
  catalog test --registry registry.example.com --digest "$(digest a1)"
  ends_with 0
}

test_clean_removes_the_registry_and_the_names() {
  touch "$FAKE/registry-container"
  catalog push --registry registry.example.com
  catalog clean --registry 127.0.0.1:5000
  ends_with 0
  called 'docker rm -f -v mcp-gateway-registry-5000'
  called 'docker image rm 127.0.0.1:5000/mcp-gateway:abc1234'
  grep -q registry.example.com "$PIPELINE_STATE/pushed" || fail 'Another registry is not forgotten.'
}
