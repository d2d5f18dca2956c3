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
    /// <summary>Reads <c>allow</c> or <c>report</c>, as written here; null where it is neither.</summary>
    public static PolicyCommand? Parse(string? command) => command switch
    {
        "allow" => PolicyCommand.Allow,
        "report" => PolicyCommand.Report,
        _ => null,
    };
}
