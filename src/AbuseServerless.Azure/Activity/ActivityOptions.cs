using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Azure.Activity;

/// <summary>Settings for the activity of accounts (section <c>Activity</c>).</summary>
public sealed class ActivityOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Activity";

    /// <summary>
    /// Size of a worker's cache of account activity in MiB, 1 to 65,536; default 256. An account takes 110 to 165 bytes, and the process about 2.7 times this setting. Beyond it, the least recently used rows are
    /// evicted: results stay correct but cost more reads.
    /// </summary>
    [Range(1, 65_536)]
    public int CacheMegabytes { get; set; } = 256;

    /// <summary>
    /// Whether failed logins also count; default false. With true, anyone can get an account suspended by trying wrong passwords from ten countries.
    /// </summary>
    public bool CountFailures { get; set; }
}
