
namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>The settings that the documentation tells operators to paste: what is tested is what they use.</summary>
internal static class DocumentedSettings
{
    private const string Fence = "```";

    /// <summary>The first block of docs/mail-servers.md under a heading, and under the one below it where there is a second.</summary>
    public static string Under(params IEnumerable<string> headings)
    {
        var below = headings.Aggregate(Page("mail-servers.md"), (rest, heading) => rest.SkipWhile(line => !line.StartsWith('#') || line.TrimStart('#').Trim() != heading).Skip(1));
        return FirstBlock(below, $"docs/mail-servers.md has no settings under '{string.Join(" / ", headings)}'.");
    }

    /// <summary>The first block of docs/deployment.md behind a line that begins so.</summary>
    public static string OfShipper(string beginning) =>
        FirstBlock(Page("deployment.md").SkipWhile(line => !line.StartsWith(beginning, StringComparison.Ordinal)), $"docs/deployment.md has no settings behind '{beginning}'.");

    private static IEnumerable<string> Page(string name) => File.ReadLines(RepositoryRoot.Combine("docs", name));

    private static string FirstBlock(IEnumerable<string> lines, string otherwise)
    {
        var block = lines
            .SkipWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .ToList();
        Assert.True(block.Count > 0, otherwise);
        return string.Join('\n', block);
    }
}
