namespace AbuseServerless.PowerShell;

/// <summary>What a suspension and an entry of the audit log have in common: a transition, and the decision behind it.</summary>
public abstract record GeoTransition
{
    /// <summary>The account, in its normal form; empty in a record of another exemption than of an account.</summary>
    public required string Account { get; init; }

    /// <summary>Name of the net that decided; null where an operator or the timer did.</summary>
    public string? Net { get; init; }

    /// <summary>Who made the transition: <c>net:Countries</c>, <c>timer</c>, or an operator's name.</summary>
    public required string By { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>When an active suspension, or the watch after a password change, ends automatically, UTC; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the net counted; null where no net decided.</summary>
    public long? Measured { get; init; }

    /// <summary>The threshold, inclusive; null if no net decided.</summary>
    public long? Threshold { get; init; }

    /// <summary>The plan whose settings of the nets were applied instead of the installation's, or which was changed; null if none was.</summary>
    public string? Plan { get; init; }

    /// <summary>What the net found, in a few words; null where no net decided.</summary>
    public string? Summary { get; init; }

    /// <summary>Why, for one line of a table: what the net found and the countries of the evidence, or the reason that was given.</summary>
    public virtual string Why => (Net, Summary, Countries) switch
    {
        (null, _, _) => Reason,
        (_, { Length: > 0 } summary, []) => summary,
        (_, { Length: > 0 } summary, var countries) => $"{summary}: {string.Join(' ', countries)}",
        _ => Reason,
    };

    /// <summary>Quarters of an hour of the window in which the account was also seen under an exemption, which did not count; null where no net decided.</summary>
    public int? ExemptedSlots { get; init; }

    /// <summary>Countries of the evidence, in the order of first sighting; empty where no net decided.</summary>
    public string[] Countries { get; init; } = [];

    /// <summary>The evidence, country by country; empty where no net decided.</summary>
    public GeoEvidence[] Evidence { get; init; } = [];

    /// <summary>Start of the window that was judged, inclusive, UTC.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>End of the window that was judged, exclusive, UTC.</summary>
    public DateTimeOffset? WindowEnd { get; init; }

    /// <summary>How often the account has become Active so far.</summary>
    public int Activations { get; init; }

    /// <summary>An operator's judgement of the suspension.</summary>
    public GeoJudgement Judgement { get; init; }

    /// <summary>Whether an operator judged it a false positive.</summary>
    public bool FalsePositive => Judgement == GeoJudgement.FalsePositive;

    /// <summary>Fingerprint of the nets' settings at the decision.</summary>
    public string? RulesVersion { get; init; }

    /// <summary>Geolocation data in use at the decision.</summary>
    public string? DatabaseVersion { get; init; }
}
