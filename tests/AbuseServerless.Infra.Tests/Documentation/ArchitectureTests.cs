using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AbuseServerless.Infra.Tests.Documentation;

/// <summary>The picture of the architecture has every part, and is drawn from its text.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Source = File.ReadAllText(RepositoryRoot.Combine("docs", "architecture.mmd"));

    [Fact]
    public void Every_project_that_is_no_test_is_in_the_picture()
    {
        var projects = Project().Matches(File.ReadAllText(RepositoryRoot.Combine("AbuseServerless.sln")))
            .Where(project => !project.Groups["path"].Value.StartsWith("tests", StringComparison.Ordinal))
            .Select(project => project.Groups["name"].Value)
            .ToList();
        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Matches($@"(?<![A-Za-z.]){Regex.Escape(project)}(?![A-Za-z.])", Source));
    }

    [Fact]
    public void The_picture_is_drawn_from_its_present_text()
    {
        var drawn = string.Concat(XDocument.Load(RepositoryRoot.Combine("docs", "architecture.svg")).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value));
        var written = Label().Matches(Source).Select(label => WebUtility.HtmlDecode(label.Groups["text"].Value)).ToList();
        Assert.NotEmpty(written);
        Assert.All(written, label => Assert.True(Plain(drawn).Contains(Plain(label), StringComparison.Ordinal), $"'{label}' is not in docs/architecture.svg: run .ci/draw-architecture."));
        Assert.Equal(written.Sum(label => Plain(label).Length), Plain(drawn).Length);
    }

    private static string Plain(string text) => Spaces().Replace(text, "");

    [GeneratedRegex(@"Project\(""\{FAE04EC0-[^""]*""\) = ""(?<name>[^""]+)"", ""(?<path>[^""]+)""")]
    private static partial Regex Project();

    // Of boxes, frames and arrows.
    [GeneratedRegex(@"\[\(?(?<text>[^\])]+)\)?\]|\|(?<text>[^|]+)\|")]
    private static partial Regex Label();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
