using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Gate.Spool;

/// <summary>Settings of the spool (section <c>Spool</c>).</summary>
internal sealed class SpoolOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Spool";

    /// <summary>
    /// Maximum size of waiting events on disk, in MiB: 8 to 1,048,576; 1,024 by default, about seven million events. Beyond it, the oldest are dropped and counted.
    /// </summary>
    [Range(8, 1_048_576)]
    public int MaximumMegabytes { get; set; } = 1024;

    /// <summary>A segment file ends with the batch that reaches this, in bytes: a sixteenth of the bound, 64 MiB at most.</summary>
    public int SegmentBytes => (int)Math.Min(MaximumBytes / 16, 64L << 20);

    /// <summary>The bound in bytes.</summary>
    public long MaximumBytes => (long)MaximumMegabytes << 20;
}
