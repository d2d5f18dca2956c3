using Fluid;

namespace AbuseServerless.Report.Page;

/// <summary>Lets the templates read any property, and stops at one that there is not: a misspelt name would show nothing.</summary>
internal sealed class KnownMembers : MemberAccessStrategy
{
    private readonly UnsafeMemberAccessStrategy _all = new();

    /// <exception cref="MissingMemberException">There is no such property.</exception>
    public override IMemberAccessor GetAccessor(Type type, string name) => _all.GetAccessor(type, name) ?? throw new MissingMemberException(type.Name, name);

    public override void Register(Type type, IEnumerable<KeyValuePair<string, IMemberAccessor>> accessors) => _all.Register(type, accessors);
}
