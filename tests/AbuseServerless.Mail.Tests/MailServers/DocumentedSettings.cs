
namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>The settings that docs/mail-servers.md tells operators to paste: what is tested is what they use.</summary>
internal static class DocumentedSettings
{
    private const string Fence = "```";

    /// <summary>The first block under a heading, and under the one below it where there is a second.</summary>
    public static string Under(params IEnumerable<string> headings)
    {
        var lines = File.ReadLines(RepositoryRoot.Combine("docs", "mail-servers.md"));
        var below = headings.Aggregate(lines, (rest, heading) => rest.SkipWhile(line => !line.StartsWith('#') || line.TrimStart('#').Trim() != heading).Skip(1));
        var block = below
            .SkipWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .ToList();
        Assert.True(block.Count > 0, $"docs/mail-servers.md has no settings under '{string.Join(" / ", headings)}'.");
        return string.Join('\n', block);
    }
}
