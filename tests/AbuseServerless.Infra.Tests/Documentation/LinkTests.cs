using System.Text.RegularExpressions;

namespace AbuseServerless.Infra.Tests.Documentation;

/// <summary>Links of the pages lead somewhere, and what the README tells to paste is what is tested.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages =>
        new(Directory.EnumerateFiles(RepositoryRoot.Path, "*.md")
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Combine(".github"), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_within_the_repository_lead_to_files_and_headings(string page)
    {
        var file = RepositoryRoot.Combine(page);
        foreach (var link in Link().Matches(Fence().Replace(File.ReadAllText(file), "")).Select(match => match.Groups[1].Value).Where(link => !link.Contains(':', StringComparison.Ordinal)))
        {
            var parts = link.Split('#', 2);
            var target = parts[0].Length == 0 ? file : Path.GetFullPath(parts[0], Path.GetDirectoryName(file)!);
            Assert.True(Path.Exists(target), $"{page}: {link} leads nowhere.");
            Assert.True(parts.Length == 1 || Anchors(target).Contains(parts[1]), $"{page}: {link} leads to no heading.");
        }
    }

    [Fact]
    public void What_the_readme_tells_mail_servers_is_on_the_page_that_is_tested()
    {
        var readme = File.ReadAllText(RepositoryRoot.Combine("README.md"));
        var section = readme[readme.IndexOf("## Connect your mail servers", StringComparison.Ordinal)..readme.IndexOf("## Observe, then enforce", StringComparison.Ordinal)];
        var tested = File.ReadAllLines(RepositoryRoot.Combine("docs", "mail-servers.md")).ToHashSet(StringComparer.Ordinal);
        var lines = Fence().Matches(section).SelectMany(block => block.Value.Split('\n')[1..^1]).Where(line => !line.StartsWith('#')).ToList();
        Assert.True(lines.Count >= 9, section);
        Assert.All(lines, line => Assert.Contains(line, tested));
    }

    // As GitHub makes them: lower case, blanks become hyphens, punctuation goes; a second one of the same name gets -1.
    private static HashSet<string> Anchors(string page)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. Heading().Matches(Fence().Replace(File.ReadAllText(page), "")).Select(heading =>
        {
            var anchor = Punctuation().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            var before = seen.GetValueOrDefault(anchor);
            seen[anchor] = before + 1;
            return before == 0 ? anchor : $"{anchor}-{before}";
        })];
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();
}
