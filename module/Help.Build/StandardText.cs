namespace AbuseServerless.PowerShell.Help;

/// <summary>The parameters that PowerShell adds to a cmdlet, which mean the same everywhere.</summary>
internal static class StandardText
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["Connection"] = "The installation to work on, by the name of its connection or as Get-GeoConnection puts it out. Without it, the one that was connected last.",
        ["Local"] = "Puts times out in this machine's zone instead of UTC.",
        ["First"] = "Puts out the first so many objects only, and asks for no more.",
        ["Skip"] = "Leaves out the first so many objects.",
        ["IncludeTotalCount"] = "Puts out the number of objects first. It is told to be unknown: counting would take reading all of them.",
        ["Confirm"] = "Asks before each change.",
        ["WhatIf"] = "Says what would be changed, and changes nothing.",
    };

    /// <summary>What a parameter does; null where it is one of the cmdlet's own.</summary>
    public static string? Of(string parameter) => Texts.GetValueOrDefault(parameter);
}
