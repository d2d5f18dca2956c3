namespace AbuseServerless.Gate.Spool;

/// <summary>What stands at a place of a segment file.</summary>
internal enum SpoolFrameState
{
    /// <summary>A whole event.</summary>
    Whole,

    /// <summary>The beginning of one, or nothing.</summary>
    Incomplete,

    /// <summary>Nothing that was written so.</summary>
    Damaged,
}
