using System.Text.RegularExpressions;

namespace AbuseServerless.Azure.Tests.Telemetry;

/// <summary>docs/telemetry.md lists the instruments and spans that there are, and no others; what is logged is held against it where it is sent (Infra.Tests, Telemetry).</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(RepositoryRoot.Combine("docs", "telemetry.md"));

    [Fact]
    public void The_table_lists_exactly_the_instruments_that_exist_with_their_units_and_kinds() => Assert.Equal(
        Instruments.All().Select(instrument => $"{instrument.Name} {instrument.Unit} {Instruments.Kind(instrument)}"),
        InstrumentRow().Matches(Text).Select(row => $"{row.Groups["name"].Value} {row.Groups["unit"].Value} {row.Groups["kind"].Value}").Order(StringComparer.Ordinal));

    [Fact]
    public void No_two_messages_have_one_event_id()
    {
        var ids = Sources().Concat(Files("src/AbuseServerless.Gate")).SelectMany(file => Logged().Matches(File.ReadAllText(file))).Select(message => message.Groups["id"].Value).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_span_that_is_begun_is_listed()
    {
        var begun = Sources().SelectMany(file => Span().Matches(File.ReadAllText(file))).Select(span => span.Groups[1].Value).ToList();
        Assert.NotEmpty(begun);
        Assert.Equal(begun.Order(StringComparer.Ordinal), SpanRow().Matches(Text).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    // What runs in the functions' process.
    private static IEnumerable<string> Sources() =>
        new[] { "src/AbuseServerless", "src/AbuseServerless.Azure", "src/AbuseServerless.Notifiers", "functions" }
            .SelectMany(Files);

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"^\| `(?<name>abuseserverless\.[a-z._]+)` \| `(?<unit>[^`]+)` \| (?<kind>[a-z -]+) \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| `([a-z ]+)` \| span \|", RegexOptions.Multiline)]
    private static partial Regex SpanRow();

    [GeneratedRegex(@"LoggerMessage\((?<id>\d+), LogLevel\.")]
    private static partial Regex Logged();

    [GeneratedRegex("(?:StartActivity|BeginPhase)\\(\"([^\"]+)\"")]
    private static partial Regex Span();
}
