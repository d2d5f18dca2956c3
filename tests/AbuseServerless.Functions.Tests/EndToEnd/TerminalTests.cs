using AbuseServerless.Local.Commands;
using Spectre.Console;

namespace AbuseServerless.Functions.Tests.EndToEnd;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("Nets:Countries:Window")]
    [InlineData("::window:window::")]
    [InlineData("[red]alert[/] a:smile:b@example.jp")]
    public void Text_is_shown_as_it_is_within_markup(string text)
    {
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 200;
        console.Write(new Table().AddColumn("Text").AddRow($"[bold]{Terminal.Escape(text)}[/]"));
        Assert.Contains(text, written.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 accounts")]
    [InlineData(1, "1 account")]
    [InlineData(2, "2 accounts")]
    public void One_is_not_told_as_several(long number, string said) => Assert.Equal(said, Terminal.Count(number, "account"));
}
