using AbuseServerless.Detection.Account;

namespace AbuseServerless.Detection.Outcomes;

/// <summary>What became of an account's mail on one day (UTC).</summary>
/// <param name="Day">The day, in days since 1970-01-01.</param>
/// <param name="LastSlot">The last slot of the day with an outcome, 0 to 95.</param>
/// <param name="Unknown">Recipients that do not exist, of those that are kept.</param>
/// <param name="Unwanted">Recipients for whom the message was refused, of those that are kept.</param>
/// <param name="WatchOnly">Refusals of either kind beside these, which count to watch only.</param>
/// <param name="Accepted">Recipients that were accepted, of those that are kept; each stands for <see cref="LocatedOutcome.AcceptedStandsFor"/>.</param>
public readonly record struct OutcomeDay(long Day, int LastSlot, int Unknown, int Unwanted, int WatchOnly, int Accepted)
{
    /// <summary>Refusals that count for a verdict.</summary>
    public int Refused(Verdict verdict) => Unknown + Unwanted + (verdict == Verdict.Watch ? WatchOnly : 0);

    /// <summary>About how many recipients there were.</summary>
    public int Recipients => Unknown + Unwanted + WatchOnly + Accepted * LocatedOutcome.AcceptedStandsFor;

    internal void Encode(ref CompactWriter writer, long newest)
    {
        writer.Natural((ulong)(newest - Day));
        writer.Byte((byte)LastSlot);
        writer.Natural((ulong)Unknown);
        writer.Natural((ulong)Unwanted);
        writer.Natural((ulong)WatchOnly);
        writer.Natural((ulong)Accepted);
    }

    internal static OutcomeDay Decode(ref CompactReader reader, long newest) =>
        new(newest - Small(ref reader), reader.Byte(), Small(ref reader), Small(ref reader), Small(ref reader), Small(ref reader));

    private static int Small(ref CompactReader reader) => checked((int)reader.Natural());
}
