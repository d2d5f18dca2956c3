namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>What the program does not take for a command line, and what it says then.</summary>
public sealed class CommandLineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--bogus", "no option --bogus", "--set, --workers, --verbose")]
    [InlineData("--threshold 8", "no option --threshold")]
    [InlineData("replay - --threshold 8", "replay has no option --threshold", "--json")]
    [InlineData("replay - --jsn", "Did you mean --json?")]
    [InlineData("replay - --http-port 1", "replay has no option --http-port")]
    [InlineData("up --dat data", "Did you mean --data?")]
    [InlineData("up -x", "'x'")]
    [InlineData("up --http-port 70000", "0 to 65535")]
    [InlineData("up --http-port high", "high")]
    [InlineData("replya auth.jsonl", "replya", "replay")]
    [InlineData("replay", "FILE")]
    [InlineData("replay - --workers 17", "--workers 17", "1 to 16")]
    [InlineData("replay - --workers two", "two")]
    [InlineData("replay - --format nosuch", "nosuch", "postfix")]
    [InlineData("replay - --format postfx", "Did you mean postfix?")]
    [InlineData("replay - --time-zone Asia/Tokio", "Did you mean Asia/Tokyo?")]
    [InlineData("replay - --set Nets", "KEY=VALUE")]
    [InlineData("replay - --set Nets:Countries:Suspend=8 --set nets:countries:suspend=9", "given twice")]
    [InlineData("replay - --set Nets:Countries:Suspend=zero", "Nets:Countries:Suspend")]
    [InlineData("replay - --set Nets:Contries:Suspend=8", "Setting Nets:Contries:Suspend is unknown. Did you mean Nets:Countries:Suspend?")]
    [InlineData("replay - --set Nets:Countries:Also:0:Supend=8", "Did you mean Nets:Countries:Also:0:Suspend?")]
    [InlineData("replay - --set Nets__Countries__Suspnd=8", "Did you mean Nets:Countries:Suspend?")]
    [InlineData("replay - --set Enforcment:Mode=Observe", "Did you mean Enforcement:Mode?")]
    [InlineData("replay - --set Quite:Different=1", "Setting Quite:Different is unknown.")]
    [InlineData("replay - --set Retention:DeadLetters=0", "DeadLetters")]
    [InlineData("replay - --set Retention:DeadLetters=0 --set Activity:CachedAccounts=1", "DeadLetters", "CachedAccounts")]
    public async Task A_wrong_command_line_ends_with_2_and_a_line_that_says_what_is_meant(string line, params string[] said)
    {
        using var program = LocalProgram.Start(line.Split(' '));
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 2, $"{code}: {output}{error}");
        Assert.Empty(output);
        Assert.Single(error.Trim().Split('\n'));
        Assert.All(said, text => Assert.Contains(text, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("replay --version")]
    [InlineData("up --version")]
    public async Task The_version_is_printed_at_each_level(string line)
    {
        using var program = LocalProgram.Start(line.Split(' '));
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 0, error);
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", output);
    }

    [Theory]
    [InlineData("--help", "replay", "--set", "--workers")]
    [InlineData("replay --help", "<FILES>", "--json", "--time-zone", "--set")]
    [InlineData("up --help", "--data", "--http-port", "--set")]
    public async Task The_help_of_each_level_names_what_it_takes(string line, params string[] named)
    {
        using var program = LocalProgram.Start(line.Split(' '));
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 0, error);
        Assert.All(named, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }
}
