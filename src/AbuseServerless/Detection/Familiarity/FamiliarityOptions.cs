using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>Settings of the Familiarity net (section <c>Nets:Familiarity</c>): unfamiliar networks of a day (UTC), 1 or more, or <c>off</c>; together with how much the account was used from them.</summary>
public sealed class FamiliarityOptions : Limits, IValidatableObject
{
    /// <summary>Watches and suspends at two networks.</summary>
    public FamiliarityOptions() => (Watch, Suspend) = (Threshold.At(2), Threshold.At(2));

    /// <summary>Minutes with logins from those networks on that day at which an account is watched: 1 to 32, default 12. A minute counts once per network.</summary>
    [Range(1, FamiliarityEvidence.MaximumMinutes)]
    public int WatchMinutes { get; set; } = 12;

    /// <summary>The same for a suspension: 1 to 32, default 20.</summary>
    [Range(1, FamiliarityEvidence.MaximumMinutes)]
    public int SuspendMinutes { get; set; } = 20;

    /// <summary>
    /// Minutes of a day with logins from unfamiliar hosting networks at which a known account is watched, regardless of other activity: 1 or more, default 2, or <c>off</c>; only if <see cref="Limits.Watch"/> is on. A spray from one rented machine
    /// uses each account no longer than that.
    /// </summary>
    public Threshold HostingMinutes { get; set; } = Threshold.At(2);

    /// <summary>
    /// Whether an account is only watched while the recipients' servers accept its mail of that day. Default: true. Needs delivery events with the account, the net Outcomes on, and <c>Nets:Volume:MessagesPerDay:Suspend</c>, which suspends such an account at a higher number; without that, nobody is spared.
    /// </summary>
    public bool SparesAccepted { get; set; } = true;

    /// <summary>Networks at which a new account is watched and, if <see cref="Limits.Suspend"/> is on, suspended: 2 to 32, default 8. Every network is unfamiliar for it.</summary>
    [Range(2, FamiliarityEvidence.MaximumNetworks)]
    public int NewAccount { get; set; } = 8;

    /// <summary>
    /// Path of a list of hosting networks that replaces the built-in one: one AS number per line, followed by any text, <c>#</c> before comments; empty (default) for the built-in one. A hosting network counts as
    /// two, because nobody lives in one. Relative paths start at the folder of the program. Read at start.
    /// </summary>
    public string HostingFile { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var problem = "";
        try
        {
            _ = ReadHosting();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            problem = $"Nets:Familiarity:{nameof(HostingFile)}: '{HostingFile}' cannot be read: {e.Message}";
        }

        return problem.Length == 0 ? [] : [new ValidationResult(problem, [nameof(HostingFile)])];
    }

    internal HostingNetworks ReadHosting()
    {
        if (HostingFile.Length == 0)
        {
            return HostingNetworks.Known;
        }

        using var reader = File.OpenText(Path.GetFullPath(HostingFile, AppContext.BaseDirectory));
        return HostingNetworks.Read(reader);
    }
}
