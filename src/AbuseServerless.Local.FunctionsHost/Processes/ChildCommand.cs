namespace AbuseServerless.Local.FunctionsHost.Processes;

/// <summary>What to start.</summary>
/// <param name="Executable">Path, or name to look for in PATH.</param>
/// <param name="Arguments">Arguments, unquoted.</param>
public sealed record ChildCommand(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>Working directory of the child; ours where null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What differs from our own environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
