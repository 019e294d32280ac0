//! The rules for Dockerfiles: one file each.

mod base_entrypoint_repeats_program;
mod base_not_allowed;
mod builder_newer_than_runtime;
mod chown_after_copy;
mod chown_by_name_without_passwd;
mod compiled;
mod compiler_in_final_image;
mod copied_answer;
mod copy_from_cache_mount;
mod copy_from_missing_path;
mod copy_without_trailing_slash;
mod dockerignore_at_root_only;
mod dockerignore_order;
mod dynamic_binary_without_loader;
mod end_of_life_base_image;
mod exposed_port_differs;
mod forbidden_tag;
mod hard_coded_target;
mod health_check;
mod health_check_on_other_port;
mod health_check_program_missing;
mod ignored_copy_source;
mod interpreter_version_mismatch;
mod missing_copy_source;
mod missing_dockerignore;
mod missing_start_command_file;
mod no_exposed_port;
mod no_start_command;
mod non_numeric_user;
mod relative_start_command;
mod run_without_shell;
mod runs_as_root;
mod secret;
mod secret_in_context;
mod secret_in_image;
mod shell_form_without_shell;
mod single_file_build;
mod source_before_dependencies;
mod start;
mod unanswered_instruction;
mod unknown_user;
mod unpinned_base_image;
mod unstripped_binary;
mod untrimmed_paths;
mod user;
mod workdir_after_user;

use super::Rule;

pub(super) use unanswered_instruction::RULE as UNANSWERED;

/// The rules, in the order of their ids.
pub(super) const RULES: &[&Rule] = &[
    &base_entrypoint_repeats_program::RULE,
    &base_not_allowed::RULE,
    &builder_newer_than_runtime::RULE,
    &chown_after_copy::RULE,
    &chown_by_name_without_passwd::RULE,
    &compiler_in_final_image::RULE,
    &copied_answer::RULE,
    &copy_from_cache_mount::RULE,
    &copy_from_missing_path::RULE,
    &copy_without_trailing_slash::RULE,
    &dockerignore_at_root_only::RULE,
    &dockerignore_order::RULE,
    &dynamic_binary_without_loader::RULE,
    &end_of_life_base_image::RULE,
    &exposed_port_differs::RULE,
    &forbidden_tag::RULE,
    &hard_coded_target::RULE,
    &health_check_on_other_port::RULE,
    &health_check_program_missing::RULE,
    &ignored_copy_source::RULE,
    &interpreter_version_mismatch::RULE,
    &missing_copy_source::RULE,
    &missing_dockerignore::RULE,
    &missing_start_command_file::RULE,
    &no_exposed_port::RULE,
    &no_start_command::RULE,
    &non_numeric_user::RULE,
    &relative_start_command::RULE,
    &run_without_shell::RULE,
    &runs_as_root::RULE,
    &secret_in_context::RULE,
    &secret_in_image::RULE,
    &shell_form_without_shell::RULE,
    &single_file_build::RULE,
    &source_before_dependencies::RULE,
    &unanswered_instruction::RULE,
    &unknown_user::RULE,
    &unpinned_base_image::RULE,
    &unstripped_binary::RULE,
    &untrimmed_paths::RULE,
    &workdir_after_user::RULE,
];
