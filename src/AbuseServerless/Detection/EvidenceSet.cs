using System.Numerics;

namespace AbuseServerless.Detection;

/// <summary>Some kinds of evidence.</summary>
public readonly record struct EvidenceSet
{
    private readonly ulong _tags;

    private EvidenceSet(ulong tags) => _tags = tags;

    /// <summary>Every kind.</summary>
    public static EvidenceSet All { get; } = Of(EvidenceKinds.All);

    /// <summary>These kinds.</summary>
    public static EvidenceSet Of(params IEnumerable<EvidenceKind> kinds) => kinds.Aggregate(default(EvidenceSet), (set, kind) => set.With(kind.Tag));

    /// <summary>Whether a kind is among them.</summary>
    public bool Contains(EvidenceKind kind) => Contains(kind.Tag);

    internal bool Contains(int tag) => (_tags >> tag & 1) != 0;

    internal EvidenceSet With(int tag) => new(_tags | 1UL << tag);

    /// <summary>Their tags, in ascending order.</summary>
    internal TagList Tags => new(_tags);

    internal struct TagList(ulong left)
    {
        private ulong _left = left;

        public int Current { get; private set; }

        public readonly TagList GetEnumerator() => this;

        public bool MoveNext()
        {
            Current = BitOperations.TrailingZeroCount(_left);
            var any = _left != 0;
            _left &= _left - 1;
            return any;
        }
    }
}
