using System.Text.RegularExpressions;

namespace AbuseServerless.Quotas;

/// <summary>What Postfix is to do with mail beyond a limit, as its access(5) writes it: <c>DEFER_IF_PERMIT</c>, <c>REJECT</c>, <c>HOLD</c> or <c>FILTER transport:destination</c>.</summary>
public readonly partial record struct QuotaAnswer
{
    /// <summary>The client is told to try again later.</summary>
    public static readonly QuotaAnswer Defer = new("DEFER_IF_PERMIT");

    private readonly string? _action;

    private QuotaAnswer(string action) => _action = action;

    /// <summary>The action.</summary>
    public string Action => _action ?? Defer.Action;

    /// <summary>Status code that a text begins with; empty where the action takes no text that a client sees.</summary>
    public string Status => Action switch
    {
        "DEFER_IF_PERMIT" => "4.7.1 ",
        "REJECT" => "5.7.1 ",
        _ => "",
    };

    /// <summary>Whether the message is taken all the same: HOLD and FILTER.</summary>
    public bool IsTaken => Status.Length == 0;

    /// <summary>Whether the action takes a text: all but FILTER, whose text is the transport.</summary>
    public bool TakesText => !Action.StartsWith("FILTER", StringComparison.Ordinal);

    /// <summary>Reads an action.</summary>
    /// <exception cref="FormatException">It is another one.</exception>
    public static QuotaAnswer Parse(string text) =>
        Known().IsMatch(text) ? new(text) : throw new FormatException("An answer must be DEFER_IF_PERMIT, REJECT, HOLD, or FILTER with a transport, such as FILTER slow:.");

    /// <inheritdoc/>
    public override string ToString() => Action;

    [GeneratedRegex(@"\A(DEFER_IF_PERMIT|REJECT|HOLD|FILTER [!-9;-~]+:[!-~]*)\z")]
    private static partial Regex Known();
}
