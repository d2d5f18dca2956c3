namespace AbuseServerless.Gate.Tests.Running;

/// <summary>Tests that share a cloud that is never away, each with a gate of its own.</summary>
[CollectionDefinition(Name)]
public sealed class CloudCollection : ICollectionFixture<Cloud>
{
    public const string Name = "A cloud";
}
