using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Notifiers.Tests;

/// <summary>Transitions to tell of.</summary>
internal static class Transitions
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static Suspension Suspended(string account = "alice@example.jp") => new()
    {
        Account = AccountName.Parse(account),
        State = SuspensionState.Active,
        From = SuspensionState.Watched,
        Since = Now,
        By = "net:Countries",
        Reason = "10 countries within 24 hours (threshold 10).",
        Transitions = 2,
        Activations = 1,
        Suspended = new(Now, "net:Countries", "10 countries within 24 hours (threshold 10)."),
        Decision = new Decision(
            "Countries",
            Verdict.Suspend,
            10,
            10,
            "10 countries within 24 hours",
            Now.AddDays(-1),
            Now,
            [new CountryEvidence("BR", Now.AddHours(-3), Now.AddHours(-2), "203.0.113.9"), new CountryEvidence("VN", Now.AddHours(-1), Now, "2001:db8::7")],
            0,
            DateTimeOffset.MinValue,
            "rules-1",
            "db-1"),
    };

    public static Suspension Watched(string account = "alice@example.jp") => Suspended(account) with { State = SuspensionState.Watched, From = null, Transitions = 1, Activations = 0 };

    public static Suspension SuspendedByOperator() => Suspended() with { By = "noc", Reason = "Complaint 4711", Suspended = new(Now, "noc", "Complaint 4711"), Decision = null, Until = Now.AddDays(1) };

    public static Suspension Lifted() => Suspended() with
    {
        State = SuspensionState.Lifted,
        From = SuspensionState.Active,
        Since = Now.AddHours(1),
        By = "noc",
        Reason = "On a cruise.",
        Transitions = 3,
        Decision = null,
        Judgement = Judgement.FalsePositive,
    };
}
