//! What `--help` says below the flags: examples and exit codes.

/// Exit codes, as `--help` and the README document them.
pub const EXIT_CODES: &str = "\
Exit codes:
  0    written, or everything was as it should be
  1    a check failed, check found something, or the system refused something (reading, writing, the terminal)
  2    an answer, a flag or a file of answers is not right
  3    refused: the answers together give an image that cannot work, or a course fixes another one
  4    a file that msgen did not write, or that was edited since, is in the way
  75   verify, compare: no container engine answers
  130  stopped with Ctrl-C or Esc; nothing was written";

/// Exit codes of the commands that need an engine.
pub const VERIFY_CODES: &str = "\
Exit codes:
  0    every check passed, or was skipped with a reason
  1    a check failed, or the system refused something
  2    a flag, an answer or the Dockerfile is not right
  4    the evidence folder holds files of the same names that msgen did not write
  75   no container engine answers
  130  stopped with Ctrl-C; everything that was started is removed";

/// What `check` is called with, and its exit codes.
pub const CHECK_HELP: &str = "\
Examples:
  msgen check                             the Dockerfile, .dockerignore and report of this folder, and drift
  msgen check api/Dockerfile web/prod.dockerfile docs/IMAGE.md
  msgen check --no-context - < Dockerfile
  msgen check --fix --dry-run             what can be mended mechanically, as a diff
  msgen check --format sarif > msgen.sarif
  msgen check --strict --profile ID       what was handed in, by a course's rubric
  msgen check --starter ../lab --format markdown
  msgen check --recursive submissions --starter lab --format csv > grades.csv
  msgen explain RULE                      what a rule means, with an example and how to see it
  msgen list --rules                      every rule

With --recursive every folder directly below PATH is a submission: it is judged with --strict, by a process of its own,
and is one row. The service is the submission itself, if it has a msgen.toml or a Dockerfile, or the only folder below
it that has; --within says where, if there are several.

A rule is switched off for a project in msgen.toml, and for one instruction by the comment above it;
both must say why:
  [check]
  off = { \"no-exposed-port\" = \"a worker, it serves nothing\" }
  # msgen ignore=runs-as-root it binds a port below 1024

Exit codes:
  0    nothing was found
  1    something was found, or the system refused something
  2    a flag, msgen.toml or the Dockerfile is not right, or there is nothing to check
  3    the answers of msgen.toml give an image that cannot work, or not the one that a course fixes
  4    --fix would change a file that msgen did not write: --force lets it
  130  stopped with Ctrl-C or Esc; nothing was written";

/// What `starter` is called with, and its exit codes.
pub const STARTER_HELP: &str = "\
Examples:
  msgen starter lab --profile devops-core
  msgen starter lab --profile devops-core --language ID --port 5000
  msgen starter lab --profile devops-core --base distroless --lock base,port
  msgen starter lab --profile plain --own-profile my-course-lab2
  msgen list --questions LANGUAGE         every question whose answer can be suggested or fixed

Exit codes:
  0    written, or everything was as it should be
  1    the system refused something
  2    a flag or a template is not right
  3    refused: the answers together give an image that cannot work, or that the course does not accept
  4    a file that says something else is in the way
  130  stopped with Ctrl-C or Esc; nothing was written";

/// What `explain` is called with, and its exit codes.
pub const EXPLAIN_HELP: &str = "\
Examples:
  msgen explain                           every instruction of this folder's Dockerfile, short
  msgen explain 12                        the instruction in line 12
  msgen explain api/Dockerfile 12-14      also api/Dockerfile:12
  msgen explain runs-as-root              a rule of msgen check
  msgen explain \"exec format error\"       what an engine said: its cause, and what to do
  docker build . 2>&1 | msgen explain -

Exit codes:
  0    explained
  1    the system refused something
  2    there is no such file, line or rule, or nobody knows the message";

/// What msgen is called with.
pub const EXAMPLES: &str = "\
Examples:
  msgen                                   ask, show, write, in the current folder
  msgen init services/api --base scratch  one answer given, the rest asked
  msgen init --non-interactive --dry-run  what would be written, as a diff
  msgen init -y --port 9000 --set binary=api
  msgen check                             faults in the Dockerfile, .dockerignore and report, and drift
  msgen explain 12                        why line 12 of the Dockerfile is there
  msgen verify                            build, start and measure what the Dockerfile makes
  msgen list                              which language runs on which base
  msgen starter lab --profile devops-core a starter repository for a course
  msgen list --questions LANGUAGE         every question that can be answered, with its default

A question is answered by a flag or by --set ID=VALUE, by a file (--answers), by a variable
MSGEN_ID, or in msgen.toml. The first of these wins, then what the project itself says, then
the default.";
