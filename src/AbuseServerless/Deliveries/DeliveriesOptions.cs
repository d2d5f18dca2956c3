using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Deliveries;

/// <summary>Settings of the counting of deliveries (section <c>Deliveries</c>).</summary>
public sealed class DeliveriesOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Deliveries";

    /// <summary>Domains without a known provider that are counted by name, on each day and from each partition of the hub: 0 to 10,000. What goes to further ones counts as other. Default: 500.</summary>
    [Range(0, 10_000)]
    public int MostDomains { get; set; } = 500;
}
