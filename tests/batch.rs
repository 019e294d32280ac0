//! `msgen check --recursive`: a folder of submissions, one row each.
#![cfg(unix)]

mod call;
mod course;
mod fault;
mod hostile;
mod large;
mod sheet;
mod whole;

use crate::command::TODAY;
