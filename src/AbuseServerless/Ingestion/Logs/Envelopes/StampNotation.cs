namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>How a time stamp is written.</summary>
internal enum StampNotation
{
    /// <summary>There is none.</summary>
    None,

    /// <summary><c>Nov 24 16:52:16</c>, in some language.</summary>
    Bsd,

    /// <summary><c>2026-11-24T16:52:16.359299+00:00</c>.</summary>
    Rfc3339,

    /// <summary>The same with a blank: <c>2026-11-24 16:52:16 +0000</c>.</summary>
    Iso,

    /// <summary>Either without an offset.</summary>
    IsoWithoutZone,

    /// <summary>Seconds or milliseconds since 1970.</summary>
    Epoch,

    /// <summary><c>@4000000065…</c>.</summary>
    Tai64,
}
