using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Retention;

/// <summary>How many days each table keeps its rows (section <c>Retention</c>).</summary>
public sealed class RetentionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Retention";

    /// <summary>Accounts, since they were last seen or reset or last had an event in the event hub, 2 to 366: no window reaches back further than 32 hours. Default: 7.</summary>
    [Range(2, 366)]
    public int AccountActivity { get; set; } = 7;

    /// <summary>Suspensions, since they ended, 30 to 3,660; deleting one also deletes the number of earlier suspensions, which <c>Enforcement:Growth</c> uses. Default: 400.</summary>
    [Range(30, 3_660)]
    public int Suspensions { get; set; } = 400;

    /// <summary>The audit log, 30 to 3,660. Default: 400.</summary>
    [Range(30, 3_660)]
    public int AuditLog { get; set; } = 400;

    /// <summary>Dead letters, 1 to 366. Default: 30.</summary>
    [Range(1, 366)]
    public int DeadLetters { get; set; } = 30;

    /// <summary>Delivery counts, 2 to 366: events that are later than that many days do not count. Default: 35.</summary>
    [Range(2, 366)]
    public int DeliveryCounts { get; set; } = 35;

    /// <summary>The daily statistics, 30 to 3,660: a day is compared with the 28 days before it. Default: 800.</summary>
    [Range(30, 3_660)]
    public int DailyStats { get; set; } = 800;

    /// <summary>Exemptions, since they ended, 1 to 3,660. Default: 30.</summary>
    [Range(1, 3_660)]
    public int Exemptions { get; set; } = 30;
}
