using AbuseServerless.Local.Commands;
using Spectre.Console;

namespace AbuseServerless.Functions.Tests.EndToEnd;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("a:window:b@example.jp")]
    [InlineData("[red]alert[/]@example.jp")]
    public void An_account_is_shown_as_it_is(string account)
    {
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 200;
        console.Write(Results.Suspended([new JudgedAccount(account, "Countries", "", ["JP"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)], 200));
        Assert.Contains(account, written.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@example.jp")]
    [InlineData("a.name.of.25.c@example.jp")]
    [InlineData("somebody.with-a-longer-name@customer.example.jp")]
    [InlineData("somebody.with-a-name-that-fills-nearly-all-of-the-line@customer.example.jp")]
    public void A_name_stands_on_one_line_of_80_columns_however_many_countries_there_are(string account)
    {
        string[] countries = ["AR", "BR", "CA", "DE", "FR", "GB", "IN", "JP", "KR", "US", "VN"];
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 80;
        console.Write(Results.Suspended([new JudgedAccount("bob@example.jp", "Countries", "", countries, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), new JudgedAccount(account, "SharedOrigins", "", countries, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)], 80));
        var lines = written.ToString().TrimEnd().Split('\n');
        Assert.Contains(lines, line => line.Contains(account, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.All(countries, country => Assert.Contains(country, written.ToString(), StringComparison.Ordinal));
        Assert.Contains("SharedOrigins", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_net_that_does_not_count_countries_tells_its_reason()
    {
        const string Reason = "12 of about 44 recipients of one day refused: 12 unknown, 0 as spam";
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 80;
        console.Write(Results.Suspended([new JudgedAccount("alice@example.jp", "Outcomes", Reason, ["JP"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1))], 80));
        Assert.Equal(
            ["Would be suspended:", "alice@example.jp", "  Outcomes, 01-01 00:00 – 01-02 00:00 UTC", "  " + Reason, "  1  JP"],
            written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
    }

    [Theory]
    [InlineData(0, "0 accounts")]
    [InlineData(1, "1 account")]
    [InlineData(2, "2 accounts")]
    public void One_is_not_told_as_several(long number, string said) => Assert.Equal(said, Terminal.Count(number, "account"));
}
