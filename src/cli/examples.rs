//! What the help of each command shows below its flags.

pub(super) const LINT_EXAMPLES: &str = "\
Examples:
  caveat lint
      Every description in this folder and the folders in it, but for what
      .gitignore hides
  caveat lint api/openapi.yaml --show info
      One description and the files that it refers to, advice included
  caveat lint --fail-on warning --format json > findings.json
      For a build: exit code 1 from the first warning on
  caveat lint main:api/openapi.yaml
      As it is on the branch main, references included
  curl -s https://api.example.com/openapi.json | caveat lint -
      What comes through a pipe

Exit codes:
  0  nothing was found at or above --fail-on
  1  something was found
  2  the job, or a part of it, could not be done";

pub(super) const CONVENTIONS_EXAMPLES: &str = "\
Examples:
  caveat conventions api/openapi.yaml
      What the API does most of the time, with the places that differ counted
  caveat conventions --format json
      The same of every description in this folder, for programs

Exit codes:
  0  the conventions are shown, whatever they are
  2  a description could not be read";

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  caveat diff v1/openapi.yaml v2/openapi.yaml
      What breaks, may break or surprises clients, with both places
  caveat diff main:api/openapi.yaml api/openapi.yaml
      What this working tree changes against the branch main
  caveat diff v1.yaml v2.yaml --show safe
      Everything that changed, one line for what is safe
  caveat diff v1.yaml v2.yaml --fail-on breaking --format json
      For a build that lets pass what could not be proved
  caveat diff v1.yaml v2.yaml --policy tolerant-reader --check-version
      For clients that ignore what they do not know, and a version that must go far enough
  curl -s https://api.example.com/openapi.json | caveat diff - openapi.json
      What is deployed against what is to come

Levels, the worst first:
  breaking  something that was legal no longer is
  unproven  whether something breaks could not be decided
  risky     nothing breaks by the letter, but clients are known to be surprised
  safe      nothing breaks

Exit codes:
  0  there is no change at or above --fail-on
  1  there is one, or --check-version finds the version too small
  2  the descriptions could not be compared";

pub(super) const SCHEMA_EXAMPLES: &str = "\
Examples:
  caveat schema old.json new.json
      Whether values move both ways: what either refuses of the other
  caveat schema old.json new.json --direction request
      Whether the new schema still accepts what was valid before: backward
      compatible, as registries call it
  caveat schema old.json new.json --direction response
      Whether the old schema accepts what is valid now: forward compatible
  caveat schema main:schemas/order.json schemas/order.json --format json
      For a build, against the branch main
  caveat schema --pairs pairs.json --format json
      An answer a line for each pair of a list

Exit codes:
  0  everything is accepted, in the directions that were asked for
  1  something is refused, or it could not be decided
  2  the schemas could not be compared";
