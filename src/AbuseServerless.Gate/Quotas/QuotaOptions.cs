using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Quotas;

/// <summary>Settings of the quotas that plans set for mail through Postfix (section <c>Quota</c>).</summary>
internal sealed class QuotaOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Quota";

    /// <summary>
    /// What Postfix is to do beyond a limit where the plan does not say: <c>DEFER_IF_PERMIT</c> (default: the client is told to try again later), <c>REJECT</c>, <c>HOLD</c> (taken, and kept in the hold queue), or
    /// <c>FILTER transport:destination</c>.
    /// </summary>
    [QuotaAnswer]
    public string Answer { get; set; } = "DEFER_IF_PERMIT";

    /// <summary>
    /// The text that the client gets to see, or the log where the message is held: one line of 1 to 200 characters, a status code is put before it. Null (default): the text of <c>AuthPolicy:Language</c>.
    /// </summary>
    [RegularExpression(@"^[^\p{C}\u2028\u2029]{1,200}$", ErrorMessage = "Quota:Message must be one line of 1 to 200 characters.")]
    public string? Message { get; set; }

    /// <summary>
    /// Share of a limit that a host lets pass before it writes to the table what it has let pass, 0 to 1; 0.1 by default. N hosts together let pass at most N times that share beyond the limit, rounded down, less one; with 0 nothing,
    /// and every message of an account with a plan waits for a request to the table.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Slack { get; set; } = 0.1;

    /// <summary>How long an answer may wait for the table, 0.1 seconds to 1 minute; 1 second by default, and less than the timeout that Postfix has for the gate. Then mail goes on by what the host counts itself.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What divides a login from a tag: <c>alice+tag@example.jp</c> counts as <c>alice@example.jp</c> by default (<c>+</c>); empty where it is another account.</summary>
    [RegularExpression("^[!-~]?$", ErrorMessage = "Quota:TagSeparator must be one visible ASCII character, or empty.")]
    public string TagSeparator { get; set; } = "+";

    /// <summary>What holds for accounts that are watched.</summary>
    [ValidateObjectMembers]
    public WatchedOptions Watched { get; } = new();
}
