using System.Text.RegularExpressions;
using AbuseServerless.Azure.Settings;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Gate.Tests.Settings;

/// <summary>docs/settings.md tells what the options tell, and the README shows eight of it.</summary>
public sealed partial class SettingsPageTests
{
    private const string Update = "UPDATE_DOCS";

    private static readonly string File = RepositoryRoot.Combine("docs", "settings.md");

    [Fact]
    public void The_page_is_what_the_documentation_of_the_options_makes_of_it()
    {
        var page = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        var made = SettingsPage.Make(page);
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 })
        {
            System.IO.File.WriteAllText(File, made);
            return;
        }

        Assert.True(made == page, $"docs/settings.md is stale: run this test with {Update}=1 in the environment, and commit the page.");
    }

    [Fact]
    public void Every_section_has_its_place_once() =>
        Assert.Equal(SettingsPage.Sections.Keys.Order(StringComparer.Ordinal), SettingsPage.Marks(System.IO.File.ReadAllText(File).ReplaceLineEndings("\n")).Order(StringComparer.Ordinal));

    [Fact]
    public void Settings_that_connect_are_there()
    {
        var page = System.IO.File.ReadAllText(File);
        Assert.All(SettingsRegistration.Connections, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_packaged_file_of_the_gate_holds_the_defaults_of_the_page()
    {
        var page = System.IO.File.ReadAllText(File);
        var packaged = new ConfigurationBuilder().AddJsonFile(RepositoryRoot.Combine("src", "AbuseServerless.Gate", "Packaging", "gate.json")).Build();
        // Connections have no default, and levels of logging are those of .NET.
        string[] others = ["Storage", "EventHubs", "Logging"];
        var settings = packaged.AsEnumerable().Where(setting => setting.Value is not null && setting.Key.Contains(':', StringComparison.Ordinal) && !others.Contains(setting.Key.Split(':')[0])).ToList();
        Assert.Contains(settings, setting => setting.Key == "Enforcement:Mode");
        Assert.All(settings, setting => Assert.Contains($"| `{setting.Key}` | `{setting.Value}` |", page, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_readme_shows_eight_settings_with_their_defaults()
    {
        var page = System.IO.File.ReadAllText(File);
        var shown = Row().Matches(System.IO.File.ReadAllText(RepositoryRoot.Combine("README.md")));
        Assert.Equal(8, shown.Count);
        Assert.All(shown, row => Assert.Contains($"| `{row.Groups["name"].Value}` |{row.Groups["default"].Value} |", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z]+:[A-Za-z:]+)` \|(?<default>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
