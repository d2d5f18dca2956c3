namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>How files are put together in one.</summary>
internal enum ArchiveKind
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>tar of POSIX or GNU.</summary>
    Tar,

    /// <summary>ZIP.</summary>
    Zip,
}
