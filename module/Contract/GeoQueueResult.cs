using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell;

/// <summary>What a mail host did with the queued mail of an account.</summary>
public sealed record GeoQueueResult
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>The mail host.</summary>
    public required string Host { get; init; }

    /// <summary>What it was to do.</summary>
    public GeoQueueAction Action { get; init; }

    /// <summary>Messages to which it was done.</summary>
    public int Messages { get; init; }

    /// <summary>When it was done, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Id of the command, as in the audit log and on the host's record.</summary>
    public string Command { get; init; } = "";

    /// <summary>One line.</summary>
    public override string ToString() => $"{Host}: {Action} {Quantity.Of(Messages, "message")} of {Account}";
}
