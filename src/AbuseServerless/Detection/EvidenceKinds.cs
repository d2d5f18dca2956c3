namespace AbuseServerless.Detection;

/// <summary>What kinds of evidence there are.</summary>
internal static class EvidenceKinds
{
    /// <summary>Every kind that any net needs, whichever nets are on, by tag.</summary>
    public static EvidenceKind[] All { get; } = [.. new NetsOptions().CreateNets().SelectMany(net => net.Evidence).Distinct().OrderBy(kind => kind.Tag)];
}
