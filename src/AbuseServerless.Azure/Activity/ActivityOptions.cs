using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Azure.Activity;

/// <summary>Settings of what a worker remembers of accounts (section <c>Activity</c>).</summary>
public sealed class ActivityOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Activity";

    /// <summary>
    /// MiB of what a worker remembers of accounts, 1 to 65,536; default 256. An account takes some 110 bytes, and the process some 2.7 times as much as is set here. Beyond it rows of least recent use are
    /// forgotten: everything stays right and costs more reads.
    /// </summary>
    [Range(1, 65_536)]
    public int CacheMegabytes { get; set; } = 256;

    /// <summary>
    /// Whether failed AUTHs count as well; default false. With true anyone can have an account suspended by trying wrong passwords from ten countries.
    /// </summary>
    public bool CountFailures { get; set; }
}
