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
        console.Write(Results.Suspended([new JudgedAccount(account, "Countries", "", ["JP"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)]));
        Assert.Contains(account, written.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 accounts")]
    [InlineData(1, "1 account")]
    [InlineData(2, "2 accounts")]
    public void One_is_not_told_as_several(long number, string said) => Assert.Equal(said, Terminal.Count(number, "account"));
}
