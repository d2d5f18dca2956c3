namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>An archive stands where a log is expected: in another archive, or in the place of one.</summary>
internal sealed class NestedArchiveException() : IOException(Text)
{
    /// <summary>What it is.</summary>
    public const string Text = "It is an archive within an archive; unpack it first.";
}
