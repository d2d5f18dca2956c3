using System.Text.RegularExpressions;

namespace AbuseServerless.Infra.Tests.Documentation;

/// <summary>Pages can be found: from the site's table of contents, and from the list of decisions.</summary>
public sealed partial class PageTests
{
    private static string Docs => RepositoryRoot.Combine("docs");

    private static string Decisions => Path.Combine(Docs, "decisions");

    public static TheoryData<string> DecisionPages => new(Directory.EnumerateFiles(Decisions, "2*.md").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_page_is_in_the_table_of_contents_of_the_site()
    {
        var contents = File.ReadAllText(Path.Combine(Docs, "site", "toc.yml"));
        var pages = Directory.EnumerateFiles(Docs, "*.md").Select(page => $"href: docs/{Path.GetFileName(page)} ").ToList();
        Assert.True(pages.Count > 20);
        Assert.All(pages, page => Assert.Contains(page, contents, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(DecisionPages))]
    public void A_decision_has_a_title_a_status_and_a_line_in_the_list(string page)
    {
        var text = File.ReadAllText(Path.Combine(Decisions, page));
        var form = Form().Match(text);
        Assert.True(form.Success, text[..Math.Min(200, text.Length)]);
        Assert.Equal(page[..10], form.Groups["date"].Value);
        Assert.Contains($"| {form.Groups["date"].Value} | [{form.Groups["title"].Value}]({page}) | {form.Groups["status"].Value.ToLowerInvariant()} |\n", File.ReadAllText(Path.Combine(Decisions, "README.md")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\A# (?<title>[^\n]+)\n\n(?<status>Accepted|Replaced by \[[^\]]+\]\([^)]+\)), (?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})\.\n\n\S")]
    private static partial Regex Form();
}
