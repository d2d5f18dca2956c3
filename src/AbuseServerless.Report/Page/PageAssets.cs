using System.Collections.Immutable;

namespace AbuseServerless.Report.Page;

/// <summary>What every page holds beside its data: style, scripts and icon.</summary>
internal static class PageAssets
{
    /// <summary>The style sheet.</summary>
    public static string Style { get; } = EmbeddedText.Read("Assets.report.css");

    /// <summary>Runs before anything is shown: the style knows that there are scripts.</summary>
    public const string Begin = "document.documentElement.classList.add('js')";

    /// <summary>The charts' libraries, each behind its licences, and what draws with them; in the order in which they run.</summary>
    public static ImmutableArray<string> Scripts { get; } =
    [
        Library("chart", "chart", "color"),
        Library("annotation", "annotation"),
        .. new[] { "page", "deliveries", "replies", "countries", "fronts", "suspensions", "data", "tables", "keyboard", "copy", "start" }.Select(name => EmbeddedText.Read($"Assets.{name}.js")),
    ];

    /// <summary>A net, in the colour of links.</summary>
    public const string Icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230b5cad'/%3E"
        + "%3Cpath d='M4 5h8M4 8h8M4 11h8M6 3v10M10 3v10' stroke='%23fff' stroke-width='1.2'/%3E%3C/svg%3E";

    /// <summary>The policy that lets them run.</summary>
    public static string Policy { get; } = ContentSecurityPolicy.Of(Style, [Begin, .. Scripts]);

    private static string Library(string name, params IEnumerable<string> licences) =>
        string.Concat(licences.Select(licence => $"/*\n{EmbeddedText.Read($"Libraries.{licence}.license").Trim()}\n*/\n")) + EmbeddedText.Read($"Libraries.{name}.js");
}
