using System.Text.Json;

namespace AbuseServerless.Testing;

/// <summary>What a script left.</summary>
/// <param name="Output">The standard output.</param>
/// <param name="Errors">The standard error.</param>
/// <param name="ExitCode">The exit code; null for a script in a session, which goes on.</param>
public sealed record PwshResult(string Output, string Errors, int? ExitCode)
{
    /// <summary>Lines of the output that are not blank, without trailing blanks.</summary>
    public string[] Lines => [.. Output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    /// <summary>The lines, runs of blanks as one: how wide a column is depends on what is in it.</summary>
    public string[] Rows => [.. Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    /// <summary>The output, which is one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Itself, having made sure that the script wrote no error.</summary>
    /// <exception cref="InvalidOperationException">It did.</exception>
    public PwshResult WithoutError() =>
        Errors.Length == 0 ? this : throw new InvalidOperationException($"The script wrote an error:\n{Errors}\nOutput:\n{Output}");
}
