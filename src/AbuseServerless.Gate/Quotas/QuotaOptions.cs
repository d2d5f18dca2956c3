using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Quotas;

/// <summary>Settings of the quotas that plans set for mail through Postfix (section <c>Quota</c>).</summary>
internal sealed class QuotaOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Quota";

    /// <summary>
    /// What Postfix does beyond a limit if the plan does not say: <c>DEFER_IF_PERMIT</c> (default: the client is told to try again later), <c>REJECT</c>, <c>HOLD</c> (accepted, and put into the hold queue), or
    /// <c>FILTER transport:destination</c>.
    /// </summary>
    [QuotaAnswer]
    public string Answer { get; set; } = "DEFER_IF_PERMIT";

    /// <summary>
    /// The text that the client sees, or that appears in the log if the message is held: one line of 1 to 200 characters; a status code is added before it. Null (default): the text of <c>AuthPolicy:Language</c>.
    /// </summary>
    [RegularExpression(@"^[^\p{C}\u2028\u2029]{1,200}$", ErrorMessage = "Quota:Message must be one line of 1 to 200 characters.")]
    public string? Message { get; set; }

    /// <summary>
    /// Share of a limit that a host lets through before it writes its count to the table, 0 to 1; 0.1 by default. N hosts together let through at most N times that share beyond the limit, rounded down, less one; with 0 nothing,
    /// and every message of an account with a plan waits for a request to the table.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Slack { get; set; } = 0.1;

    /// <summary>How long an answer may wait for the table, 0.1 seconds to 1 minute; 1 second by default, and less than Postfix's timeout for the gate. After that, mail passes by the host's own count.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaximumWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Limits for watched accounts.</summary>
    [ValidateObjectMembers]
    public WatchedOptions Watched { get; } = new();
}
