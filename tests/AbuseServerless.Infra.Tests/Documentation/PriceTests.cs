using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests.Documentation;

/// <summary>The arithmetic of what a month costs: in docs/performance.md for each size, and in the README in short.</summary>
public sealed partial class PriceTests
{
    // US dollars a GB-second, as the page says.
    private const double GigabyteSecond = 0.000026;
    private const double Month = 30 * 86_400;

    private static readonly string[] Sizes = ["small", "medium", "large"];
    private static readonly string Page = File.ReadAllText(RepositoryRoot.Combine("docs", "performance.md"));

    // Of every line of the month's table the price of each size. What is below one dollar is none.
    private static readonly Dictionary<string, int[]> Lines = Cells(Page[Page.IndexOf("| 30 days |", StringComparison.Ordinal)..])
        .TakeWhile(row => row.Length == 4)
        .ToDictionary(row => row[0], row => row[1..].Select(cell => LastNumber().Match(cell) is { Success: true } price ? int.Parse(price.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 0).ToArray());

    [Fact]
    public void The_total_of_a_month_is_the_sum_of_its_lines()
    {
        var lines = Lines.Where(line => line.Key.Split(':')[0] is "Event Hubs" or "Functions" or "Table Storage" or "Logs" or "Alerts").Select(line => line.Value).ToList();
        Assert.Equal(10, lines.Count);
        Assert.Equal(Sizes.Select((_, i) => lines.Sum(line => line[i])), Lines["**total**"]);
    }

    [Fact]
    public async Task Instances_are_priced_by_what_the_template_keeps_running()
    {
        for (var i = 0; i < Sizes.Length; i++)
        {
            var prediction = await Prediction.OfAsync($"param scale = '{Sizes[i]}'");
            var scaling = prediction.Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;
            var instance = (int)scaling["instanceMemoryMB"]! / 1024 * Month * GigabyteSecond;
            Assert.Equal(scaling["alwaysReady"]!.AsArray().Sum(kind => (int)kind!["instanceCount"]!) * instance, Lines["Functions: always-ready instances"][i], 0.51);

            // Where instances are spread over zones, two of every other function are kept too.
            var isSpread = (bool)prediction.Single("Microsoft.Web/serverfarms")["properties"]!["zoneRedundant"]!;
            var timers = await TimersAsync();
            Assert.Equal((isSpread ? 2 : 1) * instance, Lines["Functions: RecordDeliveries"][i], 0.51);
            Assert.Equal(isSpread ? timers * 2 * instance : 388_800 / Month * instance, Lines["Functions: timers"][i], 0.51);
        }
    }

    [Fact]
    public void The_readme_has_the_same_totals_in_round_numbers()
    {
        var readme = File.ReadAllText(RepositoryRoot.Combine("README.md"));
        var rows = Cells(readme[readme.IndexOf("| accounts | Event Hubs |", StringComparison.Ordinal)..]).TakeWhile(row => row.Length == 7).Skip(1)
            .ToDictionary(row => Number(row[0]), row => row[1..].Select(Number).ToArray());
        Assert.All(rows, row => Assert.InRange(row.Value[^1], row.Value[..^1].Sum() * 0.97, row.Value[..^1].Sum() * 1.03));
        Assert.Equal((Round(Lines["**total**"][0]), Round(Lines["**total**"][2])), (rows[1_000_000][^1], rows[50_000_000][^1]));

        static int Round(int price) => price < 1000 ? (price + 5) / 10 * 10 : (price + 50) / 100 * 100;
        static int Number(string cell) => int.Parse(string.Concat(cell.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }

    private static async Task<int> TimersAsync()
    {
        var sources = await Task.WhenAll(Directory.EnumerateFiles(RepositoryRoot.Combine("functions"), "*.cs").Select(file => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));
        return sources.Count(source => source.Contains("[TimerTrigger(", StringComparison.Ordinal));
    }

    private static IEnumerable<string[]> Cells(string text) =>
        text.Split('\n').TakeWhile(line => line.StartsWith('|')).Where(line => !line.StartsWith("|---", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex(@"(?:^|: |\*\*)(\d[\d,]*)(?:\*\*)?$")]
    private static partial Regex LastNumber();
}
