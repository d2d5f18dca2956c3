using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell;

/// <summary>What the module warns of.</summary>
internal static class Warnings
{
    private const string Wildcards = "*?[";

    /// <summary>An account that nothing is remembered of may be a slip.</summary>
    /// <param name="account">The account.</param>
    /// <param name="consequence">What is done, or would be, and how it is undone.</param>
    public static string NeverSeen(string account, string consequence)
    {
        var hint = Visible.HidesSomething(account) ? " Its name holds characters that do not show."
            : WildcardHint(account, "the accounts of Get-GeoAccount") is { Length: > 0 } wildcards ? wildcards
            : AccountPattern.LooksJoined(account) ? " It looks like several names or a name with its address, and was taken for the name of one account: pipe one name at a time."
            : AccountPattern.LooksLikeSeveral(account) ? " It looks like a domain, and was taken for the name of one account."
            : "";
        return $"Account '{Visible.Of(account)}' was never seen here: {consequence}.{hint}";
    }

    /// <summary>What to do instead where a name holds wildcards, which are taken as they are; empty where it holds none.</summary>
    /// <param name="name">What was given.</param>
    /// <param name="source">What finds by wildcards.</param>
    public static string WildcardHint(string name, string source) => name.AsSpan().IndexOfAny(Wildcards) >= 0 ? $" Wildcards are not expanded here: pipe {source}." : "";

    /// <summary>An exemption ends no suspension.</summary>
    public static string StaysActive(string account, GeoSuspension suspension) =>
        $"Account '{Visible.Of(account)}' is suspended since {suspension.Since.UtcDateTime:u} and stays so: an exemption ends no suspension. To resume it: Resume-GeoAccount '{account.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A judgement ends no suspension.</summary>
    public static string JudgedAndActive(string account) =>
        $"Account '{Visible.Of(account)}' is judged a false positive and stays suspended: a judgement ends no suspension. To resume it: Resume-GeoAccount '{account.Replace("'", "''", StringComparison.Ordinal)}' -FalsePositive";

    /// <summary>Two networks of different classes overlap.</summary>
    /// <param name="network">The one that is to be exempted.</param>
    /// <param name="other">The one that is.</param>
    /// <param name="described">The latter's class, end and operator.</param>
    /// <param name="isWithin">Whether the first lies within the second; else around it.</param>
    /// <param name="watchOnly">Whether the first is to be watch-only.</param>
    public static string Overlapping(string network, GeoExemption other, string described, bool isWithin, bool watchOnly) =>
        $"Network {network} lies {(isWithin ? "within" : "around")} {other.Value}, which is exempted ({described}): "
        + $"{(watchOnly ? $"in {(isWithin ? network : other.Value)} nothing counts all the same" : $"in {(isWithin ? network : other.Value)} nothing counts now, also not to watch")}.";
}
