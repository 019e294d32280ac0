//! Project files: which project is the service, what it is made for, what a restore reads.

use super::*;

fn project(sdk: &str, properties: &str, items: &str) -> String {
    format!(
        "<Project Sdk=\"{sdk}\">\n<PropertyGroup>\n{properties}\n</PropertyGroup>\n<ItemGroup>\n{items}\n</ItemGroup>\n</Project>\n"
    )
}

const SDK: &str = "Microsoft.NET.Sdk";
const WEB_SDK: &str = "Microsoft.NET.Sdk.Web";

fn refused(found: Result<Findings, Error>, kind: ErrorKind, text: &str) {
    let error = found.err().unwrap();
    assert_eq!(error.kind, kind, "{error:?}");
    assert!(error.to_string().contains(text), "{error:?}");
}

#[test]
fn the_program_is_called_as_its_assembly_and_not_as_its_file() {
    assert_answers(&detect(&[WEB]).unwrap(), &[("binary", "Shop"), ("project", "./Shop.csproj"), ("web", "yes")]);
    let named = project(WEB_SDK, "<AssemblyName>$(Company).Api</AssemblyName><Company>Shop</Company>", "");
    assert_answers(&detect(&[("a.csproj", &named)]).unwrap(), &[("binary", "Shop.Api")]);
}

#[test]
fn the_version_is_the_one_of_the_framework() {
    let of = |framework: &str| detect(&[("a.csproj", &project(WEB_SDK, framework, ""))]);
    assert_answers(
        &of("<TargetFramework>net8.0</TargetFramework>").unwrap(),
        &[("language-version", "8.0"), ("framework", "")],
    );
    let several = of("<TargetFrameworks>net8.0;net10.0;net9.0</TargetFrameworks>").unwrap();
    assert_answers(&several, &[("language-version", "10.0"), ("framework", "net10.0")]);
    assert_eq!(
        several.evidence("framework"),
        "a.csproj:3 (<TargetFrameworks>net8.0;net10.0;net9.0</TargetFrameworks>)"
    );
    refused(of("<TargetFramework>net48</TargetFramework>"), ErrorKind::Refused, "a.csproj:3");
    refused(of("<TargetFramework>net10.0-windows</TargetFramework>"), ErrorKind::Refused, "no Linux image");
}

#[test]
fn what_lies_above_the_project_is_inherited_and_can_be_overruled() {
    let above = "<Project><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>";
    let files = |own: &str| {
        detect(&[("Directory.Build.props", above), ("src/Api/Api.csproj", &project(WEB_SDK, own, ""))]).unwrap()
    };
    assert_answers(&files(""), &[("language-version", "9.0")]);
    assert_eq!(files("").evidence("language-version").split(':').next(), Some("Directory.Build.props"));
    assert_answers(&files("<TargetFramework>net10.0</TargetFramework>"), &[("language-version", "10.0")]);
}

#[test]
fn of_several_web_applications_a_person_chooses() {
    let web = project(WEB_SDK, "", "");
    let found = detect(&[("src/Web/Web.csproj", &web), ("src/Api/Api.csproj", &web), ("Shop.sln", "")]).unwrap();
    assert_eq!(found.doubt("project"), ["./src/Api/Api.csproj", "./src/Web/Web.csproj"]);
    assert_eq!(found.doubt("binary"), ["Api", "Web"]);
}

#[test]
fn tests_and_libraries_are_no_service() {
    let tests = project(SDK, "<OutputType>Exe</OutputType>", "<PackageReference Include=\"xunit.v3\" />");
    let console = project(SDK, "<OutputType>Exe</OutputType>", "");
    let library = project(SDK, "", "");
    let found =
        detect(&[("t/t.csproj", &tests), ("l/l.csproj", &library), ("c/c.fsproj", &console), ("a.sln", "")]).unwrap();
    assert_answers(&found, &[("project", "./c/c.fsproj"), ("web", "no")]);
    refused(detect(&[("l.csproj", &library)]), ErrorKind::BadInput, "<OutputType>Exe</OutputType>");
    refused(detect(&[("a.sln", "")]), ErrorKind::BadInput, "no project lies in this folder");
}

#[test]
fn a_restore_reads_every_project_that_is_referred_to() {
    let found = detect(&[
        ("Shop.sln", ""),
        ("NuGet.config", "<configuration/>"),
        ("Directory.Packages.props", "<Project/>"),
        ("global.json", "{ \"sdk\": { \"version\": \"10.0.100\" } }"),
        ("src/Api/Api.csproj", &project(WEB_SDK, "", "<ProjectReference Include=\"..\\Core\\Core.csproj\" />")),
        ("src/Api/packages.lock.json", "{}"),
        ("src/Core/Core.csproj", &project(SDK, "", "<EmbeddedResource Include=\"sql\\*.sql;gone.txt\" />")),
        ("src/Other/Other.csproj", &project(SDK, "", "")),
    ])
    .unwrap();
    assert_answers(
        &found,
        &[
            (
                "manifests",
                "src/Api/Api.csproj, Directory.Packages.props, NuGet.config, src/Api/packages.lock.json, src/Core/Core.csproj",
            ),
            ("locked", "yes"),
            ("sources", "src/Core/sql/*.sql"),
        ],
    );
}

#[test]
fn an_sdk_that_is_a_package_needs_global_json() {
    let found = detect(&[WEB, ("global.json", "{ \"msbuild-sdks\": { \"A\": \"1\" } }")]).unwrap();
    assert_answers(&found, &[("manifests", "Shop.csproj, global.json")]);
}

#[test]
fn a_project_outside_the_folder_is_refused_and_a_missing_one_is_an_error() {
    let refers = |path: &str| project(WEB_SDK, "", &format!("<ProjectReference Include=\"{path}\" />"));
    refused(detect(&[("a.csproj", &refers("..\\Core\\Core.csproj"))]), ErrorKind::Refused, "a.csproj:6");
    refused(detect(&[("a.csproj", &refers("Core/Core.csproj"))]), ErrorKind::BadInput, "Core/Core.csproj is missing");
}

#[test]
fn the_way_of_publishing_is_the_one_the_project_says() {
    let of = |properties: &str| detect(&[("a.csproj", &project(WEB_SDK, properties, ""))]).unwrap().said("publish");
    assert_eq!(of("<PublishAot>true</PublishAot>"), "aot");
    assert_eq!(of("<PublishAot>false</PublishAot>"), "");
    assert_eq!(of("<SelfContained>True</SelfContained>"), "self-contained");
}

#[test]
fn a_project_for_another_system_is_refused() {
    let fixed = project(WEB_SDK, "<RuntimeIdentifier>win-x64</RuntimeIdentifier>", "");
    refused(detect(&[("a.csproj", &fixed)]), ErrorKind::Refused, "win-x64");
}

#[test]
fn a_project_file_that_is_no_xml_is_an_error_with_its_line() {
    refused(detect(&[("a.csproj", "<Project>\n<PropertyGroup>\n</Project>")]), ErrorKind::BadInput, "a.csproj:3");
}
