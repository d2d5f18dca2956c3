using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Population;

/// <summary>The days of a run, in the time of the home country.</summary>
/// <param name="First">Midnight (UTC) at which the run begins.</param>
/// <param name="Count">Days, from 3.</param>
/// <param name="Attacks">Days at the end in which accounts are stolen, from 1.</param>
internal sealed record Days(DateTimeOffset First, int Count, int Attacks)
{
    // Japan is nine hours ahead of UTC: a waking day there, from seven in the morning to eleven at night, is 22:00 to 14:00 UTC.
    private static readonly TimeSpan Waking = TimeSpan.FromHours(-2);
    private const double WakingHours = 16;
    private static readonly TimeSpan OfficeOpens = TimeSpan.Zero;
    private const double OfficeHours = 9;

    /// <summary>The end, exclusive.</summary>
    public DateTimeOffset End => First.AddDays(Count);

    /// <summary>A moment at which somebody is awake at home.</summary>
    public DateTimeOffset Awake(int day, ref Dice dice) => Within(First.AddDays(day) + Waking + TimeSpan.FromHours(WakingHours * dice.Fraction()));

    /// <summary>A moment of office hours.</summary>
    public DateTimeOffset AtWork(int day, ref Dice dice) => First.AddDays(day) + OfficeOpens + TimeSpan.FromHours(OfficeHours * dice.Fraction());

    /// <summary>Any moment of a day.</summary>
    public DateTimeOffset Anytime(int day, ref Dice dice) => First.AddDays(day) + TimeSpan.FromDays(1) * dice.Fraction();

    /// <summary>Whether it is a Saturday or Sunday.</summary>
    public bool IsWeekend(int day) => First.AddDays(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>When an account is stolen: somewhere in the last days, with a day left to be seen.</summary>
    public DateTimeOffset Theft(ref Dice dice) => End.AddDays(-Attacks) + TimeSpan.FromDays(Attacks - 1) * dice.Fraction();

    /// <summary>A time, moved into the run.</summary>
    public DateTimeOffset Within(DateTimeOffset time) => time < First ? time.AddDays(1) : time;
}
