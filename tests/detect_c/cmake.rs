//! What `CMakeLists.txt` says.

use super::*;

const SERVER: (&str, &str) = ("server.c", "int main(void) { return 0; }\n");

fn with(text: &str) -> Findings {
    detect(&[("CMakeLists.txt", text), SERVER])
}

#[test]
fn an_executable_is_the_program() {
    let found = with("project(app C)\nadd_executable(server server.c)\n");
    assert_answers(&found, &[("build", "cmake"), ("target", "server"), ("binary", "server"), ("install", "")]);
    assert_eq!(found.evidence("target"), "CMakeLists.txt:2 (add_executable(server server.c))");
}

#[test]
fn variables_and_the_name_of_the_project_are_resolved() {
    let found =
        with("project(app C)\nset(suffix d)\nset(TARGET ${PROJECT_NAME}${suffix})\nadd_executable(${TARGET} server.c)");
    assert_answers(&found, &[("target", "appd")]);
    let nested = with("project(app)\nset(app_NAME inner)\nadd_executable(${${PROJECT_NAME}_NAME} server.c)");
    assert_answers(&nested, &[("target", "inner")]);
}

#[test]
fn an_install_rule_says_where_the_program_is() {
    for (rule, path) in [
        ("install(TARGETS server)", "usr/local/bin/server"),
        ("install(TARGETS server DESTINATION bin)", "usr/local/bin/server"),
        ("install(TARGETS server RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})", "usr/local/sbin/server"),
        ("install(TARGETS server LIBRARY DESTINATION lib RUNTIME DESTINATION libexec)", "usr/local/libexec/server"),
        ("install(TARGETS server DESTINATION /opt/app)", "opt/app/server"),
    ] {
        let found = with(&format!("project(app C)\nadd_executable(server server.c)\n{rule}\n"));
        assert_answers(&found, &[("target", path), ("install", "yes"), ("binary", "server")]);
    }
}

#[test]
fn a_program_may_have_another_name_and_folder_than_its_target() {
    let found = with(
        "project(app C)\nset(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)\nadd_executable(server server.c)\n\
         set_target_properties(server PROPERTIES OUTPUT_NAME httpd C_STANDARD 11)",
    );
    assert_answers(&found, &[("target", "bin/httpd"), ("in-source", "")]);
    let beside = with(
        "project(app C)\nset(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/out)\nadd_executable(server server.c)",
    );
    assert_answers(&beside, &[("target", "out/server"), ("in-source", "yes")]);
}

#[test]
fn folders_are_followed_and_their_variables_stay_inside() {
    let found = detect(&[
        ("CMakeLists.txt", "project(app C)\nset(name server)\nadd_subdirectory(src)\nadd_executable(${name} server.c)"),
        ("src/CMakeLists.txt", "set(name inner)\nadd_executable(${name} main.c)\n"),
        ("src/main.c", "int main(void) { return 0; }"),
        SERVER,
    ]);
    assert_eq!(found.doubt("target"), ["src/inner", "server"]);
}

#[test]
fn tests_tools_and_examples_are_not_the_program() {
    for other in [
        "add_executable(parse tests/parse.c)\nadd_test(NAME parse COMMAND parse)",
        "add_executable(server_test server.c)",
        "if(BUILD_TESTING)\nadd_executable(parse parse.c)\nendif()",
        "option(WITH_TESTS \"Tests\" OFF)\nif(WITH_TESTS)\nadd_executable(parse parse.c)\nendif()",
        "if(WIN32)\nadd_executable(service service.c)\nendif()",
        "if(APP_BUILD_EXAMPLES)\nadd_executable(show show.c)\nendif()",
        "function(program)\nadd_executable(other other.c)\nendfunction()",
    ] {
        let found = with(&format!("project(app C)\nadd_executable(server server.c)\n{other}\n"));
        assert_answers(&found, &[("target", "server")]);
    }
    assert_answers(&with("project(app)\ninclude(CTest)\nadd_executable(s server.c)"), &[("test-option", "yes")]);
}

