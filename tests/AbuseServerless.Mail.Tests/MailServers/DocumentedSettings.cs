using AbuseServerless.Local;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>The settings that docs/mail-servers.md tells operators to paste: what is tested is what they use.</summary>
internal static class DocumentedSettings
{
    private const string Fence = "```";

    /// <summary>The first block under a heading.</summary>
    public static string Under(string heading)
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "docs", "mail-servers.md"));
        var block = lines.SkipWhile(line => line.TrimStart('#').Trim() != heading || !line.StartsWith('#'))
            .SkipWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .ToList();
        Assert.True(block.Count > 0, $"docs/mail-servers.md has no settings under '{heading}'.");
        return string.Join('\n', block);
    }
}
