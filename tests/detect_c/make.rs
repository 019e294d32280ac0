//! What a Makefile says.

use super::*;

const SERVER: (&str, &str) = ("server.c", "int main(void) { return 0; }\n");

fn with(text: &str) -> Findings {
    detect(&[("Makefile", text), SERVER])
}

#[test]
fn what_the_link_rule_makes_is_the_program() {
    for text in [
        "server: server.o\n\t$(CC) -o $@ $^\n",
        "all: server\nserver: server.c\n\t$(CC) $(CFLAGS) server.c -o server $(LDFLAGS)\n",
        "TARGET = server\n$(TARGET): $(patsubst %.c,%.o,$(wildcard *.c))\n\t@echo LD $@\n\t@$(CC) $^ -o $(TARGET)\n",
        "BIN := server\nOBJ := $(SRC:.c=.o)\nall: $(BIN)\n$(BIN): $(OBJ)\n\t${CC} ${LDFLAGS} -o ${BIN} ${OBJ}\n%.o: %.c\n\t$(CC) -c $< -o $@\n",
        "server: server.o\n",
        "server: server.c\n",
        "PROGRAM=server\n$(PROGRAM): server.o ; $(CC) -o $(PROGRAM) server.o\n",
        ".PHONY: all\nall: \\\n  server\nserver: server.o\n\t$(LINK.o) $^ -o $@\n",
    ] {
        let found = with(text);
        assert_answers(
            &found,
            &[("build", "make"), ("target", "server"), ("in-source", "yes"), ("goal", ""), ("install", "")],
        );
    }
}

#[test]
fn a_program_may_lie_in_a_folder() {
    let found = with("OUT ?= build\nall: $(OUT)/app\n$(OUT)/app: server.c\n\tmkdir -p $(@D)\n\t$(CC) -o $@ $<\n");
    assert_answers(&found, &[("target", "build/app"), ("binary", "app")]);
}

#[test]
fn a_program_beside_the_default_goal_has_to_be_asked_for() {
    let found = with("help:\n\t@echo usage\nserver: server.c\n\t$(CC) -o $@ $<\n");
    assert_answers(&found, &[("target", "server"), ("goal", "server")]);
    let named = with(".DEFAULT_GOAL := server\nhelp:\n\t@echo usage\nserver: server.c\n\t$(CC) -o $@ $<\n");
    assert_answers(&named, &[("goal", "")]);
}

#[test]
fn an_install_rule_with_destdir_is_used() {
    let link = "PREFIX ?= /usr\nall: server\nserver: server.o\n\t$(CC) -o $@ $^\n";
    for (recipe, path) in [
        ("install -Dm755 server $(DESTDIR)$(PREFIX)/bin/server", "usr/bin/server"),
        ("install -m 755 server $(DESTDIR)/opt/app/httpd", "opt/app/httpd"),
        ("install -d $(DESTDIR)$(PREFIX)/sbin\n\tcp server $(DESTDIR)$(PREFIX)/sbin/", "usr/sbin/server"),
        ("mkdir -p \"$(DESTDIR)/srv\"\n\tinstall -t \"$(DESTDIR)/srv\" server", "srv/server"),
        ("install server $(DESTDIR)$(PREFIX)/bin", "usr/bin/server"),
    ] {
        let found = with(&format!("{link}install: all\n\t{recipe}\n"));
        assert_answers(&found, &[("target", path), ("install", "yes")]);
    }
    let without = with(&format!("{link}install: all\n\tinstall server /usr/local/bin/\n"));
    assert_answers(&without, &[("target", "server"), ("install", "")]);
}

#[test]
fn what_else_is_installed_comes_along_unless_only_people_read_it() {
    let found = detect(&[
        (
            "Makefile",
            "server: server.o\n\t$(CC) -o $@ $^\ninstall: server\n\tinstall -D server $(DESTDIR)/usr/bin/server\n\
             \tinstall -D -m 644 server.conf $(DESTDIR)/etc/server/server.conf\n\
             \tinstall -D server.1 $(DESTDIR)/usr/share/man/man1/server.1\n",
        ),
        ("server.conf", "x"),
        ("server.1", "x"),
        SERVER,
    ]);
    assert_answers(&found, &[("installed", "etc/server"), ("sources", "server.1, server.conf")]);
}

