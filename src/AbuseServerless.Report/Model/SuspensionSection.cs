using AbuseServerless.Detection;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Report.Model;

/// <summary>Accounts that are or were suspended.</summary>
/// <param name="Newest">The last changed first.</param>
/// <param name="OpenLeftOut">How many there are beside those that are suspended, or that nobody has judged.</param>
/// <param name="LeftOut">How many others there are.</param>
public sealed record SuspensionSection(IReadOnlyList<SuspensionRow> Newest, int OpenLeftOut, int LeftOut)
{
    /// <summary>How many there are.</summary>
    public int Total => Newest.Count + OpenLeftOut + LeftOut;

    internal static SuspensionSection Of(ReportData data)
    {
        var open = data.OpenSuspensions - data.Suspensions.Count(suspension => suspension.IsToDo);
        var all = data.Standings.Where(standing => standing.Key is not (SuspensionState.Watched or SuspensionState.Historical)).Sum(standing => standing.Value);
        return new([.. data.Suspensions.Select(SuspensionRow.Of)], open, all - data.Suspensions.Count - open);
    }
}

/// <summary>Where an account stands, and on what evidence.</summary>
/// <param name="Account">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when; null without an end.</param>
/// <param name="By">Who brought it there: <c>net:Countries</c>, <c>timer</c>, or an operator.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Judgement">What an operator judged it to be.</param>
/// <param name="Net">The net that closed; null where an operator suspended.</param>
/// <param name="Measured">What it counted.</param>
/// <param name="Threshold">What that was held against, inclusive.</param>
/// <param name="WindowStart">Start of the window, inclusive.</param>
/// <param name="WindowEnd">End of the window, exclusive.</param>
/// <param name="Evidence">Countries in the order of first sighting.</param>
/// <param name="History">What was done about it, oldest first.</param>
public sealed record SuspensionRow(
    string Account,
    SuspensionState State,
    DateTimeOffset Since,
    DateTimeOffset? Until,
    string By,
    string Reason,
    Judgement Judgement,
    string? Net,
    long? Measured,
    long? Threshold,
    DateTimeOffset? WindowStart,
    DateTimeOffset? WindowEnd,
    IReadOnlyList<CountryEvidence> Evidence,
    IReadOnlyList<SuspensionStep> History)
{
    /// <summary>Whether an operator brought it there, and no net or timer.</summary>
    public bool ByOperator => By != "timer" && !By.StartsWith("net:", StringComparison.Ordinal);

    internal static SuspensionRow Of(Suspension suspension) => new(
        suspension.Account.Value,
        suspension.State,
        suspension.Began.Time,
        suspension.Until,
        suspension.Began.By,
        suspension.Reason,
        suspension.Judgement,
        suspension.Decision?.Net,
        suspension.Decision?.Measured,
        suspension.Decision?.Threshold,
        suspension.Decision?.WindowStart,
        suspension.Decision?.WindowEnd,
        suspension.Decision?.Countries ?? [],
        SuspensionStep.Of(suspension));
}
