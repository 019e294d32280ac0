//! The .NET detector: what it finds in small projects given here, and in the fixtures.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use msgen::error::{Error, ErrorKind};
use proptest::prelude::*;

use crate::detection::{self, Files, Findings, assert_answers};

mod program;
mod project;

fn detect(files: Files<'_>) -> Result<Findings, Error> {
    detection::detect("dotnet", files)
}

fn fixture(name: &str) -> Findings {
    detection::fixture("dotnet", name)
}

const WEB: (&str, &str) = (
    "Shop.csproj",
    "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n<PropertyGroup>\n<TargetFramework>net10.0</TargetFramework>\n</PropertyGroup>\n</Project>",
);

/// Detects in a web application with this `Program.cs`.
fn detect_program(text: &str) -> Findings {
    detect(&[WEB, ("Program.cs", text)]).unwrap()
}

proptest! {
    #[test]
    fn no_file_makes_the_dotnet_detector_panic(text in r#"[ -~\n\t"'é世\\]{0,300}"#, project in r#"[a-zA-Z0-9<>/="$() \n]{0,200}"#) {
        let _ = detect(&[WEB, ("Program.cs", &text), ("a/a.csproj", &project), ("appsettings.json", &text)]);
    }

    #[test]
    fn no_sequence_of_sharp_words_makes_the_detector_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..80)) {
        let text = words.concat();
        let _ = detect(&[WEB, ("Program.cs", &text), ("Program.fs", &text)]);
    }
}

const WORDS: &[&str] = &[
    "app",
    ".Run",
    ".Urls.Add",
    "(",
    ")",
    "{",
    "}",
    ".",
    ",",
    ";",
    "=",
    "$",
    "@",
    "\"",
    "\"\"\"",
    "'",
    "\n",
    " ",
    "(*",
    "*)",
    "UseUrls",
    "\"http://*:5000\"",
    "$\"http://+:{port}\"",
    "GetEnvironmentVariable(\"PORT\")",
    "?? \"3000\"",
    "ListenAnyIP",
    "Listen(IPAddress.Loopback, 1)",
    "CultureInfo",
    "MapGet(\"/health\"",
    "5000",
    "//",
];
