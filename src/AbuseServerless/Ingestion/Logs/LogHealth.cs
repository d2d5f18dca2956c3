using System.Globalization;
using System.Text.Json.Serialization;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>What is understood of a log that is read while it is written. Holds no line and no name.</summary>
/// <param name="Path">The log.</param>
/// <param name="Lines">Lines, of whatever program, since the reading began.</param>
/// <param name="Recognised">Lines of a mail server that is known.</param>
/// <param name="Events">Logins and deliveries.</param>
/// <param name="NotUnderstood">Lines that look like mail and were not understood, cannot be read, or do not tell what decides.</param>
public sealed record LogHealth(string Path, long Lines, long Recognised, long Events, long NotUnderstood)
{
    // From here on what is not understood is no exception: a tenth of the lines.
    private const int Much = 10;

    // A log that was just begun tells nothing yet.
    private const int Few = 20;

    /// <summary>The time of the last event, UTC; null where there was none.</summary>
    public DateTimeOffset? LastEvent { get; init; }

    /// <summary>Whether all logins come from one private address, so that a proxy hides the clients.</summary>
    public bool HidesClients { get; init; }

    /// <summary>Why it is not read now; null where it is.</summary>
    public string? Trouble { get; init; }

    /// <summary>What was understood of a log.</summary>
    public static LogHealth Of(string path, LogTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return new(path, tally.Lines, tally.Recognised, tally.Logins + tally.Deliveries, tally.NotUnderstood + tally.Malformed + tally.Uncounted - tally.UsuallyUncounted)
        {
            LastEvent = tally.Logins + tally.Deliveries > 0 ? tally.Last : null,
            HidesClients = tally.OnlyPrivateAddress is not null,
            Trouble = tally.Broken.Count > 0 ? "it ends early or is damaged." : null,
        };
    }

    /// <summary>What is wrong, in words; null where nothing is.</summary>
    [JsonIgnore]
    public string? Wrong =>
        Trouble is not null ? $"{Path} cannot be read: {Trouble}"
        : Lines < Few ? null
        : Recognised == 0 ? string.Create(CultureInfo.InvariantCulture, $"None of {Lines:N0} lines of {Path} was understood: replay the file to see its likely format.")
        : NotUnderstood * Much >= Lines ? string.Create(CultureInfo.InvariantCulture, $"{NotUnderstood:N0} of {Lines:N0} lines of {Path} look like mail but were not understood: replay the file to see one.")
        : NotUnderstood > 0 && Events == 0 ? $"{Path} contained no login and no delivery, and {Quantity.Of(NotUnderstood, "line")} {(NotUnderstood == 1 ? "looks like mail but was" : "look like mail but were")} not understood: replay the file to see one."
        : HidesClients ? $"All logins of {Path} come from one private address: a proxy hides the clients, and no stolen account can be found."
        : null;

    /// <summary>What was read, in words.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}: {Quantity.Of(Lines, "line")}, {Recognised:N0} recognised, {Quantity.Of(Events, "login or delivery", "logins and deliveries")}, {NotUnderstood:N0} not understood");
}
