using System.Diagnostics;

namespace AbuseServerless.Telemetry;

/// <summary>Under which name this program's instruments and spans are found: <c>docs/telemetry.md</c> lists them.</summary>
/// <remarks>No attribute and no span holds an account name or an address, ever: whoever reads telemetry need not be allowed to read mail logs.</remarks>
public static class Instrumentation
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "AbuseServerless";

    /// <summary>Source of spans.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
