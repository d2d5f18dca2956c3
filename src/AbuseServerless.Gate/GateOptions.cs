using System.ComponentModel.DataAnnotations;
using AbuseServerless.Gate.Listening;

namespace AbuseServerless.Gate;

/// <summary>Settings of the gate itself (section <c>Gate</c>).</summary>
internal sealed class GateOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Gate";

    /// <summary>Endpoint for Dovecot, health and metrics: an address and port, or <c>unix:/path</c>; 127.0.0.1:8481 by default.</summary>
    [ListenAddress]
    public string Http { get; set; } = "127.0.0.1:8481";

    /// <summary>Endpoint for Postfix: an address and port, or <c>unix:/path</c>; 127.0.0.1:8482 by default; empty for none.</summary>
    [ListenAddress(AllowEmpty = true)]
    public string Postfix { get; set; } = "127.0.0.1:8482";

    /// <summary>
    /// The text that follows <c>REJECT</c>: one line of 1 to 200 characters, optionally with an enhanced status code such as 5.7.1 before it. Null (default): the text that Dovecot's clients see.
    /// </summary>
    [RegularExpression(@"^[^\p{C}\u2028\u2029]{1,200}$", ErrorMessage = "Gate:PostfixMessage must be one line of 1 to 200 characters.")]
    public string? PostfixMessage { get; set; }

    /// <summary>Folder for data that survives a restart: the spool and the snapshot. The gate must own it.</summary>
    [Required]
    public string Data { get; set; } = "/var/lib/abuse-gate";

    /// <summary>
    /// File of names under which accounts log in beside their own: an alias, white space and its account in each line, as in a Postfix text table; a change is taken up within two seconds. Null (default): each login is an account.
    /// </summary>
    public string? Aliases { get; set; }

    /// <summary>Separator between a login and its tag: <c>alice+tag@example.jp</c> is the account <c>alice@example.jp</c> by default (<c>+</c>), for suspensions, allowances, quotas, events, queued mail and open sessions; empty if it is a different account.</summary>
    [RegularExpression("^[!-~]?$", ErrorMessage = "Gate:TagSeparator must be one visible ASCII character, or empty.")]
    public string TagSeparator { get; set; } = "+";

    /// <summary>Mail server logs to follow; none by default.</summary>
    public IList<Following.FollowedLogOptions> Follow { get; } = [];

    /// <summary>Maximum number of connections of both kinds; further ones are closed: 16 to 65,536; 4,096 by default. Each costs about 16 KiB.</summary>
    [Range(16, 65_536)]
    public int MaximumConnections { get; set; } = 4096;
}