#[test]
fn test_programs_and_libraries_are_not_the_program() {
    let found = with(
        "all: server libx.so libx.a\nserver: server.o\n\t$(CC) -o $@ $^\nlibx.so: x.o\n\t$(CC) -shared -o $@ $^\n\
         libx.a: x.o\n\tar rcs $@ $^\ntest: server\n\t$(CC) -o run_tests tests/run.c\n\t./run_tests\ncheck-all: x.o\n\t$(CC) -o bench_x x.o\n",
    );
    assert_answers(&found, &[("target", "server"), ("goal", "")]);
}

#[test]
fn several_programs_are_a_doubt() {
    let found = with("all: api worker\napi: server.o\n\t$(CC) -o $@ $^\nworker: server.o\n\t$(CC) -o $@ $^\n");
    assert_eq!(found.doubt("target"), ["api", "worker"]);
}

#[test]
fn a_makefile_may_send_make_into_another_folder() {
    let found = detect(&[
        ("Makefile", "all:\n\t$(MAKE) -C src\n"),
        ("src/Makefile", "server: server.o\n\t$(CC) -o $@ $^ -lz\n"),
        ("src/server.c", "int main(void) { return 0; }"),
    ]);
    assert_answers(&found, &[("target", "src/server"), ("linked", "base"), ("libraries", "z")]);
}

#[test]
fn libraries_are_read_off_the_link_command() {
    for (tail, linked, libraries) in [
        ("-lm -lpthread -pthread", "", ""),
        ("-lssl -lcrypto", "base", "crypto, ssl"),
        ("$(LDLIBS)\nLDLIBS += -lsqlite3 -lm", "archive", "sqlite3"),
        ("$(shell pkg-config --libs zlib)", "base", "z"),
        ("`pkg-config --cflags --libs libcurl`", "other", "libcurl"),
        ("-lmicrohttpd", "other", "microhttpd"),
    ] {
        let found = with(&format!("server: server.o\n\t$(CC) -o $@ $^ {tail}\n"));
        assert_answers(&found, &[("linked", linked), ("libraries", libraries)]);
    }
}

#[test]
fn a_compiler_called_by_its_name_is_told() {
    assert_answers(&with("server: server.c\n\tgcc -o server server.c\n"), &[("fixed-compiler", "yes")]);
    assert_answers(&with("server: server.c\n\tgcc -static -o server server.c\n"), &[("fixed-compiler", "")]);
    assert_answers(&with("CC = gcc\nserver: server.c\n\t$(CC) -o server server.c\n"), &[("fixed-compiler", "")]);
}

#[test]
fn conditions_that_can_be_told_are() {
    let text = "ifeq ($(OS),Windows_NT)\nEXT = .exe\nelse\nEXT =\nendif\nUNAME := $(shell uname -s)\nifeq ($(UNAME), Linux)\nNAME = server\n\
                else ifeq ($(UNAME),Darwin)\nNAME = mac\nendif\nifdef DEBUG\nNAME = debug\nendif\n$(NAME)$(EXT): server.o\n\t$(CC) -o $@ $^\n";
    assert_answers(&with(text), &[("target", "server")]);
}

#[test]
fn a_variable_that_holds_itself_ends() {
    assert_answers(&with("A = $(B)\nB = $(A)\nserver: $(A)\n\t$(CC) -o $@ server.c\n"), &[("target", "server")]);
}

#[test]
fn a_makefile_that_a_tool_made_says_nothing() {
    let found = detect(&[
        ("CMakeLists.txt", "project(app C)\nadd_executable(app server.c)"),
        ("Makefile", "# CMAKE generated file: DO NOT EDIT!\napp: server.o\n\t$(CC) -o $@ $^\n"),
        SERVER,
    ]);
    assert_answers(&found, &[("build", "cmake")]);
}

#[test]
fn a_makefile_that_only_calls_another_build_is_not_the_build() {
    let found = detect(&[
        ("CMakeLists.txt", "project(app C)\nadd_executable(app server.c)"),
        ("Makefile", "all:\n\tcmake -B build\n\tcmake --build build\n"),
        SERVER,
    ]);
    assert_answers(&found, &[("build", "cmake"), ("target", "app")]);
}

#[test]
fn two_build_systems_that_both_make_the_program_are_a_doubt() {
    let found = detect(&[
        ("CMakeLists.txt", "project(app C)\nadd_executable(app server.c)"),
        ("Makefile", "app: server.o\n\t$(CC) -o $@ $^\n"),
        SERVER,
    ]);
    assert_eq!(found.doubt("build"), ["cmake", "make"]);
}
