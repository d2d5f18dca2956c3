namespace AbuseServerless.Detection;

/// <summary>Some kinds of evidence.</summary>
public readonly record struct EvidenceSet
{
    private readonly ulong _tags;

    private EvidenceSet(ulong tags) => _tags = tags;

    /// <summary>Every kind.</summary>
    public static EvidenceSet All { get; } = Of(EvidenceKinds.All);

    /// <summary>These kinds.</summary>
    public static EvidenceSet Of(params IEnumerable<EvidenceKind> kinds) => new(kinds.Aggregate(0UL, (tags, kind) => tags | 1UL << kind.Tag));

    /// <summary>Whether a kind is among them.</summary>
    public bool Contains(EvidenceKind kind) => Contains(kind.Tag);

    internal bool Contains(int tag) => (_tags >> tag & 1) != 0;
}
