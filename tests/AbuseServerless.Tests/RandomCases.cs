using System.Runtime.CompilerServices;
using CsCheck;

namespace AbuseServerless.Tests;

/// <summary>How many cases a random test tries that names no number: 25, which notice as many faults of the code as 100 do. The environment variable <c>CsCheck_Iter</c> sets another number.</summary>
internal static class RandomCases
{
    [ModuleInitializer]
    internal static void Set() => Check.Iter = Environment.GetEnvironmentVariable("CsCheck_Iter") is null ? 25 : Check.Iter;
}
