namespace AbuseServerless.PowerShell;

/// <summary>An entry of the audit log: a transition of an account, a change of the exemptions, or of whether suspended accounts are refused, an order about queued mail, or another act of an operator.</summary>
public sealed record GeoAuditEntry : GeoTransition
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was done.</summary>
    public GeoAuditAction Action { get; init; }

    /// <summary>The previous state of the account; null for the first one, and for a change of an exemption.</summary>
    public GeoSuspensionState? From { get; init; }

    /// <summary>Its new state; null for a change of an exemption.</summary>
    public GeoSuspensionState? To { get; init; }

    /// <summary>Number of the account's transition, from 1; null where an exemption was changed.</summary>
    public int? Transition { get; init; }

    /// <summary>Kind and value of the exemption that was changed; null for a transition.</summary>
    public string? Exemption { get; init; }

    /// <summary>Whether that exemption is of the softer class; null for a transition.</summary>
    public bool? WatchOnly { get; init; }

    /// <summary>The new enforcement mode; null for any other action.</summary>
    public GeoEnforcementMode? Enforcement { get; init; }

    /// <summary>Id of the command about queued mail, or of the one for which a mail host did something; the host's record names it too. Null for anything else.</summary>
    public string? Command { get; init; }

    /// <inheritdoc/>
    public override string Why => By.StartsWith("net:", StringComparison.Ordinal) ? base.Why
        : Judgement != GeoJudgement.None ? $"{Judgement}: {Reason}"
        : Reason;

    /// <summary>The entry in a few words.</summary>
    public override string ToString() => Enforcement is { } mode ? $"{Time.UtcDateTime:u} {mode} by {By}"
        : To is not null ? $"{Time.UtcDateTime:u} {Account} {From}→{To} by {By}"
        : Exemption is not null ? $"{Time.UtcDateTime:u} {Action} {Exemption} by {By}"
        : $"{Time.UtcDateTime:u} {(Account.Length > 0 ? $"{Account} " : "")}{Action} by {By}";
}
