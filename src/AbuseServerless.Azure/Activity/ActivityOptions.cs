using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Azure.Activity;

/// <summary>Settings of what a worker remembers of accounts (section <c>Activity</c>).</summary>
public sealed class ActivityOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Activity";

    /// <summary>
    /// Accounts whose activity a worker keeps in memory, 64 to 100,000,000; default 2,000,000. An account takes some 120 bytes. Where there are more, everything stays right
    /// and costs more reads.
    /// </summary>
    [Range(64, 100_000_000)]
    public int CachedAccounts { get; set; } = 2_000_000;

    /// <summary>
    /// Whether failed AUTHs count as well; default false. With true anyone can have an account suspended by trying wrong passwords from ten countries.
    /// </summary>
    public bool CountFailures { get; set; }
}
