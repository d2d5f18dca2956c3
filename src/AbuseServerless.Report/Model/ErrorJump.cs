using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Model;

/// <summary>A provider that refused much more of the mail on the last whole day with deliveries than in the 7 days before, for whatever reason.</summary>
/// <param name="Provider">As in <see cref="ProviderRow"/>.</param>
/// <param name="Day">The day.</param>
/// <param name="ErrorRate">Of that day, 0 to 1.</param>
/// <param name="Before">Of the 7 days before together, 0 to 1.</param>
/// <param name="Class">Why most of it was refused.</param>
public sealed record ErrorJump(string Provider, DateOnly Day, double ErrorRate, double Before, ReplyClass Class)
{
    // A few messages to a small domain are no sign of anything.
    private const int MinimumOutcomes = 100;

    // A tenth is refused, and at least twice as much as usual by five percentage points.
    private const double MinimumRate = 0.1;
    private const double MinimumRise = 0.05;
    private const double MinimumTimes = 2;

    // The verdict is a sentence.
    private const int Maximum = 3;

    /// <summary>Those with the most errors first, three at the most; all together only where no provider by itself is one.</summary>
    internal static IReadOnlyList<ErrorJump> Of(ReportData data)
    {
        if (Headline.LastOf(data) is not { } last)
        {
            return [];
        }

        var jumps = data.Deliveries.Where(day => day.Day == last.Day && IsJump(day)).OrderByDescending(day => day.Tally.Outcomes - day.Tally.Sent).ThenBy(day => day.Provider, StringComparer.Ordinal).ToList();
        var providers = jumps.Where(day => day.Provider != ProviderDay.All).Take(Maximum).ToList();
        return [.. (providers.Count > 0 ? providers : jumps).Select(Of)];
    }

    private static bool IsJump(ProviderDay day) =>
        day.Tally.Outcomes >= MinimumOutcomes
        && day is { Tally.ErrorRate: >= MinimumRate and var rate, ErrorRateChange7: >= MinimumRise and var rise }
        && rate >= MinimumTimes * (rate - rise);

    private static ErrorJump Of(ProviderDay day)
    {
        var (rate, tally) = (day.Tally.ErrorRate!.Value, day.Tally);
        var most = Enum.GetValues<ReplyClass>().MaxBy(reply => tally.Bounced.GetValueOrDefault(reply) + tally.Expired.GetValueOrDefault(reply));
        return new(day.Provider, day.Day, rate, Math.Max(0, rate - day.ErrorRateChange7!.Value), most);
    }
}