#[test]
fn an_else_branch_is_taken_where_the_first_is_not() {
    let found = with(
        "project(a)\nif(WIN32)\nset(n win)\nelseif(APPLE)\nset(n mac)\nelse()\nset(n unix)\nendif()\nadd_executable(${n} server.c)",
    );
    assert_answers(&found, &[("target", "unix")]);
}

#[test]
fn several_programs_are_a_doubt_unless_only_one_is_installed() {
    let two = "project(app C)\nforeach(name IN ITEMS api worker)\nadd_executable(${name} server.c)\nendforeach()\n";
    let found = with(two);
    assert_eq!(found.doubt("target"), ["api", "worker"]);
    assert_answers(&found, &[("binary", "")]);
    assert_answers(&with(&format!("{two}install(TARGETS worker)")), &[("target", "usr/local/bin/worker")]);
}

#[test]
fn packages_are_linked_libraries() {
    for (command, linked, libraries, archives) in [
        ("find_package(Threads REQUIRED)", "", "", ""),
        ("find_package(ZLIB REQUIRED)", "base", "z", ""),
        ("find_package(OpenSSL 3.0 REQUIRED)", "base", "crypto, ssl", ""),
        ("find_package(SQLite3 REQUIRED)\nfind_package(ZLIB)", "archive", "sqlite3, z", "sqlite3"),
        (
            "pkg_check_modules(DEPS REQUIRED IMPORTED_TARGET sqlite3>=3.40 libmicrohttpd)",
            "other",
            "libmicrohttpd, sqlite3",
            "sqlite3",
        ),
        ("target_link_libraries(server PRIVATE m pthread z)", "base", "z", ""),
        ("find_package(CURL)\nfind_package(Git)\nfind_package(Doxygen)", "", "", ""),
        ("find_package(Boost REQUIRED)", "other", "boost", ""),
    ] {
        let found = with(&format!("project(app C)\nadd_executable(server server.c)\n{command}\n"));
        assert_answers(&found, &[("linked", linked), ("libraries", libraries), ("archives", archives)]);
    }
}

#[test]
fn a_shared_library_of_its_own_is_told_and_a_static_one_is_not() {
    let program = "project(app C)\nadd_executable(server server.c)\ntarget_link_libraries(server core)\n";
    assert_answers(&with(&format!("{program}add_library(core SHARED core.c)")), &[("own-library", "yes")]);
    for quiet in ["add_library(core STATIC core.c)", "add_library(core core.c)", "add_library(other SHARED core.c)"] {
        assert_answers(
            &with(&format!("{program}{quiet}")),
            &[("own-library", ""), ("linked", if quiet.contains("other") { "other" } else { "" })],
        );
    }
}

#[test]
fn files_that_the_build_names_are_sources_and_installed_folders_are_kept() {
    let found = detect(&[
        (
            "CMakeLists.txt",
            "project(app C)\nadd_executable(server server.c)\ninstall(TARGETS server)\n\
             install(FILES etc/app.conf DESTINATION /etc/app)\ninstall(DIRECTORY pages DESTINATION share/app)\n\
             install(FILES README.md DESTINATION share/doc/app)\ninstall(FILES app.h DESTINATION include)",
        ),
        ("etc/app.conf", "x"),
        ("pages/index.html", "x"),
        ("README.md", "x"),
        ("app.h", "x"),
        ("other.txt", "x"),
        SERVER,
    ]);
    assert_answers(
        &found,
        &[("installed", "etc/app, usr/local/share/app"), ("sources", "README.md, etc/app.conf, pages")],
    );
}

#[test]
fn comments_and_texts_are_no_commands() {
    let found = with(
        "project(app C)\n# add_executable(a a.c)\n#[[ add_executable(b b.c) ]]\nmessage(\"add_executable(c c.c)\")\nadd_executable(server server.c)",
    );
    assert_answers(&found, &[("target", "server")]);
}
