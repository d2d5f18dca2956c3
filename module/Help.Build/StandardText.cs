namespace AbuseServerless.PowerShell.Help;

/// <summary>The parameters that PowerShell adds to a cmdlet, which mean the same everywhere.</summary>
internal static class StandardText
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["Connection"] = "The installation to use, by the name of its connection or as an object from Get-GeoConnection. Default: the one that was connected last.",
        ["Local"] = "Returns times in this machine's zone instead of UTC.",
        ["First"] = "Returns only this many objects, and reads no more.",
        ["Skip"] = "Skips this many objects.",
        ["IncludeTotalCount"] = "Returns the number of objects first. The number is always unknown, because counting would mean reading all of them.",
        ["Confirm"] = "Asks for confirmation before each change.",
        ["WhatIf"] = "Shows what would be changed, and changes nothing.",
    };

    /// <summary>What a parameter does; null where it is one of the cmdlet's own.</summary>
    public static string? Of(string parameter) => Texts.GetValueOrDefault(parameter);
}
