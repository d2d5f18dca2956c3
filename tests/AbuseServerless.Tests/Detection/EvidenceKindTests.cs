using AbuseServerless.Detection;

namespace AbuseServerless.Tests.Detection;

public sealed class EvidenceKindTests
{
    [Fact]
    public void No_two_kinds_of_evidence_have_one_tag()
    {
        var tags = typeof(Evidence).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Evidence)))
            .ToDictionary(type => type.Name, type => ((EvidenceKind)type.GetProperty("Kind")!.GetValue(null)!).Tag);
        Assert.True(tags.Count >= 8);
        Assert.Equal(tags.Count, tags.Values.Distinct().Count());
    }
}
