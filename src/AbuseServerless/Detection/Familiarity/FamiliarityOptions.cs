using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>Settings of the Familiarity net (section <c>Nets:Familiarity</c>): networks of a day (UTC) in which an account does not live, together with how much it was used from there.</summary>
public sealed class FamiliarityOptions : Limits, IValidatableObject
{
    /// <summary>Watches and suspends at two networks.</summary>
    public FamiliarityOptions() => (Watch, Suspend) = (Threshold.At(2), Threshold.At(2));

    /// <summary>Minutes with AUTHs from those networks on that day, from which an account is watched: 1 to 32, default 12. A minute counts once for each network.</summary>
    [Range(1, FamiliarityEvidence.MaximumMinutes)]
    public int WatchMinutes { get; set; } = 12;

    /// <summary>The same from which it is suspended: 1 to 32, default 20.</summary>
    [Range(1, FamiliarityEvidence.MaximumMinutes)]
    public int SuspendMinutes { get; set; } = 20;

    /// <summary>
    /// Minutes with AUTHs of a day from hosting networks in which a known account does not live, from which it is watched, whatever else it does: 1 or more, default 2, or <c>off</c>; only where <see cref="Limits.Watch"/> is on. Whoever sprays many accounts from one rented machine
    /// takes no more of each.
    /// </summary>
    public Threshold HostingMinutes { get; set; } = Threshold.At(2);

    /// <summary>Days since an account was first seen, from which it is known where it lives: 4 to 60, default 5.</summary>
    [Range(4, 60)]
    public int KnownAfter { get; set; } = FamiliarityEvidence.UsualKnownAfter;

    /// <summary>Networks at which an account that is not known yet is watched, and where <see cref="Limits.Suspend"/> is on suspended: 2 to 32, default 6. Each network is unfamiliar to it.</summary>
    [Range(2, FamiliarityEvidence.MaximumNetworks)]
    public int NewAccount { get; set; } = 6;

    /// <summary>
    /// Path of a list of hosting networks in place of the program's: the number of an autonomous system a line, what one likes behind it, <c>#</c> before remarks; empty (default) for the program's. A hosting network counts as
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
