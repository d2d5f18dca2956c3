using Microsoft.Extensions.Options;

namespace AbuseServerless.Nets;

/// <summary>Settings of the nets (section <c>Nets</c>).</summary>
public sealed class NetsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Nets";

    /// <summary>The Countries net.</summary>
    [ValidateObjectMembers]
    public CountriesOptions Countries { get; } = new();
}
