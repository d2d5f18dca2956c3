using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Gate.Queue;

/// <summary>Settings of the queue helper (section <c>Queue</c>), which puts the queued mail of suspended accounts on hold. It is a service of its own, <c>abuse-gate-queue</c>.</summary>
internal sealed class QueueOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Queue";

    /// <summary>Folder of Postfix's configuration; <c>/etc/postfix</c> by default. The queue is in its <c>queue_directory</c>.</summary>
    [Required]
    public string Postfix { get; set; } = "/etc/postfix";

    /// <summary>Path of Exim's program, such as <c>/usr/sbin/exim4</c>. Null (default): Postfix's queue is controlled. If set, Exim's, in its <c>spool_directory</c>.</summary>
    [RegularExpression("/.+", ErrorMessage = "Queue:Exim must be an absolute path such as /usr/sbin/exim4.")]
    public string? Exim { get; set; }

    /// <summary>Folder of the record of what was held, released and deleted. Root must own it.</summary>
    [Required]
    public string Data { get; set; } = "/var/lib/abuse-gate-queue";

    /// <summary>How often the queue is searched, in addition to the search after each change of the suspensions: 1 second to 1 hour; 30 seconds by default. This finds mail that was on its way into the queue when the account was suspended.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long after a message was put on hold it is deleted, 1 second to 366 days, if the suspension was judged to be abuse. Null (default): never. What was not judged stays until somebody judges, releases or deletes it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? DeleteAfter { get; set; }

    /// <summary>How long the record is kept after a message was released or deleted: 1 day to 3,660 days; 90 days by default.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan KeepRecord { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Maximum number of operator commands to delete an account's queued mail that are carried out within an hour, 0 to 100,000; 50 by default. Further ones are refused, because anyone who controls the gate could give such commands.</summary>
    [Range(0, 100_000)]
    public int MaximumDeletesPerHour { get; set; } = 50;
}
