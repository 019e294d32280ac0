//! The program itself: where it listens, what it needs.

use super::*;

#[test]
fn without_a_word_in_the_source_the_server_takes_its_own_variable() {
    let found = detect_program("var app = WebApplication.Create(args); app.Run();");
    assert_answers(&found, &[("port", ""), ("port-variable", "ASPNETCORE_HTTP_PORTS"), ("port-form", "port")]);
}

#[test]
fn addresses_in_the_source_say_port_and_interface() {
    for call in [
        "app.Run(\"http://*:5000\");",
        "app.Urls.Add(\"http://0.0.0.0:5000\");",
        "builder.WebHost.UseUrls(\"https://*:5001;http://+:5000/\");",
        "options.ListenAnyIP(5000);",
        "options.Listen(IPAddress.Any, 5000);",
    ] {
        assert_answers(&detect_program(call), &[("port", "5000"), ("loopback", ""), ("port-variable", "")]);
    }
    for call in
        ["app.Run(\"http://localhost:5000\");", "o.ListenLocalhost(5000);", "o.Listen(IPAddress.Loopback, 5000);"]
    {
        assert_answers(&detect_program(call), &[("port", "5000"), ("loopback", "yes")]);
    }
}

#[test]
fn other_lists_have_an_add_too() {
    assert_answers(&detect_program("links.Add(\"http://example.com:81\"); app.Run();"), &[("port", "")]);
}

#[test]
fn a_variable_in_the_address_sets_the_port() {
    let found = detect_program(
        "var port = Environment.GetEnvironmentVariable(\"PORT\") ?? \"3000\";\napp.Run($\"http://0.0.0.0:{port}\");",
    );
    assert_answers(&found, &[("port", "3000"), ("port-variable", "PORT"), ("port-form", "port"), ("loopback", "")]);
}

#[test]
fn the_settings_of_the_server_count_where_the_source_says_nothing() {
    let settings = "{\n  \"Kestrel\": { \"Endpoints\": { \"Http\": { \"Url\": \"http://localhost:7000\" } } }\n}";
    let found = detect(&[WEB, ("Program.cs", "app.Run();"), ("appsettings.json", settings)]).unwrap();
    assert_answers(&found, &[("port", "7000"), ("loopback", "yes"), ("port-variable", "")]);
    assert_eq!(found.evidence("port"), "appsettings.json:2 (Kestrel endpoint Http: http://localhost:7000)");
}

#[test]
fn comments_and_other_projects_are_no_code_of_the_service() {
    let other = "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>";
    let found = detect(&[
        ("src/Api/Api.csproj", WEB.1),
        ("src/Api/Program.cs", "// app.Run(\"http://*:1111\");\n/* app.Run(\"http://*:2222\"); */ app.Run();"),
        ("src/Other/Other.csproj", other),
        ("src/Other/Code.cs", "app.Run(\"http://*:3333\");"),
        ("src/Api/obj/Generated.cs", "app.Run(\"http://*:4444\");"),
        ("a.sln", ""),
    ])
    .unwrap();
    assert_answers(&found, &[("port", "")]);
}

#[test]
fn cultures_zones_and_temporary_files_are_seen() {
    let text = "var c = new CultureInfo(\"de\"); TimeZoneInfo.FindSystemTimeZoneById(\"UTC\"); Path.GetTempFileName();";
    assert_answers(&detect_program(text), &[("globalization", "yes"), ("time-zones", "yes"), ("temp", "yes")]);
    let invariant =
        WEB.1.replace("</PropertyGroup>", "<InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>");
    let found = detect(&[("a.csproj", &invariant), ("Program.cs", text)]).unwrap();
    assert_answers(&found, &[("globalization", "")]);
}

#[test]
fn the_fixtures_are_read_as_they_are_meant() {
    assert_answers(&fixture("dotnet-api"), &[("binary", "hello"), ("health-path", "/health"), ("publish", "")]);
    assert_answers(
        &fixture("dotnet-aot"),
        &[("publish", "aot"), ("port", "3000"), ("port-variable", "PORT"), ("binary", "Native")],
    );
    assert_answers(
        &fixture("dotnet-console"),
        &[("web", "no"), ("port", "5000"), ("binary", "console-service"), ("health-path", "/health")],
    );
    assert_answers(&fixture("dotnet-culture"), &[("globalization", "yes"), ("time-zones", "yes")]);
    assert_answers(
        &fixture("dotnet-sln"),
        &[
            ("project", "./src/Shop.Api/Shop.Api.csproj"),
            ("language-version", "10.0"),
            ("port", "7000"),
            ("sources", "src/Shop.Core/greeting.txt"),
        ],
    );
}
