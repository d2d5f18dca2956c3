namespace AbuseServerless.AuthPolicy;

/// <summary>What a mail server asks for: the value of <c>command</c> in its query.</summary>
public enum PolicyCommand
{
    /// <summary><c>allow</c>: may this account log in? Asked twice for each login.</summary>
    Allow,

    /// <summary><c>report</c>: a login has succeeded or failed.</summary>
    Report,
}

/// <summary>Reads <see cref="PolicyCommand"/>.</summary>
public static class PolicyCommands
{
    private const string Name = "command=";

    /// <summary>The command in a query; null where there is none, or another.</summary>
    /// <param name="query">
    /// As it came, such as <c>?command=allow</c>. Dovecot appends <c>?command=…</c> whatever the URL, so there may be a second question mark before it: <c>?tenant=t1?command=allow</c>.
    /// </param>
    public static PolicyCommand? InQuery(string? query)
    {
        var at = query?.LastIndexOf(Name, StringComparison.Ordinal) ?? -1;
        if (at < 1 || query![at - 1] is not ('?' or '&'))
        {
            return null;
        }

        var value = query.AsSpan(at + Name.Length);
        var end = value.IndexOf('&');
        return (end < 0 ? value : value[..end]) switch
        {
            "allow" => PolicyCommand.Allow,
            "report" => PolicyCommand.Report,
            _ => null,
        };
    }
}
