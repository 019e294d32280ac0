//! Large sources: as much as msgen reads of a file is judged long before a check is stopped.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::msgen;

/// Bytes of a source file; msgen reads none above 1 MiB.
const SIZE: usize = 1_000_000;

/// A project of each language: its manifest with its text, and the folder and extension of its sources.
const PROJECTS: [[&str; 5]; 10] = [
    ["c", "Makefile", "app: main.c\n\tcc -o app main.c\n", "", "c"],
    ["cpp", "CMakeLists.txt", "project(app)\nadd_executable(app main.cpp)\n", "", "cpp"],
    ["dotnet", "app.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>\n", "", "cs"],
    ["go", "go.mod", "module example.com/app\n\ngo 1.26\n", "", "go"],
    ["java", "pom.xml", "<project><artifactId>app</artifactId></project>\n", "src/main/java/", "java"],
    ["kotlin", "build.gradle.kts", "plugins { application }\n", "src/main/kotlin/", "kt"],
    ["node", "package.json", "{\"name\": \"app\", \"main\": \"main.js\"}\n", "", "js"],
    ["python", "requirements.txt", "flask==3.1.0\n", "", "py"],
    ["rust", "Cargo.toml", "[package]\nname = \"app\"\n", "src/", "rs"],
    ["zig", "build.zig", "pub fn build(b: *std.Build) void {}\n", "src/", "zig"],
];

/// What a program that somebody generated says again and again, and what nothing closes: in no language, but each
/// language's reader takes its own part of it.
const PIECES: [(&str, &str); 2] = [
    (
        "main",
        "def f(a):\n    return g(a, \"/p\")\nint f(int a) { if (a == 1) { get(\"/p\", h[1]); } return g(\"127.0.0.1\"); }\nport = 8080;\n",
    ),
    ("open", "#if X\nf(\n#endif\nif (a) {\nroute(\"/p\", {\n"),
];

fn write(folder: &Path) {
    for [name, manifest, text, sources, extension] in PROJECTS {
        let project = folder.join(name);
        fs::create_dir_all(project.join(sources)).unwrap();
        fs::write(project.join("Dockerfile"), "FROM scratch\nCOPY . /\nUSER 65532:65532\nCMD [\"/app\"]\n").unwrap();
        fs::write(project.join(manifest), text).unwrap();
        for (file, piece) in PIECES {
            fs::write(project.join(format!("{sources}{file}.{extension}")), piece.repeat(SIZE / piece.len())).unwrap();
        }
    }
}

#[test]
fn sources_of_a_megabyte_are_judged_within_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let output = msgen().args(["check", "--recursive", "--format=json"]).arg(folder.path()).output().unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), PROJECTS.len());
    let failed: Vec<String> = rows.iter().filter(|row| !row["error"].is_null()).map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
