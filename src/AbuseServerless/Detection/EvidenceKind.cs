namespace AbuseServerless.Detection;

/// <summary>A kind of evidence, by the tag under which rows hold it.</summary>
/// <param name="tag">1 to 63, never given to another kind. 1 to 3 are those of rows before there were sections.</param>
public abstract class EvidenceKind(int tag)
{
    /// <summary>Tags are below this, so that a set of kinds is a number of 64 bits.</summary>
    internal const int Tags = 64;

    /// <summary>Tags up to this are written at the head of a row, where rows had them before there were sections.</summary>
    internal const int LastWithoutSection = 3;

    /// <summary>The tag.</summary>
    public int Tag { get; } = tag is > 0 and < Tags ? tag : throw new ArgumentOutOfRangeException(nameof(tag), tag, "A tag is 1 to 63.");

    /// <summary>Evidence of this kind that holds nothing.</summary>
    internal abstract Evidence Create();
}

/// <inheritdoc cref="EvidenceKind"/>
/// <typeparam name="T">The evidence.</typeparam>
public sealed class EvidenceKind<T>(int tag) : EvidenceKind(tag)
    where T : Evidence, new()
{
    internal override Evidence Create() => new T();
}
