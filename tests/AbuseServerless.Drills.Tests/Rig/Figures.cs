using System.Text.Encodings.Web;
using System.Text.Json;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>What a drill did, for docs/reliability.md: a line of JSON among the test's output, and in the file that <c>DRILL_FIGURES</c> names.</summary>
internal static class Figures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(object figures)
    {
        var line = $"{{\"drill\":\"{TestContext.Current.TestMethod!.MethodName}\",{JsonSerializer.Serialize(figures, Json)[1..]}";
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        if (Environment.GetEnvironmentVariable("DRILL_FIGURES") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }
}
