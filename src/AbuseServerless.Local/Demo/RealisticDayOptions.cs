namespace AbuseServerless.Local.Demo;

/// <summary>Size of a <see cref="RealisticDay"/>.</summary>
/// <param name="Events">Lines that hold an event, duplicates included; at least <see cref="MinimumEvents"/>.</param>
/// <param name="Accounts">Subscribers beside those of the stories, at least 1.</param>
/// <param name="Day">The day, UTC.</param>
/// <param name="Seed">The same seed gives the same day.</param>
internal sealed record RealisticDayOptions(int Events, int Accounts, DateOnly Day, int Seed)
{
    /// <summary>The stories alone take about half of it.</summary>
    public const int MinimumEvents = 5_000;

    /// <summary>Lines that no reader should accept, beside the events and evenly among them. Default: none.</summary>
    public int MalformedLines { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Events, MinimumEvents);
        ArgumentOutOfRangeException.ThrowIfLessThan(Accounts, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MalformedLines);
    }
}
