namespace AbuseServerless.StorageLimits;

/// <summary>The kinds of requests that Table Storage answers at different cost.</summary>
public enum TableOperation
{
    /// <summary>Reads the row of a key.</summary>
    PointRead,

    /// <summary>A page of the rows between two keys of one partition, all of which are answered.</summary>
    KeyRange,

    /// <summary>A page of any other query: rows are walked that may not be answered.</summary>
    Walk,

    /// <summary>Writes or deletes one row.</summary>
    Write,

    /// <summary>Writes or deletes rows of one partition.</summary>
    Transaction,

    /// <summary>Makes or lists tables.</summary>
    Tables,
}
