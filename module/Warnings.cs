using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell;

/// <summary>The warnings of the module.</summary>
internal static class Warnings
{
    private const string Wildcards = "*?[";

    /// <summary>An account without stored activity may be a typing error.</summary>
    /// <param name="account">The account.</param>
    /// <param name="consequence">What is or would be done, and how to undo it.</param>
    public static string NeverSeen(string account, string consequence)
    {
        var hint = Visible.HidesSomething(account) ? " Its name contains invisible characters."
            : WildcardHint(account, "the accounts of Get-GeoAccount") is { Length: > 0 } wildcards ? wildcards
            : AccountPattern.LooksJoined(account) ? " It looks like several names, or a name with its address, but was taken as the name of one account: pipe one name at a time."
            : AccountPattern.LooksLikeSeveral(account) ? " It looks like a domain, but was taken as the name of one account."
            : "";
        return $"Account '{Visible.Of(account)}' was never seen here: {consequence}.{hint}";
    }

    /// <summary>What to do instead if a name contains wildcards, which are taken literally; empty if it contains none.</summary>
    /// <param name="name">What was given.</param>
    /// <param name="source">The objects to pipe, found by wildcards.</param>
    public static string WildcardHint(string name, string source) => name.AsSpan().IndexOfAny(Wildcards) >= 0 ? $" Wildcards are not expanded here: pipe {source} instead." : "";

    /// <summary>An exemption does not end a suspension.</summary>
    public static string StaysActive(string account, GeoSuspension suspension) =>
        $"Account '{Visible.Of(account)}' has been suspended since {suspension.Since.UtcDateTime:u} and stays suspended: an exemption does not end a suspension. To resume it: Resume-GeoAccount '{Quoted(account)}'";

    /// <summary>A judgement does not end a suspension.</summary>
    public static string JudgedAndActive(string account) =>
        $"Account '{Visible.Of(account)}' is judged a false positive but stays suspended: a judgement does not end a suspension. To resume it: Resume-GeoAccount '{Quoted(account)}' -FalsePositive";

    /// <summary>What the answer HOLD put on hold while the account was watched is nobody's to release.</summary>
    public static string WatchedMailOnHold(string account) =>
        $"Mail that account '{Visible.Of(account)}' sent while it was watched may be on hold (Quota:Watched:Answer): resuming an account does not release it. To release it: Resume-GeoQueue '{Quoted(account)}' -HeldByOthers. The same applies to every account that this command resumes.";

    /// <summary>What a suspension put on hold stays there unless it was a false positive.</summary>
    public static string SuspendedMailOnHold(string account) =>
        $"Mail that account '{Visible.Of(account)}' had queued was put on hold when it was suspended, and may still be: only -FalsePositive releases it. To look at it: Get-GeoQueue '{Quoted(account)}'. To release or delete it: Resume-GeoQueue or Clear-GeoQueue. The same applies to every account that this command resumes.";

    /// <summary>What an earlier suspension put on hold stays there where a later one was a false positive.</summary>
    public static string EarlierMailOnHold(string account) =>
        $"Mail that account '{Visible.Of(account)}' had queued was put on hold before this suspension, and may still be: -FalsePositive releases only what the suspension that it judges put on hold. To look at it: Get-GeoQueue '{Quoted(account)}'. To release it: Resume-GeoQueue '{Quoted(account)}'. The same applies to every account that this command resumes.";

    /// <summary>Mail that others hold was left alone.</summary>
    /// <param name="account">Whose mail.</param>
    /// <param name="messages">How many messages, in words.</param>
    /// <param name="isOne">Whether it is one.</param>
    public static string HeldByOthers(string account, string messages, bool isOne) =>
        $"{messages} of account '{Visible.Of(account)}' {(isOne ? "is" : "are")} held by others, such as the answer HOLD of a plan, and {(isOne ? "was" : "were")} left alone: add -HeldByOthers.";

    /// <summary>What a log tells of the past refuses nobody.</summary>
    public static string ArrivedLate(DateTimeOffset first) =>
        $"This mail log begins at {first.UtcDateTime:u}. Events that arrive more than eight hours late (Enforcement:MaximumEvidenceAge) suspend and watch nobody: what the nets decide on them is Historical. To list it: Get-GeoSuspension -State Historical";

    /// <summary>A judgement needs a suspension or watch that is not judged.</summary>
    public static string NothingToJudge(string account) =>
        $"Account '{Visible.Of(account)}' has no suspension that is not judged yet: no judgement was recorded. To change one: Set-GeoSuspension '{Quoted(account)}' -Judgement Abuse";

    /// <summary>Two networks of different classes overlap.</summary>
    /// <param name="network">The network to exempt.</param>
    /// <param name="other">The exempted network.</param>
    /// <param name="described">The latter's class, end and operator.</param>
    /// <param name="isWithin">Whether the first lies within the second; else around it.</param>
    /// <param name="watchOnly">Whether the first is to be watch-only.</param>
    public static string Overlapping(string network, GeoExemption other, string described, bool isWithin, bool watchOnly) =>
        $"Network {network} lies {(isWithin ? "within" : "around")} {other.Value}, which is exempted ({described}): "
        + $"{(watchOnly ? $"in {(isWithin ? network : other.Value)} activity still does not count at all" : $"in {(isWithin ? network : other.Value)} activity no longer counts, not even towards a watch")}.";

    private static string Quoted(string account) => account.Replace("'", "''", StringComparison.Ordinal);
}
