using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Gate.Sessions;

/// <summary>Settings with which the queue helper ends open sessions of suspended accounts (section <c>Sessions</c>).</summary>
internal sealed class OpenSessionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Sessions";

    /// <summary>Path of Dovecot's <c>doveadm</c>, such as <c>/usr/bin/doveadm</c>. Null (default): open sessions stay open.</summary>
    [RegularExpression("^/.+", ErrorMessage = "Sessions:Doveadm must be an absolute path.")]
    public string? Doveadm { get; set; }

    /// <summary>How often the open sessions are listed, in addition to the look after each change of the suspensions: 1 second to 1 hour; 30 seconds by default. This finds sessions that were being opened when the account was suspended.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);
}
