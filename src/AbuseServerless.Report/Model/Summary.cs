namespace AbuseServerless.Report.Model;

/// <summary>When days were summarised, and when they will be.</summary>
internal static class Summary
{
    /// <summary>Minute of every hour at which days are summarised.</summary>
    public const int Minute = 5;

    // One run may fail or take its time; where two did not come, the numbers are of the past.
    private static readonly TimeSpan OldAfter = TimeSpan.FromHours(2);

    // What an import sent is processed some seconds later.
    private static readonly TimeSpan Processing = TimeSpan.FromSeconds(30);

    /// <summary>Whether the last summary, if there was one, is more than 2 hours old.</summary>
    public static bool IsOld(ReportData data) => data.Made - data.Summarised > OldAfter;

    /// <summary>When a log was imported last, if that is not part of the last summary, or may not be; else null.</summary>
    public static DateTimeOffset? NotCounted(ReportData data) =>
        data.Logs.Max(log => log.Imported) is { } imported && data.Summarised < imported + Processing ? imported : null;

    /// <summary>The next run, UTC.</summary>
    public static DateTimeOffset Next(DateTimeOffset now)
    {
        var hour = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(now.UtcDateTime.Hour);
        return now.UtcDateTime.Minute < Minute ? hour.AddMinutes(Minute) : hour.AddHours(1).AddMinutes(Minute);
    }
}
