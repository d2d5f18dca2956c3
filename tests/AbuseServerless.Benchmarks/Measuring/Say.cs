using System.Diagnostics;
using System.Globalization;

namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>Tells on standard error how far a run has come.</summary>
internal static class Say
{
    private static readonly Stopwatch Watch = Stopwatch.StartNew();

    public static void Progress(string text) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Watch.Elapsed.TotalSeconds,7:0.0} s  {text}"));
}
