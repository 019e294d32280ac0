//! What `msgen check` finds, and what it says nothing about.

mod answer;
mod compile;
mod copy;
mod drift;
mod fix;
mod given;
mod ignore;
mod list;
mod own_report;
mod page;
mod peer;
mod port;
mod profile;
mod project;
mod report_judgement;
mod report_rule;
mod rule;
mod secret;
mod seed;
mod seed_report;
mod show;
mod snapshot;
mod stage;
mod strange;
mod switch;
mod user;
